import { type HashCodes, popcount } from '../../core/hash-codes.ts';
import { pause } from '../../core/next-task.ts';
import { labelsFor } from './dataset.ts';
import type { LabState } from './lab.ts';
import { type Prepared, prepared } from './prepared.ts';
import { TOP } from './top.ts';

/** Precision by radius: of the 10 results, the share that has the query's class. */
export interface Curve {
  /** At radius 0, 1, ...; places that stay empty count as wrong. */
  readonly precision: readonly number[];
  /** Rows that are compared exactly, a query, at each radius. */
  readonly candidates: readonly number[];
}

/** The database in the order of exact search, for each of some queries. */
export interface ExactOrders {
  readonly rows: readonly Uint32Array[];
  /** Precision of exact search. */
  readonly precision: number;
}

const MAX_RADIUS = 10;
/** Fewer queries are measured where the database is so large that this many rows would be ordered. */
const MOST_ORDERED = 2 ** 22;
const FEWEST_QUERIES = 10;

/**
 * Orders the database once, whatever hashers are measured after: candidates of any radius keep the
 * order that they have in it, so that re-ranking them costs nothing.
 */
export function exactOrders(lab: LabState): Promise<ExactOrders> {
  return lab.once('exact orders', async () => {
    const points = await prepared(lab);
    const { database, queries, exact } = points;
    const count = database.points.rows;
    const most = Math.max(FEWEST_QUERIES, Math.floor(MOST_ORDERED / count));
    const rows: Uint32Array[] = [];
    for (let q = 0; q < Math.min(queries.points.rows, most); q++) {
      rows.push(exact.nearest(queries.points.row(q), count).rows);
      if (q % 8 === 7) await pause();
    }
    const right = rows.map((order, q) => rightOf(points, q, order.subarray(0, TOP)));
    return { rows, precision: sum(right) / (TOP * rows.length) };
  });
}

/**
 * What `reRankedPrecision` of the library measures, for the queries of the orders. `codes` are those
 * of all prepared points. Cost: a comparison of codes and a step a query and row.
 */
export function precisionByRadius(points: Prepared, orders: ExactOrders, codes: HashCodes): Curve {
  const isRight = rightness(points);
  const count = points.database.points.rows;
  const firstQuery = points.points.rows - points.queries.points.rows;
  const radii = Math.min(MAX_RADIUS, codes.bits) + 1;
  const hits = new Float64Array(radii);
  const candidates = new Float64Array(radii);
  const distances = new Uint16Array(count);
  for (const [q, order] of orders.rows.entries()) {
    distancesTo(codes, firstQuery + q, distances);
    for (const distance of distances) if (distance < radii) candidates[distance]++;
    const found = new Uint8Array(radii);
    // Wider radii have all candidates of narrower ones, and are full before them.
    let open = radii;
    for (let i = 0; i < count && open > 0; i++) {
      const row = order[i];
      for (let r = distances[row]; r < open; r++) {
        found[r]++;
        hits[r] += isRight(q, row);
      }
      while (open > 0 && found[open - 1] === TOP) open--;
    }
  }
  for (let r = 1; r < radii; r++) candidates[r] += candidates[r - 1];
  const queries = orders.rows.length;
  return {
    precision: Array.from(hits, (hit) => hit / (TOP * queries)),
    candidates: Array.from(candidates, (each) => each / queries),
  };
}

/** Hamming distances of one code to those of the database, which come first. */
function distancesTo(codes: HashCodes, place: number, out: Uint16Array): void {
  const { words, wordsPerCode } = codes;
  const query = codes.code(place);
  for (let i = 0; i < out.length; i++) {
    let distance = 0;
    for (let w = 0; w < wordsPerCode; w++) {
      distance += popcount(words[i * wordsPerCode + w] ^ query[w]);
    }
    out[i] = distance;
  }
}

/** Whether a row of the database has the class of a query: 1 or 0. */
function rightness({ dataset, database, queries }: Prepared): (q: number, row: number) => number {
  const labels = labelsFor('measuring what is right', dataset);
  return (q, row) => Number(labels[database.rows[row]] === labels[queries.rows[q]]);
}

function rightOf(points: Prepared, q: number, rows: Uint32Array): number {
  const isRight = rightness(points);
  return sum(Array.from(rows, (row) => isRight(q, row)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
