// hashplane's ways to search, which are measured beside the peers', and those of another build of it.
import { createKernelsSync } from '../../kernels/create.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import { TOP } from '../suites/search/problems.ts';
import { quantisedCase, quantisedSettings } from '../suites/search/quantised.ts';
import { recallCase } from '../suites/search/recall.ts';
import { otherBuild } from './other-build.mjs';

/**
 * @typedef {object} OwnWay
 * @property {string} name
 * @property {import('../harness.ts').BenchCase | null} bench
 * @property {import('./exact-search.mjs').Exact} [exact]
 */

/**
 * Codes whose nearest are re-ranked; `npm run bench:search` has more lengths.
 *
 * @type {Readonly<Record<string, readonly ['rotation' | 'lsh' | 'grh', number][]>>}
 */
const HASHED = {
  labelled: [
    ['rotation', 512],
    ['lsh', 512],
    ['lsh', 128],
    ['grh', 64],
  ],
  clustered: [
    ['rotation', 512],
    ['lsh', 256],
  ],
  normal: [['rotation', 512]],
};

/**
 * Makers of ways in all their settings; each has memory of its own. Without a case where a setting makes no
 * sense; with the exact search of another build.
 *
 * @param {any} problem
 * @param {'labelled' | 'clustered' | 'normal'} kind
 * @param {string} [base] index.js of another build
 * @returns {(() => Promise<OwnWay>)[]}
 */
export function ownWays(problem, kind, base) {
  const kernels = () => createKernelsSync({ backend: 'wasm-simd' });
  /** @type {(() => Promise<OwnWay>)[]} */
  const ways = [];
  for (const settings of quantisedSettings(kind)) {
    const { bitsPerDimension, isHalf, hasClusters } = settings;
    const form = hasClusters ? 'clusters' : isHalf ? 'half' : 'flat';
    const name = `${form}, ${bitsPerDimension} bit`;
    ways.push(async () => ({ name, bench: await quantisedCase(kernels(), problem, settings) }));
  }
  for (const [i, [method, bits]] of HASHED[kind].entries()) {
    ways.push(async () => {
      const bench = await recallCase(kernels(), problem, method, bits);
      // Exact search is a contender of each: once is enough.
      const contenders = bench.contenders.slice(i === 0 ? 0 : 1);
      return { name: `${method}, ${bits} bits`, bench: { ...bench, contenders } };
    });
  }
  if (base && kind === 'labelled') {
    ways.push(async () => ({ name: 'other build', ...(await otherBuild(base, problem)) }));
  }
  return ways;
}

/** Its exact search of a problem. */
export function ownExact({ points, queries, metric }) {
  const search = new ExactSearch(createKernelsSync({ backend: 'wasm-simd' }), points, metric);
  return {
    name: 'ExactSearch',
    one: (q) => search.nearest(queries.row(q), TOP).rows,
    many: (asked) => search.nearestBatch(asked, TOP),
  };
}
