// Exact search of a problem's vectors side by side: this build, another one, usearch, faiss and numpy,
// one query at a time and 64 together.
import { TOP } from '../suites/search/problems.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';

const BATCH = 64;

/**
 * What answers one query, by its number, with rows, and many at once.
 *
 * @typedef {object} Exact
 * @property {string} name
 * @property {(q: number) => ArrayLike<number>} one
 * @property {(queries: import('../../core/matrix.ts').Matrix) => unknown} many
 */

/**
 * The two cases.
 *
 * @param {any} problem
 * @param {{ own: readonly Exact[], libraries: readonly any[] }} ways hashplane's builds, and libraries of graphs
 * @param {import('./faiss-search.mjs').FaissSearch | null} python
 */
export async function exactSearchCases(problem, { own, libraries }, python) {
  const { name, points, queries, truth } = problem;
  const all = Array.from({ length: queries.rows }, (_, q) => q);
  const rivals = libraries
    .filter(({ exact }) => exact)
    .map((library) => ({ name: library.name, one: library.exact(points, queries, TOP) }));
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
  return [
    {
      suite: 'search',
      name: `exact ${name} k=${TOP}`,
      unit: 'queries/s',
      work: 1,
      contenders: [...[...own, ...rivals].map(contender), ...native.one],
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
