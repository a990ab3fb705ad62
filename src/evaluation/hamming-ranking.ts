import { checkKernels } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import {
  type DistanceHistograms,
  type LabelledCodes,
  readLabelledCodes,
} from '../core/executor.ts';
import type { Kernels } from '../kernels/api.ts';
import { meanAveragePrecision } from './average-precision.ts';

/** Counts the database by distance from each query. Cost: queries x database popcounts. */
export function distanceHistograms(
  kernels: Kernels,
  wanted: LabelledCodes,
  given: LabelledCodes,
): DistanceHistograms {
  checkKernels(kernels);
  const queries = readLabelledCodes('queries', wanted);
  const database = readLabelledCodes('the database', given);
  if (queries.codes.bits !== database.codes.bits) {
    throw new InvalidArgumentError(
      `queries have ${queries.codes.bits} bits where the database has ${database.codes.bits}`,
    );
  }
  const bins = queries.codes.bits + 1;
  const total = new Uint32Array(queries.codes.count * bins);
  const relevant = new Uint32Array(total.length);
  const stored = kernels.createCodes(database.codes);
  try {
    stored.addDistanceHistograms(
      queries.codes.words,
      queries.codes.count,
      queries.labels,
      database.labels,
      total,
      relevant,
    );
  } finally {
    stored.dispose();
  }
  return { total, relevant, bins };
}

/**
 * Tie-aware mean average precision of the full Hamming ranking (He et al., CVPR 2018); null if no
 * query has a relevant item.
 */
export function hammingMeanAveragePrecision(
  kernels: Kernels,
  queries: LabelledCodes,
  database: LabelledCodes,
): number | null {
  const { total, relevant, bins } = distanceHistograms(kernels, queries, database);
  return meanAveragePrecision(total, relevant, queries.codes.count, bins);
}
