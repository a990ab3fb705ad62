// Recall@10 of quantised search and of faiss at equal bytes, after the best R rows by estimate were ranked
// exactly; R = 10 is what the estimates alone find:
//   PYTHON=python3 node scripts/search/quantised/recall.mjs Gist512CIFAR10.mat
// faiss's vectors are rotated before RaBitQ and SQ4; its queries are rounded to 8 bits (qb = 8).
import { createKernels, ExactSearch, Matrix, QuantisedSearch, RandomState } from 'hashplane';
import { readDatasetFile } from 'hashplane/node';
import { startFaiss } from './peer.mjs';

const QUERIES = 500;
const DEPTHS = [10, 50, 100, 200];
const [file] = process.argv.slice(2);
const kernels = await createKernels();
const faiss = await startFaiss();

if (file) {
  const { points } = await readDatasetFile(file);
  const gist = { database: points.slice(QUERIES), queries: points.slice(0, QUERIES) };
  const rotated = points.cols;
  await report('GIST, cosine', gist, 'cosine', [
    { own: {}, goals: { 10: 0.57, 100: 0.98 }, peers: [rabitq(rotated, 1), pq(64)] },
    { own: { codedDimensions: 256 }, goals: { 100: 0.82 }, peers: [rabitq(256, 1), pq(32)] },
    { own: { bitsPerDimension: 2 }, goals: { 10: 0.77 }, peers: [rabitq(rotated, 2), pq(128)] },
    {
      own: { bitsPerDimension: 4 },
      goals: { 10: 0.92 },
      peers: [rabitq(rotated, 4), sq4(rotated)],
    },
  ]);
}
const every = [1, 2, 4].map((bitsPerDimension) => ({ own: { bitsPerDimension }, goals: {} }));
const compared = (d) =>
  every.map((setting) => ({ ...setting, peers: [rabitq(d, setting.own.bitsPerDimension)] }));
for (const d of [384, 768]) {
  await report(`normal, ${d} dimensions`, made(d, normal), 'euclidean', compared(d));
  await report(`clustered, ${d} dimensions`, made(d, clustered), 'cosine', compared(d));
}
const spread = (d) => [{ own: {}, goals: { 100: 0.95 }, peers: [rabitq(d, 1)] }];
const norms = 'dot, norms spread over a factor of 100';
if (file) {
  const { points } = await readDatasetFile(file);
  const database = points.slice(QUERIES, 20_000 + QUERIES);
  const own = new Matrix(database.data.slice(), database.rows, database.cols);
  ofManyNorms(own.data, own.cols, new RandomState(1));
  const gist = { database: own, queries: points.slice(0, QUERIES) };
  await report(`GIST, ${norms}`, gist, 'dot', spread(points.cols));
}
await report(`normal, 32 dimensions, ${norms}`, made(32, ofManyNorms, 5000), 'dot', spread(32));
await report(`normal, 384 dimensions, ${norms}`, made(384, ofManyNorms), 'dot', spread(384));
faiss?.stop();

/** Prints a line for each setting and each index of faiss that takes as many bytes. */
async function report(name, { database, queries }, metric, settings) {
  console.log(
    `${name}: ${database.rows} rows, ${queries.rows} queries, recall@10 of R = ${DEPTHS}`,
  );
  const exact = new ExactSearch(kernels, database, metric);
  const truth = exact.nearestBatch(queries, 10).map(({ rows }) => new Set(rows));
  exact.dispose();
  if (faiss) {
    const isCosine = metric === 'cosine';
    await faiss.give('points', isCosine ? normalised(database) : database);
    await faiss.give('queries', isCosine ? normalised(queries) : queries);
  }
  for (const { own, goals, peers } of settings) {
    const search = await QuantisedSearch.create(kernels, database, {
      ...own,
      metric,
      keepVectors: false,
    });
    const found = search.estimateBatch(queries, { k: Math.max(...DEPTHS) });
    const recalls = recallsOf(
      found.map(({ rows }) => rows),
      truth,
    );
    const wanted = Object.entries(goals).map(([depth, goal]) => {
      const reached = recalls[DEPTHS.indexOf(Number(depth))];
      return ` goal ${goal} at R = ${depth}: ${reached >= goal ? 'reached' : 'MISSED'}`;
    });
    const perVector = search.state().codes.length / database.rows + 8;
    line(`hashplane ${JSON.stringify(own)}, ${perVector} bytes`, recalls, wanted);
    search.dispose();
    if (!faiss) continue;
    for (const { label, ...peer } of peers) {
      await faiss.ask({
        make: 'index',
        points: 'points',
        metric: metric === 'dot' ? 'dot' : 'l2',
        ...peer,
      });
      const { rows } = await faiss.ask({ rows: 'index', queries: 'queries', k: DEPTHS.at(-1) });
      line(`faiss ${label}`, recallsOf(rows, truth), []);
    }
  }
}

function line(label, recalls, notes) {
  const figures = recalls.map((recall) => recall.toFixed(4)).join('  ');
  console.log(`  ${label.padEnd(48)} ${figures}${notes.join(',')}`);
}

function recallsOf(found, truth) {
  return DEPTHS.map((depth) => {
    let hits = 0;
    for (const [q, rows] of found.entries()) {
      for (let i = 0; i < depth; i++) if (truth[q].has(rows[i])) hits++;
    }
    return hits / truth.length / 10;
  });
}

function rabitq(rotate, bits) {
  return { label: `RaBitQ of ${rotate} dimensions, ${bits} bits`, kind: 'rabitq', rotate, bits };
}
function pq(bytes) {
  return { label: `PQ of ${bytes} bytes`, kind: 'pq', bytes };
}
function sq4(rotate) {
  return { label: 'SQ4 after a rotation', kind: 'sq4', rotate };
}

function normalised({ data, rows, cols }) {
  const out = data.slice();
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * cols, (i + 1) * cols);
    const norm = Math.hypot(...row) || 1;
    for (let k = 0; k < cols; k++) row[k] /= norm;
  }
  return new Matrix(out, rows, cols);
}

/** Rows and queries of one kind. */
function made(cols, kind, size = 20_000) {
  const rows = size + QUERIES;
  const random = new RandomState(cols);
  const data = new Float32Array(rows * cols);
  random.fillNormal(data);
  kind(data, cols, random);
  const all = new Matrix(data, rows, cols);
  return { database: all.slice(QUERIES), queries: all.slice(0, QUERIES) };
}

function normal() {}

/** 100 clusters whose centres are as far apart as their points are from them. */
function clustered(data, cols, random) {
  const centres = new Float32Array(100 * cols);
  random.fillNormal(centres);
  for (let start = 0; start < data.length; start += cols) {
    const centre = random.randint(0, 100) * cols;
    for (let k = 0; k < cols; k++) data[start + k] += centres[centre + k];
  }
}

/** Norms from 1 to 100, evenly in their logarithms. */
function ofManyNorms(data, cols, random) {
  for (let start = 0; start < data.length; start += cols) {
    const factor = 100 ** random.randomSample();
    for (let k = start; k < start + cols; k++) data[k] *= factor;
  }
}
