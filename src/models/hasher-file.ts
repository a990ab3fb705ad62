import { FormatError } from '../core/errors.ts';
import type { HyperplaneModel } from '../core/executor.ts';
import { featureCount, featureDimensions } from '../core/feature-map.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { Matrix } from '../core/matrix.ts';
import { ROUNDS, type RotationModel, rotationCount, rotationSize } from '../core/rotation.ts';
import type { NumericArray } from '../data/arrays/numeric.ts';
import type { ArrayToWrite } from '../data/arrays/numeric-bytes.ts';
import {
  isSafetensors,
  readSafetensors,
  safetensorsBytes,
} from '../data/safetensors/safetensors.ts';
import { type PutFeatureMap, readFeatureMap } from './feature-map-file.ts';
import type { HasherDescription } from './hasher-description.ts';
import { type Metadata, matrixOf, type Tensors, vectorOf } from './hasher-tensors.ts';

/** What the metadata of a saved hasher says under `format`. */
export const HASHER_FORMAT = 'hashplane-hasher';
/** Goes up when older readers could no longer make the same codes from a file. */
const HASHER_VERSION = 4;

/** A saved hasher: its parts and what it says of itself. */
export interface HasherFile {
  /** Format version of the file, from 1. */
  readonly version: number;
  readonly model: HyperplaneModel;
  readonly description: HasherDescription;
}

/**
 * The bytes of a safetensors file that holds a hasher.
 *
 * @param putFeatureMap - comes with the feature map, so that hashers without one don't carry it.
 */
export function writeHasher(
  model: HyperplaneModel,
  description: HasherDescription,
  putFeatureMap: PutFeatureMap | undefined,
): Uint8Array<ArrayBuffer> {
  const metadata = metadataOf(model.normalise, description);
  const tensors = putModel(model, metadata, putFeatureMap);
  return safetensorsBytes(tensors, metadata);
}

/** The tensors of a hasher; what the metadata must say of its feature map is added there. */
export function putModel(
  { hyperplanes, offsets, mean, bits, featureMap }: HyperplaneModel,
  metadata: Map<string, string>,
  putFeatureMap: PutFeatureMap | undefined,
): Map<string, ArrayToWrite> {
  const tensors = new Map<string, ArrayToWrite>();
  const put = (name: string, shape: number[], values: Float32Array) =>
    tensors.set(name, { shape, dtype: 'float32', values });
  put('hyperplanes', [bits, hyperplanes.cols], hyperplanes.data);
  if (offsets) put('offsets', [bits], offsets);
  if (mean) put('mean', [mean.length], mean);
  const version = featureMap && putFeatureMap ? putFeatureMap(featureMap, tensors, metadata) : 1;
  metadata.set('version', String(version));
  return tensors;
}

/** The same for a hasher whose hyperplanes are the rows of a rotation. */
export function writeRotatedHasher(
  { normalise, mean }: HyperplaneModel,
  rotation: RotationModel,
  description: HasherDescription,
): Uint8Array<ArrayBuffer> {
  const { dimensions, outputs, signs } = rotation;
  const shape = [rotationCount(rotation), ROUNDS, rotationSize(dimensions) / 8];
  const tensors = new Map<string, ArrayToWrite>([
    ['signs', { shape, dtype: 'uint8', values: signs }],
  ]);
  if (mean) tensors.set('mean', { shape: [mean.length], dtype: 'float32', values: mean });
  const metadata = metadataOf(normalise, description).set('version', '2');
  metadata.set('bits', String(outputs)).set('dimensions', String(dimensions));
  return safetensorsBytes(tensors, metadata);
}

/** Of the first version, which all readers know. */
export function metadataOf(
  normalise: boolean,
  description: HasherDescription,
): Map<string, string> {
  return new Map([
    ['format', HASHER_FORMAT],
    ['version', '1'],
    ['method', description.method],
    ['normalise', String(normalise)],
    ['settings', JSON.stringify(description.settings)],
    ['training', JSON.stringify(description.training)],
  ]);
}

/**
 * Reads what `writeHasher` and `writeRotatedHasher` wrote.
 *
 * @throws FormatError if the file is damaged, no hasher, or of a version that is not known yet.
 */
export function readHasher(bytes: Uint8Array): HasherFile {
  if (!isSafetensors(bytes)) throw new FormatError('no hasher: it is no safetensors file', 0);
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== HASHER_FORMAT) {
    throw new FormatError(`no hasher: the metadata lacks format = ${HASHER_FORMAT}`);
  }
  const version = versionOf(metadata.get('version'));
  const description = descriptionOf(metadata);
  const read = tensors.has('signs') ? readRotated : readHyperplanes;
  return { version, model: read(tensors, metadata), description };
}

/** What the metadata says of the hasher. @throws FormatError if it is no JSON. */
export function descriptionOf(metadata: Metadata): HasherDescription {
  return {
    method: metadata.get('method') ?? 'unknown',
    settings: record(metadata, 'settings'),
    training: record(metadata, 'training'),
  };
}

/** A hasher of hyperplanes by its tensors; sizes are compared. @throws FormatError */
export function readHyperplanes(tensors: Tensors, metadata: Metadata): HyperplaneModel {
  const hyperplanes = matrixOf(tensors, 'hyperplanes');
  const { rows: bits } = hyperplanes;
  if (bits > MAX_BITS) throw new FormatError(`hyperplanes must be 1 to ${MAX_BITS}, not ${bits}`);
  const featureMap = readFeatureMap(tensors, metadata);
  const features = featureMap ? featureCount(featureMap) : hyperplanes.cols;
  if (features !== hyperplanes.cols) {
    throw new FormatError(
      `${features} features don't fit hyperplanes of ${hyperplanes.cols} values`,
    );
  }
  const vector = (name: string, length: number) =>
    tensors.has(name) ? vectorOf(tensors, name, length) : null;
  return {
    bits,
    hyperplanes,
    featureMap,
    offsets: vector('offsets', bits),
    mean: vector('mean', featureMap ? featureDimensions(featureMap) : hyperplanes.cols),
    normalise: flag(metadata, 'normalise'),
  };
}

/** A hasher whose hyperplanes are a rotation's; sizes are compared before anything is made of them. */
function readRotated(tensors: Tensors, metadata: Metadata): HyperplaneModel {
  const bits = wholeOf(metadata, 'bits', MAX_BITS);
  const dimensions = wholeOf(metadata, 'dimensions', 2 ** 30);
  const { dtype, shape, values } = tensors.get('signs') as NumericArray;
  const sizes = { dimensions, outputs: bits };
  const expected = [rotationCount(sizes), ROUNDS, rotationSize(dimensions) / 8];
  if (dtype !== 'uint8' || shape.join() !== expected.join()) {
    throw new FormatError(
      `the tensor signs must be uint8 of ${expected.join(' x ')}, not ${dtype} of ${shape.join(' x ')}`,
    );
  }
  return {
    bits,
    hyperplanes: new Matrix(new Float32Array(0), 0, dimensions),
    rotation: { ...sizes, signs: Uint8Array.from(values as Uint8Array) },
    featureMap: null,
    offsets: null,
    mean: tensors.has('mean') ? vectorOf(tensors, 'mean', dimensions) : null,
    normalise: flag(metadata, 'normalise'),
  };
}

function wholeOf(metadata: Metadata, key: string, most: number): number {
  const text = metadata.get(key) ?? '';
  const value = Number(text);
  if (/^[1-9]\d{0,9}$/.test(text) && value <= most) return value;
  throw new FormatError(
    `a hasher's ${key} must be a number from 1 to ${most}, not ${JSON.stringify(text)}`,
  );
}

/** The format version. @throws FormatError if it is not known. */
export function versionOf(text: string | undefined): number {
  if (!/^[1-9]\d{0,8}$/.test(text ?? '')) {
    throw new FormatError(`a hasher's version must be a number, not ${JSON.stringify(text)}`);
  }
  const version = Number(text);
  if (version > HASHER_VERSION) {
    throw new FormatError(
      `the hasher is of format version ${version}, and only those up to ${HASHER_VERSION} are known: ` +
        'use a newer hashplane',
    );
  }
  return version;
}

function flag(metadata: Metadata, key: string): boolean {
  const value = metadata.get(key);
  if (value === 'true' || value === 'false') return value === 'true';
  throw new FormatError(`a hasher's ${key} must be true or false, not ${JSON.stringify(value)}`);
}

function record(metadata: Metadata, key: string): Record<string, unknown> {
  const text = metadata.get(key) ?? '{}';
  try {
    const value = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new FormatError(`a hasher's ${key} must be a JSON object`);
}
