import type { Executor } from '../../core/executor.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import { createThreadPool } from '../../node/threads.ts';
import type { Pool } from '../../workers/pool.ts';
import type { BenchCase, Contender } from '../harness.ts';
import { projectionProblem } from './projection.ts';
import { dualLearner, SVM_GAP, svmProblem } from './svm.ts';

const ROWS = 60000;
const BITS = 64;

/**
 * Encoding on a pool of workers, against the same on one thread.
 *
 * @param rows - fewer take less time to check.
 */
export function encodeOnThreads(threads: number, rows = ROWS) {
  return async (backends: readonly Kernels[]): Promise<BenchCase> => {
    const { points, hyperplanes, isRight, name, work } = projectionProblem(rows, BITS);
    const pools = await startPools(backends, threads);
    // Put there once, as a program would that encodes its points more than once.
    const shared = pools[0].share(points);
    const contenders = backends.flatMap((kernels, i) => {
      const hasher = bareHasher(kernels, hyperplanes);
      const encode = (executor: Pick<Executor, 'encode'>): Omit<Contender, 'name'> => ({
        run: async () => {
          await executor.encode(hasher, shared);
        },
        verify: async () => isRight((await executor.encode(hasher, shared)).words),
      });
      const alone = { encode: async () => hasher.encode(shared) };
      return sideBySide(kernels.name, name, threads, encode(alone), encode(pools[i]));
    });
    return { suite: 'projection', name, unit: 'GF/s', work, contenders, dispose: closing(pools) };
  };
}

/** Training on a pool of workers, against the same on one thread. */
export function fitOnThreads(threads: number) {
  return async (backends: readonly Kernels[]): Promise<BenchCase> => {
    const problem = svmProblem(backends[0]);
    const { points, signs, bits, name } = problem;
    const pools = await startPools(backends, threads);
    const shared = pools[0].share(points);
    const alone = dualLearner();
    const contenders = backends.flatMap((kernels, i) => {
      const fit = (learner = alone): Omit<Contender, 'name'> => ({
        run: async () => {
          await learner.fit(kernels, shared, signs, bits);
        },
        verify: async () =>
          problem.isWithin(SVM_GAP, await learner.fit(kernels, shared, signs, bits)),
      });
      return sideBySide(kernels.name, name, threads, fit(), fit(pools[i].learner(alone)));
    });
    return { suite: 'svm', name, unit: 'bits/s', work: bits, contenders, dispose: closing(pools) };
  };
}

/** The two as contenders of one case, measured in turns and reported as two cases. */
function sideBySide(
  name: string,
  sizes: string,
  threads: number,
  one: Omit<Contender, 'name'>,
  many: Omit<Contender, 'name'>,
): Contender[] {
  return [
    { ...one, name, case: `${sizes} threads=1` },
    { ...many, name, case: `${sizes} threads=${threads}` },
  ];
}

function startPools(backends: readonly Kernels[], threads: number): Promise<Pool[]> {
  return Promise.all(backends.map(({ name }) => createThreadPool({ backend: name, threads })));
}

function closing(pools: readonly Pool[]): () => Promise<void> {
  return async () => {
    await Promise.all(pools.map((pool) => pool.close()));
  };
}

/** A model of these hyperplanes, and nothing before them. */
function bareHasher(kernels: Kernels, hyperplanes: Matrix): FittedHasher {
  const bits = hyperplanes.rows;
  return new FittedHasher(kernels, {
    bits,
    hyperplanes,
    featureMap: null,
    offsets: null,
    mean: null,
    normalise: false,
  });
}
