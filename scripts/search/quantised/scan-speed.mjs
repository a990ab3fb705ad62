// How many codes a second a search reads, by this library and by faiss's IndexRaBitQFastScan, whose vectors
// are rotated before it, in turns on one thread:
//   PYTHON=python3 node scripts/search/quantised/scan-speed.mjs [rows]
// CPU time of whole searches, the rotation of the query included here and left out there.
import { createKernels, Matrix, QuantisedSearch, RandomState } from 'hashplane';
import { median, startFaiss, timesOf } from './peer.mjs';

const ROWS = Number(process.argv[2] ?? 100_000);
const BITS = [128, 256, 512, 768];
const BATCH = 32;
const K = 10;
const ROUNDS = 15;
const GOALS = { 1: 1.1, [BATCH]: 1.35 };

const kernels = await createKernels();
const faiss = await startFaiss();
console.log(`${ROWS} normal vectors, one bit a dimension, k = ${K}, ${kernels.name}`);
for (const bits of BITS) {
  const points = normal(ROWS, bits, 1);
  const queries = normal(256, bits, 2);
  const search = await QuantisedSearch.create(kernels, points, {
    metric: 'euclidean',
    keepVectors: false,
  });
  if (faiss) {
    await faiss.give('points', points);
    await faiss.give('queries', queries);
    const index = { make: 'index', kind: 'rabitq-fastscan', points: 'points', metric: 'l2' };
    await faiss.ask({ ...index, rotate: bits });
  }
  for (const batch of [1, BATCH]) await compare(bits, batch, search, queries);
  search.dispose();
}
faiss?.stop();

async function compare(bits, batch, search, queries) {
  const runs = batch === 1 ? 16 : 2;
  /** @type {number[]} */
  const own = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = 0; round < ROUNDS; round++) {
    own.push(
      ...timesOf((i) => {
        const first = (i * batch) % (queries.rows - batch + 1);
        if (batch === 1) search.estimate(queries.row(first), { k: K });
        else search.estimateBatch(queries.slice(first, first + batch), { k: K });
      }, runs),
    );
    if (!faiss) continue;
    const { times } = await faiss.ask({ time: 'index', queries: 'queries', k: K, batch, runs });
    theirs.push(...times.map((seconds) => seconds * 1000));
  }
  const rate = (times) => (ROWS * batch) / median(times) / 1000;
  const ratio = faiss ? rate(own) / rate(theirs) : Number.NaN;
  const compared = faiss
    ? `, faiss ${rate(theirs).toFixed(0)}: ${ratio.toFixed(2)}x (goal ${GOALS[batch]}x)`
    : '';
  const asked = batch === 1 ? 'one query' : `${batch} queries`;
  console.log(`${bits} bits, ${asked}: ${rate(own).toFixed(0)} M codes/s${compared}`);
}

function normal(rows, cols, seed) {
  const data = new Float32Array(rows * cols);
  new RandomState(seed).fillNormal(data);
  return new Matrix(data, rows, cols);
}
