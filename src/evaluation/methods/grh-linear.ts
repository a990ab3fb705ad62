import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import { GRH_DEFAULTS, tuneGraphRegularisedHashing } from '../tuning/tune-grh.ts';
import { fitEach, PREPARED } from './hashers.ts';
import type { Method, MethodInput } from './method.ts';

/** Graph regularised hashing as in the paper, with linear SVMs from random hyperplanes. */
export const grhLinear: Method = {
  name: 'grh-linear',
  title: 'GRH linear, LSH init',
  summary:
    'Graph regularised hashing from random hyperplanes, linear SVMs (Moran and Lavrenko 2015); ' +
    'alpha, iterations and C by validation.',
  revision: 1,
  async fit(input) {
    const { kernels, seed, labelled, labels, signal } = input;
    const { settings, tuneSeconds } = await choose(input);
    return fitEach(input, { settings, tuneSeconds }, (bits) => {
      const { alpha, iterations, cost } = settings;
      const learner = svmDualCoordinateDescent({ cost, seed });
      const options = { ...PREPARED, kernels, bits, seed, alpha, iterations, learner };
      return new GraphRegularisedHashing(options).fit(labelled, labels, { signal });
    });
  },
};

async function choose(input: MethodInput) {
  const { kernels, seed, labelled, labels, signal, tuning, onProgress } = input;
  if (!tuning) return { settings: GRH_DEFAULTS, tuneSeconds: 0 };
  const { best, seconds } = await tuneGraphRegularisedHashing(kernels, labelled, labels, {
    folds: tuning.folds,
    seconds: tuning.seconds,
    seed,
    model: PREPARED,
    signal,
    onProgress: (done, total) => onProgress?.('choosing settings', done / total),
  });
  return { settings: best, tuneSeconds: seconds };
}
