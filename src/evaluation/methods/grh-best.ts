import { SelfTrainedHashing } from '../../models/self-trained-hashing.ts';
import { selfTrain } from '../../models/self-training/train.ts';
import { fitEach, PREPARED, timed } from './hashers.ts';
import type { Method } from './method.ts';

/** The best that was found: class codewords, and hyperplanes that learn from unlabelled points. */
export const grhBest: Method = {
  name: 'grh-best',
  title: 'GRH best: self-trained codewords',
  summary:
    'Class codewords far from each other; a classifier on landmark features that learns from the ' +
    'labelled points and, by self-training, from the visible ones without labels. Its settings are ' +
    'chosen by five-fold validation on the labelled points in every case.',
  revision: 1,
  async fit(input) {
    const { kernels, seed, labels, labelledInVisible, signal, onProgress } = input;
    const { result: classifier, seconds } = await timed(() =>
      selfTrain(kernels, {
        points: input.visible(),
        labelledRows: labelledInVisible,
        labels,
        seed,
        onProgress: ({ step, done, total }) => onProgress?.(step, done / total),
        signal,
      }),
    );
    const settings = { ...classifier.settings };
    return fitEach(input, { settings, tuneSeconds: 0, trainSeconds: seconds }, (bits) =>
      new SelfTrainedHashing({ ...PREPARED, kernels, bits, seed }).adopt(classifier, null),
    );
  },
};
