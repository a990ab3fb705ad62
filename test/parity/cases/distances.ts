import type { Matrix } from '../../../src/core/matrix.ts';
import { METRICS } from '../../../src/kernels/api.ts';
import { KINDS, operands, randomInteger, randomSource, SLOW_KINDS } from '../../support/inputs.ts';
import { distancesOf, nearestBatchOf, nearestOf } from '../../support/kernel-calls.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';

const ROWS = [0, 1, 2, 3, 4, 5, 63, 64, 65, 130];
const DIMENSIONS = [1, 2, 3, 5, 7, 8, 9, 16, 31, 100, 513];
const QUERIES = 2;

export interface DistanceInput {
  readonly kind: string;
  readonly database: Matrix;
  readonly queries: Matrix;
  /** Row numbers to compute, null for all rows. */
  readonly idLists: readonly (Uint32Array | null)[];
}

/** Vectors, queries and lists of rows of every kind and size. */
export function* distanceInputs(): Generator<DistanceInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const cols of DIMENSIONS) {
      for (const rows of ROWS) {
        if (rows * cols > 1200 && SLOW_KINDS.includes(kind)) continue;
        const { left, right } = operands(kind, rows, QUERIES, cols);
        yield { kind, database: left, queries: right, idLists: idLists(rows) };
      }
    }
  }
}

/** All rows, no row, the rows backwards, and lists of random rows with repetitions. */
function idLists(rows: number): (Uint32Array | null)[] {
  const random = randomSource(rows);
  const lists: (Uint32Array | null)[] = [null, new Uint32Array(0)];
  if (rows === 0) return lists;
  lists.push(Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i));
  for (const count of [1, 7]) {
    lists.push(Uint32Array.from({ length: count }, () => randomInteger(random, rows)));
  }
  return lists;
}

/** Queries by the batch: fewer and more than the kernels take at once. */
const BATCHES = [1, 7, 8, 19];
const BATCH_ROWS = [0, 1, 3, 4, 6, 65];

/** Vectors and batches of queries of every kind and size. */
export function* batchInputs(): Generator<Omit<DistanceInput, 'idLists'>> {
  for (const kind of Object.keys(KINDS)) {
    for (const cols of DIMENSIONS) {
      for (const [i, rows] of BATCH_ROWS.entries()) {
        if (rows * cols > 600 && SLOW_KINDS.includes(kind)) continue;
        const { left, right } = operands(kind, rows, BATCHES[(i + cols) % BATCHES.length], cols);
        yield { kind, database: left, queries: right };
      }
    }
  }
}

export function* batchCases(): Generator<ParityCase> {
  for (const { kind, database, queries } of batchInputs()) {
    for (const metric of METRICS) {
      yield {
        family: `nearest by ${metric} to batches among vectors that are ${kind}`,
        name: `${database.rows} rows of ${database.cols} dimensions, ${queries.rows} queries`,
        run: (kernels) =>
          whileResident(kernels.createVectors(database), (vectors) =>
            bytesOf(
              ...[1, 5, database.rows + 2].flatMap((k) => {
                const result = nearestBatchOf(vectors, queries, metric, k);
                return [Uint32Array.of(result.found), result.ids, result.distances];
              }),
            ),
          ),
      };
    }
  }
}

export function* distanceCases(): Generator<ParityCase> {
  for (const input of distanceInputs()) {
    const { kind, database, queries, idLists } = input;
    const name = `${database.rows} rows of ${database.cols} dimensions`;
    for (const metric of METRICS) {
      yield {
        family: `${metric} distances of vectors that are ${kind}`,
        name,
        run: (kernels) =>
          whileResident(kernels.createVectors(database), (vectors) =>
            bytesOf(
              ...pairs(queries, idLists).map(([query, ids]) =>
                distancesOf(vectors, query, metric, ids),
              ),
            ),
          ),
      };
      yield {
        family: `nearest by ${metric} among vectors that are ${kind}`,
        name,
        run: (kernels) =>
          whileResident(kernels.createVectors(database), (vectors) =>
            bytesOf(
              ...pairs(queries, idLists).flatMap(([query, ids]) =>
                [1, 5, database.rows + 2].flatMap((k) => {
                  const result = nearestOf(vectors, query, metric, ids, k);
                  return [Uint32Array.of(result.found), result.ids, result.distances];
                }),
              ),
            ),
          ),
      };
    }
  }
}

function pairs<T>(queries: Matrix, lists: readonly T[]): [Float32Array, T][] {
  return Array.from({ length: queries.rows }, (_, q) => queries.row(q)).flatMap((query) =>
    lists.map((list): [Float32Array, T] => [query, list]),
  );
}
