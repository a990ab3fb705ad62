import { checkObject, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { isFloat32 } from '../core/feature-map.ts';
import { asIntegers, asVector, type VectorLike } from '../core/given.ts';
import { Matrix } from '../core/matrix.ts';

/**
 * A sparse adjacency matrix in compressed rows (CSR): the neighbours of row i are
 * `neighbours[offsets[i]]` up to `neighbours[offsets[i + 1] - 1]`, ascending, each once.
 */
export interface Graph {
  readonly rows: number;
  /** rows + 1. */
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
  /** One value a neighbour, below 0 where two points are dissimilar; null: all are 1. */
  readonly weights: Float32Array | null;
}

/** The most rows of a dense adjacency matrix: 2^28 values, 1 GiB. */
const MOST_DENSE_ROWS = 2 ** 14;

/**
 * A graph as the functions here make it. Where a graph is taken, a plain object of its fields will do.
 */
export class SparseGraph implements Graph {
  readonly rows: number;
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
  readonly weights: Float32Array | null;

  /** @internal Checks and copies nothing. */
  constructor(graph: Graph) {
    this.rows = graph.rows;
    this.offsets = graph.offsets;
    this.neighbours = graph.neighbours;
    this.weights = graph.weights;
  }

  /**
   * The adjacency matrix, rows x rows: the weight of neighbour j of row i at row i, column j, 1 where
   * the graph has no weights, and 0 elsewhere. For people to look at, and other software: everything
   * here works on the sparse form. Cost: 4 bytes a value.
   *
   * @throws InvalidArgumentError for a graph of no rows, or of more than 16,384.
   */
  toDense(): Matrix {
    const { rows, offsets, neighbours, weights } = this;
    if (rows === 0 || rows > MOST_DENSE_ROWS) {
      throw new InvalidArgumentError(
        `a dense matrix needs a graph of 1 to ${MOST_DENSE_ROWS} rows, not ${rows}`,
      );
    }
    const data = new Float32Array(rows * rows);
    for (let row = 0; row < rows; row++) {
      for (let m = offsets[row]; m < offsets[row + 1]; m++) {
        data[row * rows + neighbours[m]] = weights ? weights[m] : 1;
      }
    }
    return new Matrix(data, rows, rows);
  }
}

/** Edges as a list: edge e leads from `from[e]` to `to[e]`. */
export interface Edges {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** One a edge, or null: all are 1. */
  readonly weights: VectorLike | null;
}

/** Rows and their neighbours, as graphs and lists of nearest neighbours have them. */
interface CompressedRows {
  readonly rows: number;
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
}

/** Throws unless `graph` is a sound graph. Cost: O(edges). */
export function checkGraph(graph: Graph): void {
  checkCompressedRows('a graph', graph, graph?.weights ?? null);
}

/**
 * Throws unless rows start one after another and name rows that are there.
 *
 * @param values - one a neighbour, or null.
 */
export function checkCompressedRows(
  what: string,
  given: CompressedRows,
  values: Float32Array | null | undefined,
): void {
  checkObject(what, given);
  const { rows, offsets, neighbours } = given;
  checkWhole(`the rows of ${what}`, rows, 0, 2 ** 32 - 2);
  const isSound =
    offsets instanceof Uint32Array &&
    neighbours instanceof Uint32Array &&
    offsets.length === rows + 1 &&
    offsets.every((offset, i) => i === 0 || offset >= offsets[i - 1]) &&
    offsets[0] === 0 &&
    offsets[rows] === neighbours.length &&
    neighbours.every((row) => row < rows) &&
    (values === null || isFloat32(values, neighbours.length));
  if (isSound) return;
  throw new InvalidArgumentError(
    `${what} of ${rows} rows must have offsets, neighbours and their values in typed arrays that fit`,
  );
}

/**
 * The graph of a list of edges in any order. Of edges between the same two rows the one of the
 * largest weight is kept. Cost: O(edges + rows), by two counting sorts.
 *
 * @throws InvalidArgumentError if an edge names a row that does not exist, or sizes differ.
 */
export function graphFromEdges(rows: number, edges: Edges): SparseGraph {
  return graphOf(rows, readEdges(rows, edges));
}

/** As `graphFromEdges`; checks nothing. */
export function graphOf(rows: number, { from, to, weights }: CheckedEdges): SparseGraph {
  const byTarget = sortedBy(to, null, rows);
  const order = sortedBy(from, byTarget, rows);
  const offsets = new Uint32Array(rows + 1);
  const neighbours = new Uint32Array(order.length);
  const kept = weights && new Float32Array(order.length);
  let count = 0;
  let row = 0;
  for (const edge of order) {
    for (; row < from[edge]; row++) offsets[row + 1] = count;
    const isNew = count === offsets[row] || neighbours[count - 1] !== to[edge];
    if (isNew) {
      neighbours[count] = to[edge];
      if (kept && weights) kept[count] = weights[edge];
      count++;
    } else if (kept && weights && weights[edge] > kept[count - 1]) kept[count - 1] = weights[edge];
  }
  for (; row < rows; row++) offsets[row + 1] = count;
  return new SparseGraph({
    rows,
    offsets,
    neighbours: neighbours.slice(0, count),
    weights: kept?.slice(0, count) ?? null,
  });
}

/** Edges in the form that is worked on. */
interface CheckedEdges extends Edges {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weights: Float32Array | null;
}

function readEdges(rows: number, edges: Edges): CheckedEdges {
  checkWhole('rows', rows, 0, 2 ** 32 - 2);
  checkObject('edges', edges);
  const from = asIntegers('beginnings of edges', edges.from, Uint32Array);
  const to = asIntegers('ends of edges', edges.to, Uint32Array);
  const weights = edges.weights === null ? null : asVector('weights', edges.weights);
  if (from.length !== to.length || (weights && weights.length !== from.length)) {
    throw new InvalidArgumentError(
      `edges need as many ends as beginnings, not ${to.length} for ${from.length}`,
    );
  }
  for (const ends of [from, to]) {
    const wrong = ends.findIndex((end) => end >= rows);
    if (wrong >= 0) {
      throw new InvalidArgumentError(
        `edge ${wrong} names row ${ends[wrong]}, but the graph has ${rows} rows`,
      );
    }
  }
  return { from, to, weights };
}

/** Numbers of the edges by ascending key, those of `order` (or 0, 1, ...) kept among equal ones. */
function sortedBy(keys: Uint32Array, order: Uint32Array | null, rows: number): Uint32Array {
  const next = new Uint32Array(rows + 1);
  for (const key of keys) next[key + 1]++;
  for (let row = 0; row < rows; row++) next[row + 1] += next[row];
  const sorted = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const edge = order ? order[i] : i;
    sorted[next[keys[edge]]++] = edge;
  }
  return sorted;
}

/** The edges of a graph, row by row. */
export function edgesOf(graph: Graph): CheckedEdges {
  checkGraph(graph);
  const { rows, offsets, neighbours, weights } = graph;
  const from = new Uint32Array(neighbours.length);
  for (let row = 0; row < rows; row++) from.fill(row, offsets[row], offsets[row + 1]);
  return { from, to: neighbours, weights };
}

/** The graph in which two rows are neighbours if one is the other's: the larger weight counts. */
export function symmetricGraph(graph: Graph): SparseGraph {
  const { from, to, weights } = edgesOf(graph);
  return graphOf(graph.rows, {
    from: joined(from, to),
    to: joined(to, from),
    weights: weights && joined(weights, weights),
  });
}

/** The graph in which every row is also a neighbour of its own, with weight 1. */
export function withSelf(graph: Graph): SparseGraph {
  const { from, to, weights } = edgesOf(graph);
  const own = Uint32Array.from({ length: graph.rows }, (_, row) => row);
  return graphOf(graph.rows, {
    from: joined(from, own),
    to: joined(to, own),
    weights: weights && joined(weights, new Float32Array(graph.rows).fill(1)),
  });
}

function joined<T extends Uint32Array | Float32Array>(a: T, b: T): T {
  const out = new (a.constructor as new (length: number) => T)(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
