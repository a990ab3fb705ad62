import { FormatError } from '../../core/errors.ts';
import type { HyperplaneModel } from '../../core/executor.ts';
import type { NumericArray } from '../../data/arrays/numeric.ts';
import type { ArrayToWrite } from '../../data/arrays/numeric-bytes.ts';
import {
  isSafetensors,
  readSafetensors,
  safetensorsBytes,
} from '../../data/safetensors/safetensors.ts';
import { putFeatureMap } from '../feature-map-file.ts';
import type { HasherDescription } from '../hasher-description.ts';
import { descriptionOf, metadataOf, putModel, readHyperplanes, versionOf } from '../hasher-file.ts';

/** What the metadata of a saved cross-modal hasher says under `format`. */
const FORMAT = 'hashplane-cross-modal-hasher';
const MODALITIES = ['texts', 'images'] as const;
type Modality = (typeof MODALITIES)[number];

/** A saved cross-modal hasher. */
export interface CrossModalFile {
  readonly texts: HyperplaneModel;
  readonly images: HyperplaneModel;
  readonly description: HasherDescription;
}

/**
 * The bytes of a safetensors file that holds both hashers: the tensors and metadata of each as in a file of
 * its own, their names after `texts.` and `images.`; the version, method, settings and training of both
 * once, under their plain names.
 */
export function writeCrossModal({
  description,
  ...models
}: CrossModalFile): Uint8Array<ArrayBuffer> {
  const all = new Map<string, ArrayToWrite>();
  const metadata = metadataOf(false, description);
  metadata.delete('normalise');
  metadata.set('format', FORMAT);
  let version = 1;
  for (const modality of MODALITIES) {
    const model = models[modality];
    const own = new Map([['normalise', String(model.normalise)]]);
    const tensors = putModel(model, own, putFeatureMap);
    version = Math.max(version, Number(own.get('version')));
    own.delete('version');
    for (const [name, tensor] of tensors) all.set(`${modality}.${name}`, tensor);
    for (const [key, value] of own) metadata.set(`${modality}.${key}`, value);
  }
  return safetensorsBytes(all, metadata.set('version', String(version)));
}

/**
 * Reads what `writeCrossModal` wrote.
 *
 * @throws FormatError if the file is damaged, no cross-modal hasher, or of a version that is not known yet.
 */
export function readCrossModal(bytes: Uint8Array): CrossModalFile {
  if (!isSafetensors(bytes)) {
    throw new FormatError('no cross-modal hasher: it is no safetensors file', 0);
  }
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== FORMAT) {
    throw new FormatError(`no cross-modal hasher: the metadata lacks format = ${FORMAT}`);
  }
  versionOf(metadata.get('version'));
  const read = (modality: Modality) =>
    readHyperplanes(
      within<NumericArray>(tensors, `${modality}.`),
      within<string>(metadata, `${modality}.`),
    );
  const texts = read('texts');
  const images = read('images');
  if (texts.bits !== images.bits) {
    throw new FormatError(
      `codes of texts have ${texts.bits} bits where those of images have ${images.bits}`,
    );
  }
  return { texts, images, description: descriptionOf(metadata) };
}

/** Entries whose names begin so, by the rest of their names. */
function within<T>(entries: ReadonlyMap<string, T>, prefix: string): Map<string, T> {
  const out = new Map<string, T>();
  for (const [name, value] of entries) {
    if (name.startsWith(prefix)) out.set(name.slice(prefix.length), value);
  }
  return out;
}
