import { checkKernels, checkObject } from '../core/checks.ts';
import { checkModel, type HyperplaneModel } from '../core/executor.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import type { Kernels } from '../kernels/api.ts';
import type { HasherDescription } from './hasher-description.ts';
import { readHasher } from './hasher-file.ts';
import { loadFeatureMap } from './load-feature-map.ts';
import { RotatedHasher } from './rotated-hasher.ts';

/** A hasher that was fitted elsewhere: read from a file, or posted to a worker. */
export class FittedHasher extends RotatedHasher {
  readonly description: HasherDescription;

  constructor(kernels: Kernels, model: HyperplaneModel, description?: HasherDescription) {
    checkModel(model);
    if (description !== undefined) checkObject('the description of a hasher', description);
    const { bits, rotation, offsets, mean, normalise, featureMap } = model;
    super({ kernels, bits, normalise, centre: mean !== null });
    this.description = description ?? { method: 'unknown', settings: {}, training: {} };
    if (rotation) this.setRotation(rotation, mean);
    else this.setFitted(model.hyperplanes, mean, offsets, loadFeatureMap(kernels, featureMap));
  }
}

/**
 * The hasher that `save()` turned into bytes: it makes the same codes, on any backend.
 *
 * @param bytes - a buffer, or a view of any type of one.
 * @throws FormatError if the bytes are damaged, hold no hasher, or are of a format version that is
 *   not known yet.
 */
export function loadHasher(kernels: Kernels, bytes: BytesLike): FittedHasher {
  checkKernels(kernels);
  const { model, description } = readHasher(asBytes('the hasher', bytes));
  return new FittedHasher(kernels, model, description);
}
