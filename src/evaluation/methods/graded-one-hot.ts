import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import { largest } from '../../models/graded/calibrate.ts';
import { predicted, probabilities, sharedGraded } from './graded.ts';
import type { Method } from './method.ts';

/** The answer of the classifier behind graded codes as a code: one bit a class. */
export const gradedOneHot: Method = {
  name: 'graded-one-hot',
  title: 'graded classifier, one-hot',
  summary: 'The classifier behind grh-best; the code has one bit a class and sets the likeliest.',
  revision: 1,
  ownBits: (classes) => classes,
  usesUnlabelled: true,
  async fit(input) {
    const { classifier, ...shared } = await sharedGraded(input);
    const bits = classifier.classes.length;
    return {
      kind: 'codes',
      lengths: [{ bits, ...shared }],
      predict: (points) => predicted(input, classifier, points),
      async encode(points) {
        const found = await probabilities(input, classifier, points);
        const stride = wordsFor(bits);
        const words = new Uint32Array(points.rows * stride);
        for (let i = 0; i < points.rows; i++) {
          const column = largest(found.row(i));
          words[i * stride + (column >>> 5)] |= 1 << (column & 31);
        }
        return [new HashCodes(words, points.rows, bits)];
      },
      dispose() {},
    };
  },
};
