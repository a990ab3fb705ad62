import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { fitEach, PREPARED } from './hashers.ts';
import type { Method } from './method.ts';

/** Random hyperplanes: the baseline that learns nothing. */
export const lsh: Method = {
  name: 'lsh',
  title: 'LSH',
  summary: 'Random hyperplanes through the mean (Charikar 2002).',
  revision: 1,
  fit: (input) => {
    const { kernels, seed, labelled } = input;
    return fitEach(input, { settings: {}, tuneSeconds: 0 }, (bits) =>
      new RandomHyperplanes({ ...PREPARED, kernels, seed, bits }).fitSync(labelled),
    );
  },
};
