// Exact search of a problem's vectors side by side: this build, another one, usearch, faiss and numpy,
// one query at a time and 64 together.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { TOP } from '../suites/search/problems.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';
import { PEERS } from './environment.mjs';

const BATCH = 64;

/** What answers one query with rows, and many at once where it can. */
/** @typedef {{ name: string, one: (q: number) => ArrayLike<number>, many?: (queries: any) => unknown }} Exact */

/**
 * The two cases.
 *
 * @param {any} problem
 * @param {readonly Exact[]} own hashplane's builds
 * @param {import('./faiss-search.mjs').FaissSearch | null} python
 */
export async function exactSearchCases(problem, own, python) {
  const { name, queries, truth } = problem;
  const all = Array.from({ length: queries.rows }, (_, q) => q);
  const rival = usearchExact(problem);
  const native = python ? await python.exact(problem, BATCH) : { one: [], many: [] };
  const batch = queries.slice(0, Math.min(BATCH, queries.rows));
  const checked = (one) => {
    const found = all.map((q) => shared(one(q), truth[q]));
    return mean(found) / TOP;
  };
  const contender = ({ name, one }) => {
    let recall = 0;
    return {
      name,
      run: inTurns(all, one),
      verify() {
        recall = checked(one);
        return recall > 0.999;
      },
      details: () => ({ recall }),
    };
  };
  const together = ({ name, many }) => ({
    name,
    run: () => void many(batch),
    verify: () => true,
    details: () => ({ queries: batch.rows }),
  });
  const singles = rival ? [...own, rival] : own;
  return [
    {
      suite: 'search',
      name: `exact ${name} k=${TOP}`,
      unit: 'queries/s',
      work: 1,
      contenders: [...singles.map(contender), ...native.one],
    },
    {
      suite: 'search',
      name: `exact ${name} k=${TOP} batch=${batch.rows}`,
      unit: 'queries/s',
      work: batch.rows,
      contenders: [...own.map(together), ...native.many],
    },
  ];
}

/** Its exact search, or null where it is not installed. @returns {Exact | null} */
function usearchExact({ points, queries }) {
  const require = createRequire(resolve(PEERS, 'package.json'));
  try {
    const { exactSearch } = require('usearch');
    const asked = Array.from({ length: queries.rows }, (_, q) => queries.row(q).slice());
    const { data, cols } = points;
    const one = (q) => Array.from(exactSearch(data, asked[q], cols, TOP, 'cos', 1).keys, Number);
    return { name: 'usearch', one };
  } catch {
    return null;
  }
}
