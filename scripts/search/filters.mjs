// What a filter costs: searches with `where` that let 0.1%, 1%, 10%, 50% of the vectors pass, beside the
// search without one, in turns:
//   node scripts/search/filters.mjs [rows] [dimensions] [codes]
// Vectors are Gaussian about 200 centres. Recall is against all vectors that pass, ranked exactly.
import { createKernels, HashIndex, Matrix, RandomState } from 'hashplane';

const [rows = 50000, dimensions = 384] = process.argv.slice(2, 4).map(Number);
const codes = process.argv[4] === 'hamming' ? 'hamming' : 'estimated';
const [QUERIES, ROUNDS, K, CENTRES] = [40, 7, 10, 200];
const SHARES = [0.001, 0.01, 0.1, 0.5];

const random = new RandomState(7);
const gaussian = (/** @type {number} */ count) => {
  const values = new Float32Array(count * dimensions);
  random.fillNormal(values);
  return new Matrix(values, count, dimensions);
};
const centres = gaussian(CENTRES);
const clustered = (/** @type {number} */ count) => {
  const points = gaussian(count);
  for (let i = 0; i < count; i++) {
    const centre = centres.row(i % CENTRES);
    const point = points.row(i);
    for (let j = 0; j < dimensions; j++) point[j] += 0.5 * centre[j];
  }
  return points;
};
const points = clustered(rows);
const queries = clustered(QUERIES);
const order = random.permutation(rows);

const kernels = await createKernels();
const index = HashIndex.create({ kernels, codes });
const documents = Array.from(order, (place) => ({
  place,
  share: SHARES.map((share) => `${share} ${place < share * rows}`),
  tenant: `tenant ${place < 0.01 * rows ? 'one' : place % 50}`,
}));
index.add(points, undefined, documents);

/** @type {[name: string, share: number, where: import('hashplane').Where | undefined][]} */
const filters = [['none', 1, undefined]];
for (const share of SHARES) filters.push(['place < n', share, { place: { lt: share * rows } }]);
filters.push(
  ['tenant', 0.01, { tenant: 'tenant one' }],
  ['list contains', 0.01, { share: { contains: '0.01 true' } }],
  [
    'not, or',
    0.01,
    { not: { or: [{ place: { gte: 0.01 * rows } }, { tenant: { exists: false } }] } },
  ],
);

const timed = filters.map(() => /** @type {number[]} */ ([]));
for (let round = -1; round < ROUNDS; round++) {
  for (const [f, [, , where]] of filters.entries()) {
    const start = performance.now();
    for (let q = 0; q < QUERIES; q++) index.search(queries.row(q), { k: K, where });
    // The first round builds what later ones use.
    if (round >= 0) timed[f].push((performance.now() - start) / QUERIES);
  }
}
const median = (/** @type {number[]} */ list) => list.sort((a, b) => a - b)[list.length >> 1];
const base = median(timed[0]);
console.log(
  `${rows} x ${dimensions}, codes ${codes}, k ${K}: medians of ${ROUNDS} rounds of ${QUERIES} queries`,
);
console.log('filter          passes   ms a query   ratio   recall@10   candidates   found');
for (const [f, [name, share, where]] of filters.entries()) {
  const found = index.search(queries, { k: K, where });
  const exact = index.search(queries, { k: K, where, candidates: 'all' });
  let [hits, total, least] = [0, 0, K];
  for (const [q, { neighbours }] of found.entries()) {
    const ids = new Set(neighbours.map(({ id }) => id));
    hits += exact[q].neighbours.filter(({ id }) => ids.has(id)).length;
    total += exact[q].neighbours.length;
    least = Math.min(least, neighbours.length);
  }
  const millis = median(timed[f]);
  console.log(
    [
      name.padEnd(14),
      `${(share * 100).toFixed(1)}%`.padStart(7),
      millis.toFixed(3).padStart(12),
      (millis / base).toFixed(2).padStart(7),
      (hits / total).toFixed(3).padStart(11),
      String(found[0].candidates).padStart(12),
      String(least).padStart(7),
    ].join(' '),
  );
}
