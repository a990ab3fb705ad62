import { Matrix } from '../core/matrix.ts';
import { gaussianHyperplanes } from '../core/random/gaussian-hyperplanes.ts';
import type { RandomState } from '../core/random/random-state.ts';
import type { Kernels } from '../kernels/api.ts';
import { splitOffsets } from '../learners/constant-feature.ts';
import { type Convergence, renumbered } from '../learners/convergence.ts';
import type { HyperplaneLearner, LearnerFitOptions } from '../learners/learner.ts';

/** Hyperplanes and what is added to their projections. */
export interface OffsetHyperplanes {
  readonly hyperplanes: Matrix;
  readonly offsets: Float32Array | null;
}

/** What data-space partitioning made. */
export interface Partitioned extends OffsetHyperplanes {
  /** Of the bits that were learned; null for learners without a tolerance. */
  readonly convergence: Convergence | null;
}

/** What data-space partitioning starts from. */
export interface PartitionProblem {
  /** rows x dimensions: prepared points, or their features. */
  readonly points: Matrix;
  /** rows x bits, -1 or +1. */
  readonly signs: Int8Array;
  readonly bits: number;
  /** Bits on which all points agree. */
  readonly constant: readonly number[];
}

/**
 * Data-space partitioning (Moran & Lavrenko, ECIR 2015, step 2): fits one hyperplane per bit; a bit
 * without two sides gets a fresh random one.
 */
export async function partitionSpace(
  kernels: Kernels,
  learner: HyperplaneLearner,
  { points, signs, bits, constant }: PartitionProblem,
  random: RandomState,
  options: LearnerFitOptions,
): Promise<Partitioned> {
  const learned: number[] = [];
  for (let j = 0; j < bits; j++) if (!constant.includes(j)) learned.push(j);
  const out = new Matrix(new Float32Array(bits * points.cols), bits, points.cols);
  const offsets = learner.bias ? new Float32Array(bits) : null;
  let convergence: Convergence | null = null;
  if (learned.length > 0) {
    const targets = selectColumns(signs, bits, learned);
    const found = await learner.fit(kernels, points, targets, learned.length, {
      ...options,
      onConvergence: (told) => {
        convergence = renumbered(told, learned);
      },
    });
    const fitted = splitOffsets(found, learner.bias ?? false);
    learned.forEach((bit, i) => {
      out.row(bit).set(fitted.hyperplanes.row(i));
      if (offsets && fitted.offsets) offsets[bit] = fitted.offsets[i];
    });
  }
  for (const bit of constant) {
    out.row(bit).set(gaussianHyperplanes(random, points.cols, 1).row(0));
  }
  return { hyperplanes: out, offsets, convergence };
}

function selectColumns(signs: Int8Array, bits: number, columns: readonly number[]): Int8Array {
  if (columns.length === bits) return signs;
  const rows = signs.length / bits;
  const out = new Int8Array(rows * columns.length);
  for (let i = 0; i < rows; i++) {
    columns.forEach((column, j) => {
      out[i * columns.length + j] = signs[i * bits + column];
    });
  }
  return out;
}
