import type { Kernels } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type { HashIndexOptions } from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../support/points.ts';

export const kernels = createKernelsSync({ backend: 'wasm-simd' });

/** A hasher for points of so many dimensions. */
export function lsh(
  bits: number,
  dimensions: number,
  seed = 0,
  on: Kernels = kernels,
): RandomHyperplanes {
  return new RandomHyperplanes({ kernels: on, bits, seed }).fitSync(
    gaussianPoints(20, dimensions, 7),
  );
}

/** An empty index with one table of 16 bits unless told otherwise. */
export function emptyIndex(dimensions: number, options: Partial<HashIndexOptions> = {}): HashIndex {
  return HashIndex.create({ kernels, hasher: lsh(16, dimensions), ...options });
}
