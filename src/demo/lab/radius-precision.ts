import { type HashCodes, popcount } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
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
/** Rows whose products with all queries are computed in one go. */
const BATCH = 1024;
/** A place and 32 bits fit a number. */
const MOST_ROWS = 2 ** 21;

/**
 * Orders the database once, whatever hashers are measured after: candidates of any radius keep the
 * order that they have in it, so that re-ranking them costs nothing.
 */
export function exactOrders(lab: LabState): Promise<ExactOrders> {
  return lab.once('exact orders', async () => {
    const points = await prepared(lab);
    const count = points.database.points.rows;
    const most = Math.max(FEWEST_QUERIES, Math.floor(MOST_ORDERED / count));
    const queries = points.queries.points.slice(0, Math.min(points.queries.points.rows, most));
    const similarities = await cosines(lab.kernels, points.database.points, queries);
    const rows: Uint32Array[] = [];
    for (const similarity of similarities) {
      rows.push(nearestFirst(similarity));
      if (rows.length % 32 === 0) await pause();
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

/** Cosines of each query with every row, but for the length of the query: a product of matrices. */
async function cosines(
  kernels: Kernels,
  database: Matrix,
  queries: Matrix,
): Promise<Float32Array[]> {
  const found = Array.from({ length: queries.rows }, () => new Float32Array(database.rows));
  const products = new Float32Array(BATCH * queries.rows);
  const projector = kernels.createProjector(queries);
  try {
    for (let first = 0; first < database.rows; first += BATCH) {
      const batch = database.slice(first, Math.min(first + BATCH, database.rows));
      projector.project(batch.data, batch.rows, products);
      for (let i = 0; i < batch.rows; i++) {
        const length = Math.sqrt(batch.row(i).reduce((square, value) => square + value * value, 0));
        for (let q = 0; q < queries.rows; q++) {
          found[q][first + i] = length > 0 ? products[i * queries.rows + q] / length : 0;
        }
      }
      await pause();
    }
  } finally {
    projector.dispose();
  }
  return found;
}

/** Rows by descending similarity, then ascending row: both in one number, which sorts without calls. */
function nearestFirst(similarity: Float32Array): Uint32Array {
  const bits = new Int32Array(similarity.buffer, similarity.byteOffset, similarity.length);
  const keys = Float64Array.from(bits, (word, row) => {
    // Floats in the order of whole numbers, the largest first.
    const ascending = word < 0 ? ~word >>> 0 : (word | 0x80000000) >>> 0;
    return (0xffffffff - ascending) * MOST_ROWS + row;
  });
  keys.sort();
  return Uint32Array.from(keys, (key) => key % MOST_ROWS);
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
