// How many times as fast table scans are with relaxed SIMD as without, of one build in one run:
// `node scripts/performance/relaxed.mjs`, on a Node that has it (22 and later). Both take turns; medians
// are printed, and the median ratio of each pair of runs. Results must be the same.
import * as library from 'hashplane';

const ROWS = 40_000;
const QUERIES = 32;
const REPETITIONS = 31;

/** @type {any} */
const { createKernels, Matrix, QuantisedSearch } = library;
const all = await Promise.all([true, false].map((relaxedSimd) => createKernels({ relaxedSimd })));
if (!QuantisedSearch || !all[0].relaxedSimd) {
  const missing = QuantisedSearch
    ? `Node ${process.version} has no relaxed SIMD`
    : 'no table scans yet';
  process.stderr.write(`relaxed: ${missing}\n`);
  process.exit(1);
}

for (const dimensions of [128, 256, 512, 768]) {
  const points = new Matrix(values(ROWS * dimensions, 1), ROWS, dimensions);
  const queries = new Matrix(values(QUERIES * dimensions, 2), QUERIES, dimensions);
  const searches = await Promise.all(
    all.map((kernels) => QuantisedSearch.create(kernels, points, { keepVectors: false })),
  );
  const tasks = {
    'one query': (search) =>
      Array.from({ length: QUERIES }, (_, q) =>
        search.estimate(queries.data.subarray(q * dimensions, (q + 1) * dimensions)),
      ),
    [`${QUERIES} together`]: (search) => search.estimateBatch(queries),
  };
  for (const [name, run] of Object.entries(tasks))
    compare(`${dimensions} bits, ${name}`, searches, run);
  for (const search of searches) search.dispose();
}

function compare(name, searches, run) {
  const [relaxed, plain] = searches.map((search) => JSON.stringify(run(search)));
  if (relaxed !== plain) throw new Error(`${name}: results differ`);
  /** @type {number[][]} */
  const times = [[], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    // Each goes first every other time.
    for (const i of repetition % 2 === 0 ? [0, 1] : [1, 0]) {
      const start = performance.now();
      run(searches[i]);
      times[i].push(performance.now() - start);
    }
  }
  const rates = times.map((list) => `${((ROWS * QUERIES) / median(list) / 1000).toFixed(0)}`);
  const ratio = median(times[1].map((time, i) => time / times[0][i]));
  const figures = `${rates.join(' and ')} million codes a second, ratio ${ratio.toFixed(2)}`;
  process.stdout.write(`${name}: with relaxed SIMD and without: ${figures}\n`);
}

/** Uniform values about 0. */
function values(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

function median(list) {
  return list.toSorted((a, b) => a - b)[list.length >> 1];
}
