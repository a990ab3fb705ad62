import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import type { Method } from './method.ts';
import { fitClassifier, predictedClasses, predictedLabels } from './plain-classifier.ts';

/**
 * The answer of a plain classifier as a code: one bit a class. A supervised hash function that does
 * not beat it has learned nothing about similarity that a label would not say.
 */
export const classifierOneHot: Method = {
  name: 'classifier-one-hot',
  title: 'classifier, one-hot',
  summary:
    'Ridge regression of the classes on radial basis functions; the code has one bit a class and ' +
    'sets that of the largest score ' +
    '(Sablayrolles et al. 2017).',
  revision: 3,
  ownBits: (classes) => classes,
  async fit(input) {
    const { classifier, ...fitted } = await fitClassifier(input);
    const bits = classifier.classes.length;
    return {
      kind: 'codes',
      lengths: [{ bits, ...fitted }],
      predict: async (points) => predictedLabels(classifier, points),
      async encode(points) {
        const stride = wordsFor(bits);
        const words = new Uint32Array(points.rows * stride);
        predictedClasses(classifier.scores(points)).forEach((column, i) => {
          words[i * stride + (column >>> 5)] |= 1 << (column & 31);
        });
        return [new HashCodes(words, points.rows, bits)];
      },
      dispose: () => classifier.dispose(),
    };
  },
};
