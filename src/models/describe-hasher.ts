import { modelDimensions } from '../core/executor.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HASHER_FORMAT, readHasher } from './hasher-file.ts';

/** What a saved hasher is, in plain JSON values. */
export interface HasherSummary extends HasherDescription {
  readonly format: typeof HASHER_FORMAT;
  /** Format version of the file, from 1. */
  readonly version: number;
  readonly bits: number;
  /** Values of the points that it hashes. */
  readonly dimensions: number;
  /** Whether points are divided by their L2 norm first. */
  readonly normalise: boolean;
  /** Whether a mean is subtracted from them. */
  readonly centre: boolean;
  /** What maps points to features, and how many there are; null: hyperplanes see the points. */
  readonly featureMap: { readonly kind: string; readonly features: number } | null;
  /** Whether the hyperplanes are the rows of a pseudo-random rotation. */
  readonly rotation: boolean;
  /** Whether a value is added to each projection. */
  readonly offsets: boolean;
}

/**
 * What the file of a hasher says, without making a hasher of it: the whole file is checked.
 *
 * @throws FormatError as `loadHasher` does.
 */
export function describeHasher(bytes: BytesLike): HasherSummary {
  const { version, model, description } = readHasher(asBytes('the hasher', bytes));
  const { bits, hyperplanes, normalise, mean, offsets, featureMap, rotation } = model;
  return {
    format: HASHER_FORMAT,
    version,
    ...description,
    bits,
    dimensions: modelDimensions(model),
    normalise,
    centre: mean !== null,
    featureMap: featureMap && { kind: featureMap.kind, features: hyperplanes.cols },
    rotation: Boolean(rotation),
    offsets: offsets !== null,
  };
}
