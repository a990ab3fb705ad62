import { radiusOfSubstring, substringsOf, valueCount } from '../query/substrings.ts';
import type { CodeShape } from './code-shape.ts';

/** What searching a table of codes by its substrings takes. */
export interface SubstringWork {
  readonly radius: number;
  /** Values that are looked up in the indexes of substrings. */
  readonly lookups: number;
  /** Rows that share one of them, whose codes are compared. */
  readonly candidates: number;
}

/** The work for all codes within `radius` of a query. */
export function substringWork(
  shape: CodeShape,
  rows: number,
  substrings: number,
  radius: number,
): SubstringWork {
  let [lookups, candidates] = [0, 0];
  for (const [t, { width }] of substringsOf(shape.bits, substrings).entries()) {
    const most = radiusOfSubstring(radius, substrings, t);
    if (most < 0) continue;
    lookups += valueCount(width, most);
    candidates += rows * shape.sharing(width, most);
  }
  return { radius, lookups, candidates };
}

/**
 * The same for the radii of the k-th of `all` codes, on average over the queries, where `rows` of them are
 * searched.
 */
export function meanWork(
  shape: CodeShape,
  all: number,
  k: number,
  rows: number,
  substrings: number,
): SubstringWork {
  let [radius, lookups, candidates] = [0, 0, 0];
  for (const each of shape.radii(k / all)) {
    const work = substringWork(shape, rows, substrings, each.radius);
    radius += each.weight * work.radius;
    lookups += each.weight * work.lookups;
    candidates += each.weight * work.candidates;
  }
  return { radius, lookups, candidates };
}
