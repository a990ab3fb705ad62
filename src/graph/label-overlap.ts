import { checkArray, refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { isVectorLike } from '../core/given.ts';
import { SparseGraph } from './graph.ts';

/** When two points with several labels each are neighbours, and how much. */
export const OVERLAPS = ['any', 'count', 'jaccard'] as const;
/**
 * `any`: weight 1 where at least one label is shared. `count`: the number of shared labels.
 * `jaccard`: shared labels over all labels of the two.
 */
export type Overlap = (typeof OVERLAPS)[number];

/**
 * The graph of points that share labels, as in multi-label collections (NUS-WIDE, tags); each point
 * with a label is its own neighbour too.
 *
 * @param labels - the labels of each row, any whole numbers, in any order; may be empty.
 * @throws InvalidArgumentError if there are so many neighbours (2^32) that they can't be numbered.
 *
 * Cost: time and memory O(edges), found by an inverted list of rows a label: a label that half of
 * n points carry makes n^2 / 4 edges. For one label a point use `regulariseByClass`, which needs
 * none of them.
 */
export function labelOverlapGraph(
  labels: readonly (readonly number[])[],
  overlap: Overlap = 'any',
): SparseGraph {
  if (!OVERLAPS.includes(overlap)) {
    refuse('overlap', `one of ${OVERLAPS.join(', ')}`, overlap);
  }
  checkArray('labels', labels);
  const wrong = labels.findIndex((list) => !isVectorLike(list));
  if (wrong >= 0) {
    throw new InvalidArgumentError(
      `labels of row ${wrong} must be a list of numbers, not ${show(labels[wrong])}`,
    );
  }
  const rows = labels.length;
  const sets = labels.map((list) => [...new Set(list)]);
  const rowsOf = new Map<number, number[]>();
  sets.forEach((set, row) => {
    for (const label of set) {
      const list = rowsOf.get(label);
      if (list) list.push(row);
      else rowsOf.set(label, [row]);
    }
  });
  const offsets = new Uint32Array(rows + 1);
  const shared = new Uint32Array(rows);
  const found: Uint32Array[] = [];
  const values: Float32Array[] = [];
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const near = sharingRows(sets[row], rowsOf, shared);
    found.push(near);
    values.push(Float32Array.from(near, (m) => weightOf(overlap, shared[m], sets[row], sets[m])));
    for (const m of near) shared[m] = 0;
    count += near.length;
    if (count >= 2 ** 32) {
      throw new InvalidArgumentError('the labels make more than 2^32 pairs of neighbours');
    }
    offsets[row + 1] = count;
  }
  const neighbours = new Uint32Array(count);
  const weights = new Float32Array(count);
  for (let row = 0; row < rows; row++) {
    neighbours.set(found[row], offsets[row]);
    weights.set(values[row], offsets[row]);
  }
  return new SparseGraph({
    rows,
    offsets,
    neighbours,
    weights: overlap === 'any' ? null : weights,
  });
}

/** Rows with one of the labels, ascending; counts how many they share, into zeros. */
function sharingRows(
  set: readonly number[],
  rowsOf: ReadonlyMap<number, readonly number[]>,
  shared: Uint32Array,
): Uint32Array {
  const near: number[] = [];
  for (const label of set) {
    for (const row of rowsOf.get(label) ?? []) if (shared[row]++ === 0) near.push(row);
  }
  return Uint32Array.from(near).sort();
}

function weightOf(
  overlap: Overlap,
  shared: number,
  a: readonly number[],
  b: readonly number[],
): number {
  if (overlap === 'any') return 1;
  return overlap === 'count' ? shared : shared / (a.length + b.length - shared);
}
