import type { Matrix } from '../../../core/matrix.ts';
import { atOnce, type Steps } from '../../../core/steps.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { BITS_PER_DIMENSION, type BitsPerDimension } from '../../../kernels/quantised/api.ts';
import { ExactSearch } from '../../exact-search.ts';
import type { EstimatedForm } from '../estimated/estimated-form.ts';
import { RowFilter } from '../filter.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import type { Ranking } from '../rank.ts';
import type { SearchPlan } from '../search-plan.ts';
import { Segment } from '../segment.ts';
import { Snapshot } from '../snapshot.ts';
import { searchPromised } from './promised-search.ts';

/** By what bits a dimension are chosen. */
export interface BitsChoice {
  /** The recall that searches aim at. */
  readonly aim: number;
  /** Whether vectors are kept to rank candidates by. */
  readonly keepsVectors: boolean;
}

/** Of fewer vectors all codes are quick, and no sample would tell. */
const LEAST_ROWS = 2048;
/** Vectors that are searched for among the others. */
const QUERIES = 32;
/** Those of a step. */
const TOGETHER = 4;
const K = 10;
/** Bits of codes that are compared in the time in which a value of a vector among many is. */
const BITS_PER_VALUE = 20;

/** Makes a form of so many bits a dimension. */
type FormOf = (bits: BitsPerDimension) => EstimatedForm;

/**
 * Bits a dimension for vectors, by searches for 32 of them among the others, which depend on the vectors
 * alone. Where vectors are kept, those with which comparing codes and ranking candidates cost least
 * together: one, unless it leaves many candidates. Else the fewest that reach the recall aimed at, or 4.
 * Cost: coding the sample for each number of bits tried, and 32 searches.
 */
export function* chooseBits(
  kernels: Kernels,
  sample: Matrix,
  { aim, keepsVectors }: BitsChoice,
  formOf: FormOf,
): Steps<BitsPerDimension> {
  if (sample.rows < LEAST_ROWS) return keepsVectors ? 1 : 4;
  const step = Math.floor(sample.rows / QUERIES);
  const rows = Array.from({ length: sample.rows }, (_, row) => row);
  const isQuery = (row: number) => row % step === 0 && row < step * QUERIES;
  const queries = sample.selectRows(rows.filter(isQuery));
  const others = sample.selectRows(rows.filter((row) => !isQuery(row)));
  yield;
  const chosen = keepsVectors ? cheapest : fewest;
  return yield* chosen(kernels, others, queries, aim, formOf);
}

function* cheapest(
  kernels: Kernels,
  others: Matrix,
  queries: Matrix,
  aim: number,
  formOf: FormOf,
): Steps<BitsPerDimension> {
  let best: { bits: BitsPerDimension; cost: number } | null = null;
  for (const bits of BITS_PER_DIMENSION) {
    const form = formOf(bits);
    const scanned = others.rows * (form.bits[0] as number);
    // More bits compare longer: they can't gain.
    if (best && best.cost <= scanned) {
      form.release();
      break;
    }
    const candidates = yield* meanCandidates(kernels, form, others, queries, aim);
    const cost = scanned + BITS_PER_VALUE * candidates * others.cols;
    if (!best || cost < best.cost) best = { bits, cost };
  }
  return best?.bits ?? 1;
}

function* meanCandidates(
  kernels: Kernels,
  form: EstimatedForm,
  others: Matrix,
  queries: Matrix,
  aim: number,
): Steps<number> {
  const ids = Array.from({ length: others.rows }, (_, row) => row);
  const codes = yield* form.encode(others);
  const segment = new Segment(ids, codes, new Float32Vectors(others), null);
  const snapshot = atOnce(new Snapshot([]).with(segment));
  const { metric } = form.state;
  const ranking: Ranking = { kernels, form, metric, distanceName: metric, hasVectors: true };
  const plan: SearchPlan = { k: K, rule: { by: 'recall', aim }, aim, filter: new RowFilter() };
  try {
    const prepared = form.prepare(queries);
    let sum = 0;
    for (let first = 0; first < prepared.length; first += TOGETHER) {
      const some = prepared.slice(first, first + TOGETHER);
      const results = searchPromised(ranking, snapshot, some, plan, aim);
      for (const { candidates } of results) sum += candidates;
      yield;
    }
    return sum / prepared.length;
  } finally {
    snapshot.releaseUnless([]);
    form.release();
  }
}

function* fewest(
  kernels: Kernels,
  others: Matrix,
  queries: Matrix,
  aim: number,
  formOf: FormOf,
): Steps<BitsPerDimension> {
  const most = BITS_PER_DIMENSION[BITS_PER_DIMENSION.length - 1];
  const form = formOf(most);
  form.release();
  const exact = new ExactSearch(kernels, others, form.state.metric);
  try {
    const truth: ReadonlySet<number>[] = [];
    for (let first = 0; first < queries.rows; first += TOGETHER) {
      const some = queries.slice(first, Math.min(queries.rows, first + TOGETHER));
      for (const { rows } of exact.nearestBatch(some, K)) truth.push(new Set(rows));
      yield;
    }
    for (const bits of BITS_PER_DIMENSION) {
      const hits = yield* hitsOf(formOf(bits), others, queries, truth);
      if (hits >= aim * K * queries.rows) return bits;
    }
    return most;
  } finally {
    exact.dispose();
  }
}

/** How many of the true neighbours are found by codes alone. */
function* hitsOf(
  form: EstimatedForm,
  others: Matrix,
  queries: Matrix,
  truth: readonly ReadonlySet<number>[],
): Steps<number> {
  const codes = yield* form.encode(others);
  try {
    let hits = 0;
    for (const [q, query] of form.prepare(queries).entries()) {
      const { rows } = form.rank(codes, query, null, K);
      hits += rows.filter((row) => truth[q].has(row)).length;
      yield;
    }
    return hits;
  } finally {
    codes.release();
    form.release();
  }
}
