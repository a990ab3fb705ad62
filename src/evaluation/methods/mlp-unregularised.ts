import { GradedHashing } from '../../models/graded-hashing.ts';
import { gradedOptions, predicted, train } from './graded.ts';
import { fitEach, timed } from './hashers.ts';
import type { Method } from './method.ts';

/** What a network is without anything that keeps it from memorising. */
const SETTINGS = {
  networkShare: 1,
  studentShare: 0,
  dropout: 0,
  inputDropout: 0,
  weightDecay: 0,
  mixup: 0,
} as const;

/**
 * A network that may memorise its training points. Where these are the database, as in the paper's protocol
 * with all of its labels, that is rewarded, and the held-out protocol tells the truth.
 */
export const mlpUnregularised: Method = {
  name: 'mlp-unregularised',
  title: 'network, unregularised',
  summary:
    'Graded codes of a network without dropout, decay or mixup: shows how much the paper protocol ' +
    'rewards memorising where the labelled points are the database.',
  revision: 1,
  async fit(input) {
    const { result: classifier, seconds } = await timed(() => train(input, SETTINGS));
    const shared = { settings: classifier.settings, tuneSeconds: 0, trainSeconds: seconds };
    const fitted = await fitEach(input, shared, (bits) =>
      new GradedHashing(gradedOptions(input, bits)).adopt(classifier, null),
    );
    return { ...fitted, predict: (points) => predicted(input, classifier, points) };
  },
};
