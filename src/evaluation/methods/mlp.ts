import { GradedHashing } from '../../models/graded-hashing.ts';
import { gradedOptions, predicted, sharedNetworks } from './graded.ts';
import { fitEach } from './hashers.ts';
import type { Method } from './method.ts';

/** Graded codes of the network alone. */
export const mlp: Method = {
  name: 'mlp',
  title: 'network: graded codes',
  summary:
    'Signs of class probabilities, square-rooted for rankings, times codewords; the probabilities are those of a ' +
    'network of rectified linear units alone, with dropout and mixup.',
  revision: 1,
  endsEarly: true,
  async fit(input) {
    const { classifier, ...shared } = await sharedNetworks(input);
    const fitted = await fitEach(input, shared, (bits) =>
      new GradedHashing(gradedOptions(input, bits)).adopt(classifier, null),
    );
    return { ...fitted, predict: (points) => predicted(input, classifier, points) };
  },
};
