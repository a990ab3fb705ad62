import { STREAM_VARIANTS, type StreamVariant } from './names.ts';

/** How streams are compared. */
export interface StreamSettings {
  readonly variants: readonly StreamVariant[];
  readonly bits: number;
  /** C of passive-aggressive learning. */
  readonly cost: number;
  /** Landmarks of the variant that has them. */
  readonly landmarks: number;
  /** Points of the stream. */
  readonly points: number;
  /** Points that come together. */
  readonly batch: number;
  /** Points after which codes are measured, again and again. */
  readonly every: number;
  readonly queries: number;
  /** Each has its own queries, database, stream and codewords. */
  readonly seeds: readonly number[];
}

export const STREAM_DEFAULTS: StreamSettings = {
  variants: STREAM_VARIANTS,
  bits: 32,
  cost: 1,
  landmarks: 1000,
  points: 7000,
  batch: 100,
  every: 1000,
  queries: 500,
  seeds: [0, 1, 2],
};
