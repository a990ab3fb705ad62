import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import { createThreadPool } from '../../../src/node/threads.ts';
import { SCRIPT } from '../pools.ts';
import {
  bits,
  codes,
  hasher,
  kernels,
  labels,
  points,
  type Recipes,
  recipe,
  rows,
  signs,
} from './recipe.ts';

// An idle pool doesn't keep the process alive.
const pool = await createThreadPool({ threads: 1, backend: 'typescript', worker: SCRIPT });
const options = () => ({ onProgress: () => {}, signal: undefined });
const labelled = () => ({ codes: codes(), labels: [...labels] });
const model = () => {
  const { hyperplanes, offsets, mean, normalise, featureMap } = hasher();
  return { bits, hyperplanes, offsets, mean, normalise, featureMap };
};

/** Methods of a worker pool. */
export const POOL: Recipes = {
  'createPool()#encode': recipe(
    (...a) => pool.encode(...(a as [never, never])),
    () => [model(), rows(), options()],
    2,
  ),
  'createPool()#nearest': recipe(
    (...a) => pool.nearest(...(a as [never, never, never])),
    () => [rows(), rows(), { k: 1, metric: 'dot', ...options() }],
    2,
  ),
  'createPool()#hammingNearest': recipe(
    (...a) => pool.hammingNearest(...(a as [never, never, never])),
    () => [codes(), codes(), { k: 1, ...options() }],
    2,
  ),
  'createPool()#distanceHistograms': recipe(
    (...a) => pool.distanceHistograms(...(a as [never, never])),
    () => [labelled(), labelled(), options()],
    2,
  ),
  'createPool()#learner': recipe(
    (learner) => pool.learner(learner),
    () => [svmStochasticGradient()],
  ),
  'createPool()#learner()#fit': recipe(
    (...a) =>
      pool
        .learner(svmStochasticGradient({ epochs: 1 }))
        .fit(...(a as [never, never, never, never])),
    () => [kernels, points, signs, bits, options()],
    4,
  ),
  'createPool()#share': recipe(
    (p) => pool.share(p),
    () => [rows()],
  ),
};
