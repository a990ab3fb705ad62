import { InitialisedHashing } from '../../models/initialised-hashing.ts';
import { itqCcaInitialiser } from '../../models/initialisers/itq-cca.ts';
import { fitEach, PREPARED } from './hashers.ts';
import type { Method } from './method.ts';

/** Iterative quantisation of canonical directions: a linear supervised baseline. */
export const itqCca: Method = {
  name: 'itq-cca',
  title: 'ITQ+CCA',
  summary:
    'Canonical correlation analysis with the labels, then iterative quantisation (Gong and ' +
    'Lazebnik 2011).',
  revision: 1,
  fit: (input) => {
    const { kernels, seed, labelled, labels, signal } = input;
    const initialiser = itqCcaInitialiser();
    return fitEach(input, { settings: {}, tuneSeconds: 0 }, (bits) =>
      new InitialisedHashing({ ...PREPARED, kernels, bits, seed, initialiser }).fit(
        labelled,
        labels,
        { signal },
      ),
    );
  },
};
