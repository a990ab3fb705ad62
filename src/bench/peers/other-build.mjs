// Another build of hashplane as a contender: LSH codes of 512 bits and re-ranking, what it had before
// there were estimated distances.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOP } from '../suites/search/problems.ts';
import { searchContender } from '../suites/search/recall.ts';
import { timedBuild } from '../suites/search/shared.ts';

const BITS = 512;
const SAMPLE = 20_000;
const CANDIDATES = [700, 1000, 1400, 2000, 2800, 4000, 5500];

/**
 * @param {string} path of its index.js
 * @param {any} problem
 */
export async function otherBuild(path, problem) {
  const { createKernels, ExactSearch, HammingSearch, Matrix, RandomHyperplanes } = await import(
    pathToFileURL(resolve(path)).href
  );
  const kernels = await createKernels({ backend: 'wasm-simd' });
  const points = own(problem.points);
  const queries = own(problem.queries);
  const exact = new ExactSearch(kernels, points, problem.metric);
  const sample = points.slice(0, Math.min(SAMPLE, points.rows));
  const { value, seconds } = await timedBuild(async () => {
    const hasher = new RandomHyperplanes({ kernels, bits: BITS, seed: 0 });
    await hasher.fit(sample);
    return { hasher, codes: new HammingSearch(kernels, hasher.encode(points)) };
  });
  const { hasher, codes } = value;
  const built = { buildSeconds: seconds, memoryBytes: codes.memoryBytes };
  const nearestCodes = (q, candidates) =>
    codes.nearest(hasher.encode(queries.slice(q, q + 1)), candidates)[0].rows;
  const bench = {
    suite: 'search',
    name: `recall ${problem.name} other-build k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: CANDIDATES.filter((count) => count <= points.rows / 2).map((candidates) =>
      unchecked(
        searchContender(problem, `other build, ${candidates} candidates`, {
          search: (q) => exact.nearest(queries.row(q), TOP, nearestCodes(q, candidates)).rows,
          details: { candidates, ...built },
        }),
      ),
    ),
  };
  const one = (q) => exact.nearest(queries.row(q), TOP).rows;
  const many = (asked) => exact.nearestBatch(own(asked), TOP);
  return { bench, exact: { name: 'other build', one, many } };

  /** That build checks for its own class. */
  function own({ data, rows, cols }) {
    return new Matrix(data, rows, cols);
  }
}

/** Its recall is measured; whether it is right was tested where it was built. */
function unchecked(contender) {
  const verify = () => {
    contender.verify();
    return true;
  };
  return { ...contender, verify };
}
