import { checkKernels } from '../../core/checks.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import type { Kernels } from '../../kernels/api.ts';
import { FittedHasher } from '../fitted-hasher.ts';
import type { HasherDescription } from '../hasher-description.ts';
import { readCrossModal } from './cross-modal-file.ts';
import { CrossModalHasher } from './cross-modal-hasher.ts';

/** A cross-modal hasher that was read from a file. */
class LoadedCrossModalHasher extends CrossModalHasher {
  readonly bits: number;
  readonly description: HasherDescription;

  constructor(texts: FittedHasher, images: FittedHasher, description: HasherDescription) {
    super();
    this.bits = texts.bits;
    this.description = description;
    this.setSides(texts, images);
  }
}

/**
 * The cross-modal hasher that `save()` turned into bytes: it makes the same codes, on any backend.
 *
 * @param bytes - a buffer, or a view of any type of one.
 * @throws FormatError if the bytes are damaged, hold no cross-modal hasher, or are of a format version that
 *   is not known yet.
 */
export function loadCrossModalHasher(kernels: Kernels, bytes: BytesLike): CrossModalHasher {
  checkKernels(kernels);
  const file = readCrossModal(asBytes('the cross-modal hasher', bytes));
  const { description } = file;
  const side = (modality: 'texts' | 'images') =>
    new FittedHasher(kernels, file[modality], sideDescription(description, modality));
  return loaded(side('texts'), side('images'), description);
}

/** What one side says of itself. */
export function sideDescription(
  { method, settings, training }: HasherDescription,
  modality: 'texts' | 'images',
): HasherDescription {
  return { method, settings: { ...settings, modality }, training };
}

function loaded(
  texts: FittedHasher,
  images: FittedHasher,
  description: HasherDescription,
): CrossModalHasher {
  return new LoadedCrossModalHasher(texts, images, description);
}
