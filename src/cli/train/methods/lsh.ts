import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import type { TrainMethod } from './method.ts';

/** Random hyperplanes: only the mean is learned, from a file of any size. */
export const lsh: TrainMethod = {
  name: 'lsh',
  title: 'random hyperplanes',
  settings: ['bits', 'seed', 'normalise', 'centre'],
  needsLabels: false,
  async fit({ kernels, settings, batches, signal }) {
    const { bits, seed, normalise, centre } = settings;
    const hasher = new RandomHyperplanes({ kernels, bits, seed, normalise, centre });
    await hasher.fitBatches(batches(), { signal });
    return { hasher, summary: [] };
  },
};
