import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { fitEach } from './hashers.ts';
import type { Method } from './method.ts';

/** Random hyperplanes: the baseline that learns nothing. */
export const lsh: Method = {
  name: 'lsh',
  title: 'LSH',
  summary: 'Random hyperplanes through the mean (Charikar 2002).',
  revision: 1,
  fit: (input) => {
    const { kernels, seed, labelled } = input;
    const prepared = { kernels, seed, normalise: false, centre: false };
    return fitEach(input, { settings: {}, seconds: 0 }, (bits) =>
      new RandomHyperplanes({ ...prepared, bits }).fit(labelled),
    );
  },
};
