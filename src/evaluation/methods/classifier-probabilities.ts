import { predicted, probabilities, sharedGraded } from './graded.ts';
import type { Method } from './method.ts';

/**
 * The probabilities behind graded codes, not hashed. Their product is the probability that two points
 * are of one class, if the classifier is right about both.
 */
export const classifierProbabilities: Method = {
  name: 'classifier-probabilities',
  title: 'class probabilities, unhashed',
  summary:
    'The classifier behind grh-best; points are compared by the product of their class ' +
    'probabilities: a topline.',
  revision: 1,
  ownBits: () => null,
  usesUnlabelled: true,
  async fit(input) {
    const { classifier, ...shared } = await sharedGraded(input);
    return {
      kind: 'vectors',
      ...shared,
      metric: 'dot',
      embed: (points) => probabilities(input, classifier, points),
      predict: (points) => predicted(input, classifier, points),
      dispose() {},
    };
  },
};
