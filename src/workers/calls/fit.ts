import { checkWhole } from '../../core/checks.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { Matrix } from '../../core/matrix.ts';
import { type Convergence, joined, renumbered } from '../../learners/convergence.ts';
import { checkTargets } from '../../learners/fitting.ts';
import type { HyperplaneLearner, LearnerSettings } from '../../learners/learner.ts';
import { rebuildLearner } from '../../learners/rebuild.ts';
import type { JobFactory } from '../job.ts';
import { forAll } from '../memory.ts';
import type { Call, Shard } from '../run-call.ts';

interface Setup {
  readonly points: Float32Array;
  readonly rows: number;
  readonly cols: number;
  readonly learner: string;
  readonly settings: LearnerSettings | undefined;
}
interface Input {
  readonly signs: Int8Array<ArrayBuffer>;
  readonly bits: number;
}
interface Output {
  readonly hyperplanes: Float32Array<ArrayBuffer>;
  /** Null for learners without a tolerance. */
  readonly convergence: Convergence | null;
}

// Kernels work on flags of 8 bits at a time, and bits of one shard share the reading of a row.
const BITS_STEP = 8;

/** Arguments of `HyperplaneLearner.fit`, but for the kernels. */
export interface FitProblem {
  readonly points: Matrix;
  readonly signs: Int8Array;
  readonly bits: number;
}

/**
 * Hyperplanes, sharded by bits. A bit's hyperplane depends on its own targets alone: every shard
 * draws the same permutations from the learner's seed.
 */
export function fitCall(
  learner: HyperplaneLearner,
  problem: FitProblem,
  threads: number,
  sharesMemory: boolean,
): { call: Call; hyperplanes: Matrix; convergence: () => Convergence | null } {
  const { points, signs, bits } = problem;
  const { rows, cols } = points;
  checkWhole('bits', bits, 1, MAX_BITS);
  // Values are checked by the workers, where the time is shared; shapes, before they are divided.
  if (rows === 0 || signs.length !== rows * bits) checkFittable(problem);
  const width = learner.bias ? cols + 1 : cols;
  const hyperplanes = new Matrix(new Float32Array(bits * width), bits, width);
  const step = bitsPerShard(bits, threads);
  const parts: Convergence[] = [];
  function* shards(): Generator<Shard> {
    for (let first = 0; first < bits; first += step) {
      const size = Math.min(step, bits - first);
      const input: Input = { signs: columns(signs, bits, first, size), bits: size };
      const accept = (output: Output) => {
        hyperplanes.data.set(output.hyperplanes, first * width);
        if (!output.convergence) return;
        const numbers = Uint16Array.from({ length: size }, (_, j) => first + j);
        parts.push(renumbered(output.convergence, numbers));
      };
      yield { input, transfer: [input.signs.buffer], size, accept };
    }
  }
  const setup: Setup = {
    points: forAll(points.data, sharesMemory),
    rows,
    cols,
    learner: learner.name,
    settings: learner.settings,
  };
  const call: Call = { job: 'fit', setup, shards: shards(), size: bits, depth: 1 };
  return { hyperplanes, call, convergence: () => joined(parts) };
}

/** The error that a learner throws for points and targets that it refuses, with rows and bits. */
export function checkFittable({ points, signs, bits }: FitProblem): void {
  checkTargets(points, signs, bits);
}

function bitsPerShard(bits: number, threads: number): number {
  const even = Math.ceil(bits / threads);
  return even <= BITS_STEP ? even : Math.ceil(even / BITS_STEP) * BITS_STEP;
}

/** Columns `first` up to `first + size` of rows x bits targets. */
function columns(
  signs: Int8Array,
  bits: number,
  first: number,
  size: number,
): Int8Array<ArrayBuffer> {
  const rows = signs.length / bits;
  const out = new Int8Array(rows * size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < size; j++) out[i * size + j] = signs[i * bits + first + j];
  }
  return out;
}

export const fitJob: JobFactory<Setup, Input, Output> = (kernels, setup) => {
  const learner = rebuildLearner(setup.learner, setup.settings);
  const points = new Matrix(setup.points, setup.rows, setup.cols);
  return {
    async run({ signs, bits }, context) {
      let convergence: Convergence | null = null;
      const { data } = await learner.fit(kernels, points, signs, bits, {
        ...context,
        onConvergence: (told) => {
          convergence = told;
        },
      });
      const hyperplanes = data as Float32Array<ArrayBuffer>;
      return { output: { hyperplanes, convergence }, transfer: [hyperplanes.buffer] };
    },
    dispose: () => {},
  };
};
