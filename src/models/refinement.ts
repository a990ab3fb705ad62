import type { MatrixRows } from '../core/matrix-rows.ts';
import type { RandomState } from '../core/random/random-state.ts';
import type { StartFeatureMap } from '../features/feature-map.ts';
import type { IterationSummary } from './fit-options.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';
import type { OffsetHyperplanes, Partitioned } from './partition.ts';
import type { Similarity } from './similarity.ts';

/** What the iterations start from. */
export interface Start {
  readonly first: OffsetHyperplanes;
  /** Its bits, rows x bits. */
  readonly initial: Int8Array;
  readonly similarity: Similarity;
  readonly random: RandomState;
}

/** Options of `#refine`. */
export interface RefineOptions {
  readonly signal: AbortSignal | undefined;
  readonly onEach: ((soFar: Refined) => void | Promise<void>) | undefined;
}

/** What iterations made. */
export interface Refined {
  readonly fitted: Partitioned | OffsetHyperplanes;
  readonly summary: IterationSummary[];
}

/** What the learner saw: so many points without their mean, and their features. */
export interface Seen {
  readonly mean: Float32Array | null;
  readonly features: LearnedFeatures | null;
  readonly start: StartFeatureMap | null;
  readonly rows: number;
}

/** A feature map, and all features about their mean. */
export interface LearnedFeatures extends LoadedFeatureMap {
  readonly mean: Float32Array;
  readonly seen: MatrixRows;
}

/** Of bits, only those that missed their tolerance: files are to stay small. */
export function describeIteration({ flippedShare, constantBits, convergence }: IterationSummary) {
  const missed = convergence?.bits.filter(({ isSolved }) => !isSolved) ?? [];
  return { flippedShare, constantBits, ...(missed.length > 0 && { missed }) };
}

/** The share of signs that differ. */
export function shareOfChanges(before: Int8Array, after: Int8Array): number {
  let changes = 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changes++;
  return changes / before.length;
}
