import { checkWhole, refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { graphOf, type SparseGraph } from './graph.ts';

/** Pairs of rows that people know to belong together, or apart; each row number is below `rows`. */
export interface Pairs {
  readonly similar: readonly (readonly [number, number])[];
  readonly dissimilar?: readonly (readonly [number, number])[];
}

/**
 * The graph of explicit pairs: weight 1 for similar ones, -1 for dissimilar ones, in both
 * directions. Cost: O(pairs + rows).
 *
 * @throws InvalidArgumentError if a pair names a row that does not exist or one row twice, or is
 *   said to be both.
 */
export function pairGraph(rows: number, given: Pairs): SparseGraph {
  checkWhole('rows', rows, 0, 2 ** 32 - 2);
  checkOptions('the pairs', given, { similar: 1, dissimilar: 1 });
  const { similar, dissimilar = [] } = given;
  for (const list of [similar, dissimilar]) {
    const isSound = Array.isArray(list) && list.every((pair) => Array.isArray(pair));
    if (!isSound) refuse('pairs', 'arrays', list);
  }
  const isSimilar = new Set(similar.map(keyOf));
  for (const pair of dissimilar) {
    if (isSimilar.has(keyOf(pair))) {
      throw new InvalidArgumentError(
        `rows ${pair[0]} and ${pair[1]} are said to be similar and dissimilar`,
      );
    }
  }
  const pairs = [...similar, ...dissimilar];
  for (const [a, b] of pairs) {
    const wrong = [a, b].find((row) => !Number.isInteger(row) || row < 0 || row >= rows);
    if (wrong !== undefined || a === b) {
      throw new InvalidArgumentError(
        `a pair must name two of the rows 0 to ${rows - 1}, not ${show(a)} and ${show(b)}`,
      );
    }
  }
  const weights = new Float32Array(2 * pairs.length).fill(1, 0, 2 * similar.length);
  weights.fill(-1, 2 * similar.length);
  return graphOf(rows, {
    from: Uint32Array.from(pairs.flat()),
    to: Uint32Array.from(pairs.flatMap(([a, b]) => [b, a])),
    weights: dissimilar.length > 0 ? weights : null,
  });
}

function keyOf([a, b]: readonly [number, number]): string {
  return a < b ? `${show(a)} ${show(b)}` : `${show(b)} ${show(a)}`;
}
