import { InitialisedHashing } from '../../models/initialised-hashing.ts';
import { itqInitialiser } from '../../models/initialisers/itq.ts';
import { fitEach, PREPARED } from './hashers.ts';
import type { Method } from './method.ts';

/** Iterative quantisation without labels, learned from the labelled points alone. */
export const itq: Method = {
  name: 'itq',
  title: 'ITQ',
  summary:
    'Iterative quantisation (Gong and Lazebnik 2011): principal directions, rotated; learned from ' +
    'the labelled points without their labels.',
  revision: 1,
  fit: (input) => {
    const { kernels, seed, labelled, signal } = input;
    const initialiser = itqInitialiser();
    return fitEach(input, { settings: {}, tuneSeconds: 0 }, (bits) =>
      new InitialisedHashing({ ...PREPARED, kernels, bits, seed, initialiser }).fit(
        labelled,
        null,
        { signal },
      ),
    );
  },
};
