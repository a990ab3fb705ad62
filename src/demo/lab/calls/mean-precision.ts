import { pause } from '../../../core/next-task.ts';
import { precisionAtK } from '../../../evaluation/precision.ts';
import { type ReRanked, reRankedPrecision } from '../../../evaluation/tutorial/radius-curve.ts';
import { labelsFor } from '../dataset.ts';
import { type Hashed, hashed } from '../hashed.ts';
import type { LabState } from '../lab.ts';
import { type Prepared, prepared } from '../prepared.ts';
import type { CallContext } from './call-context.ts';
import { NEIGHBOURS } from './compare.ts';

export interface MeanPrecisionParameters {
  readonly method: 'lsh' | 'grh' | 'exact';
  readonly bits: number;
  readonly radius: number;
}

/** Precision@10 over all queries. */
export interface MeanPrecisionResult {
  readonly queries: number;
  /** A query without candidates counts as 0. */
  readonly precision: number;
  /** Queries without candidates. */
  readonly empty: number;
  readonly meanCandidates: number;
}

/** Queries between two pauses. */
const TURN = 20;

/** Mean precision@10 at one radius over all queries, of LSH, GRH or exact search. */
export async function meanPrecision(
  lab: LabState,
  { method, bits, radius }: MeanPrecisionParameters,
  { signal }: Pick<CallContext<never>, 'signal'>,
): Promise<MeanPrecisionResult> {
  const points = await prepared(lab);
  labelsFor('Precision', points.dataset);
  if (method === 'exact') return lab.once('exact precision', () => exactPrecision(points));
  const from = await hashed(lab, { method, bits });
  return precisionOf(points, from, radius, signal);
}

async function precisionOf(
  { queries, database, exact }: Prepared,
  { table, hasher }: Hashed,
  radius: number,
  signal: AbortSignal,
): Promise<MeanPrecisionResult> {
  const count = queries.rows.length;
  const sums = { precision: 0, empty: 0, meanCandidates: 0 };
  for (let from = 0; from < count; from += TURN) {
    await pause(signal);
    const to = Math.min(count, from + TURN);
    const part = queries.points.slice(from, to);
    const partition: ReRanked['partition'] = {
      queries: part,
      queryLabels: (queries.labels as Int32Array).subarray(from, to),
      databaseLabels: database.labels as Int32Array,
    };
    const measured = { table, exact, partition, top: NEIGHBOURS, maxRadius: radius };
    const last = reRankedPrecision(measured, hasher.encode(part))[radius];
    sums.precision += last.precisionAtKEmptyAsZero * (to - from);
    sums.meanCandidates += last.meanCandidates * (to - from);
    sums.empty += last.emptyQueries;
  }
  return {
    queries: count,
    precision: sums.precision / count,
    empty: sums.empty,
    meanCandidates: sums.meanCandidates / count,
  };
}

async function exactPrecision({
  queries,
  database,
  exact,
}: Prepared): Promise<MeanPrecisionResult> {
  const count = queries.rows.length;
  let sum = 0;
  for (let from = 0; from < count; from += TURN) {
    await pause();
    const found = exact.nearestBatch(
      queries.points.slice(from, Math.min(count, from + TURN)),
      NEIGHBOURS,
    );
    found.forEach(({ rows }, i) => {
      const label = queries.labels?.[from + i];
      const right = rows.reduce((n, row) => n + Number(database.labels?.[row] === label), 0);
      sum += precisionAtK(right, rows.length, NEIGHBOURS) ?? 0;
    });
  }
  return { queries: count, precision: sum / count, empty: 0, meanCandidates: database.rows.length };
}
