import type { FeatureMapModel } from '../core/feature-map.ts';
import { Matrix } from '../core/matrix.ts';
import type { MatrixRows } from '../core/matrix-rows.ts';
import { gaussianHyperplanes } from '../core/random/gaussian-hyperplanes.ts';
import type { RandomState } from '../core/random/random-state.ts';
import { featuresOf } from '../features/map-features.ts';
import type { Kernels } from '../kernels/api.ts';
import { splitOffsets } from '../learners/constant-feature.ts';
import { type Convergence, renumbered } from '../learners/convergence.ts';
import {
  type FeatureLearner,
  type HyperplaneLearner,
  type LearnerFitOptions,
  makesFeatures,
} from '../learners/learner.ts';
import { putFeatureMap } from './feature-map-file.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';
import { dotProducts } from './initialisers/dot-products.ts';
import { bitSigns } from './signs.ts';

/** Hyperplanes and what is added to their projections. */
export interface OffsetHyperplanes {
  readonly hyperplanes: Matrix;
  readonly offsets: Float32Array | null;
}

/** What data-space partitioning made. */
export interface Partitioned extends OffsetHyperplanes {
  /** Bits of the points that it was fitted to, rows x bits, -1 or +1: computed when asked for. */
  signs(): Int8Array;
  /** What the hyperplanes see, where the learner makes features of its own. */
  readonly startMap: ((kernels: Kernels) => LoadedFeatureMap) | null;
  /** Of the bits that were learned; null for learners without a tolerance. */
  readonly convergence: Convergence | null;
}

/** What data-space partitioning starts from. */
export interface PartitionProblem {
  /** rows x dimensions: prepared points, or their features. */
  readonly points: MatrixRows;
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
  learner: HyperplaneLearner | FeatureLearner,
  problem: PartitionProblem,
  random: RandomState,
  options: LearnerFitOptions,
): Promise<Partitioned> {
  if (makesFeatures(learner)) return partitionByFeatures(kernels, learner, problem, options);
  const found = await partitionPoints(kernels, learner, problem, random, options);
  const signs = () => bitSigns(kernels, found.hyperplanes, problem.points, found.offsets);
  return { ...found, signs, startMap: null };
}

/** By a learner that makes its features, and sees to constant bits by itself. */
async function partitionByFeatures(
  kernels: Kernels,
  learner: FeatureLearner,
  { points, signs, bits }: PartitionProblem,
  options: LearnerFitOptions,
): Promise<Partitioned> {
  const whole = points.slice(0, points.rows);
  const fitted = await learner.fit(kernels, whole, signs, bits, options);
  const { featureMap: model, hyperplanes, offsets } = fitted;
  const startMap = mapOf(learner, model);
  const signsOf = () => {
    const { map } = startMap(kernels);
    try {
      return bitSigns(kernels, hyperplanes, featuresOf(map, whole), offsets);
    } finally {
      map.dispose();
    }
  };
  return { hyperplanes, offsets, convergence: null, signs: signsOf, startMap };
}

/** Starts the map that the learner made, on any backend. */
export function mapOf(
  learner: FeatureLearner,
  model: FeatureMapModel,
): (kernels: Kernels) => LoadedFeatureMap {
  return (kernels) => ({ model, map: learner.start(kernels, model), put: putFeatureMap });
}

async function partitionPoints(
  kernels: Kernels,
  learner: HyperplaneLearner,
  { points, signs, bits, constant }: PartitionProblem,
  random: RandomState,
  options: LearnerFitOptions,
): Promise<Omit<Partitioned, 'signs' | 'startMap'>> {
  const learned: number[] = [];
  for (let j = 0; j < bits; j++) if (!constant.includes(j)) learned.push(j);
  const out = new Matrix(new Float32Array(bits * points.cols), bits, points.cols);
  const offsets = learner.bias ? new Float32Array(bits) : null;
  let convergence: Convergence | null = null;
  if (learned.length > 0) {
    const targets = selectColumns(signs, bits, learned);
    const fitOptions: LearnerFitOptions = {
      ...options,
      onConvergence: (told) => {
        convergence = renumbered(told, learned);
      },
    };
    const found = learner.fitRows
      ? await learner.fitRows(kernels, points, targets, learned.length, fitOptions)
      : await learner.fit(
          kernels,
          points.slice(0, points.rows),
          targets,
          learned.length,
          fitOptions,
        );
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

/** The map that the learner made, started, where it makes one. */
export function learnedMap(
  kernels: Kernels,
  fitted: Partitioned | OffsetHyperplanes,
): LoadedFeatureMap | null {
  return ('startMap' in fitted && fitted.startMap?.(kernels)) || null;
}

/** Offsets for features as they are, of hyperplanes that were learned on features about `mean`. */
export function offsetsAbout(
  mean: Float32Array,
  { hyperplanes, offsets }: OffsetHyperplanes,
): Float32Array {
  return dotProducts(hyperplanes, mean).map((value, j) => (offsets ? offsets[j] : 0) - value);
}
