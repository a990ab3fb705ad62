import { GradedHashing } from '../../models/graded-hashing.ts';
import { gradedOptions, predicted, sharedGraded } from './graded.ts';
import { fitEach } from './hashers.ts';
import type { Method } from './method.ts';

/** The best that was found: graded codes of a network, a kernel ridge and their student. */
export const grhBest: Method = {
  name: 'grh-best',
  title: 'GRH best: graded codes',
  summary:
    'Signs of class probabilities, square-rooted for rankings, times codewords; the probabilities are those ' +
    'of networks and, up to 20,000 labels, of a kernel ridge and, where most visible points have no label, of ' +
    'a student of both. Settings by validation on the labelled points.',
  revision: 2,
  usesUnlabelled: true,
  endsEarly: true,
  async fit(input) {
    const { classifier, ...shared } = await sharedGraded(input);
    const fitted = await fitEach(input, shared, (bits) =>
      new GradedHashing(gradedOptions(input, bits)).adopt(classifier, null),
    );
    return { ...fitted, predict: (points) => predicted(input, classifier, points) };
  },
};
