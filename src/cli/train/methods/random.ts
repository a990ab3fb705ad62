import type { Matrix } from '../../../core/matrix.ts';
import type { FitOptions } from '../../../models/fit-options.ts';
import type {
  HyperplaneHasher,
  HyperplaneHasherOptions,
} from '../../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import { RandomRotations } from '../../../models/random-rotations.ts';
import type { TrainMethod } from './method.ts';

// Hashers whose hyperplanes are drawn: only the mean is learned, from a file of any size.

export const lsh = method('lsh', 'random hyperplanes', RandomHyperplanes);
export const rotation = method('rotation', 'random rotation', RandomRotations);

interface DrawnHasher extends HyperplaneHasher {
  fitBatches(batches: AsyncIterable<Matrix>, options: Pick<FitOptions, 'signal'>): Promise<this>;
}

function method(
  name: TrainMethod['name'],
  title: string,
  Hasher: new (options: HyperplaneHasherOptions) => DrawnHasher,
): TrainMethod {
  return {
    name,
    title,
    settings: ['bits', 'seed', 'normalise', 'centre'],
    needsLabels: false,
    async fit({ kernels, settings, batches, signal }) {
      const { bits, seed, normalise, centre } = settings;
      const hasher = new Hasher({ kernels, bits, seed, normalise, centre });
      await hasher.fitBatches(batches(), { signal });
      return { hasher, summary: [] };
    },
  };
}
