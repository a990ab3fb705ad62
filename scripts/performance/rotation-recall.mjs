// Recall of Hamming ranking: how many of the 10 nearest by cosine are among the 100 nearest codes.
import { basename } from 'node:path';
import { ExactSearch, HammingSearch, Matrix, RandomHyperplanes, RandomRotations } from 'hashplane';
import { openRowStream } from 'hashplane/node';

const QUERIES = 500;
const NEAREST = 10;
const CODES = 100;
const LENGTHS = [64, 128, 256, 512];
const SEEDS = [0, 1, 2, 3, 4];
const METHODS = { gaussian: RandomHyperplanes, rotation: RandomRotations };

/** Prints the means and the lowest and highest of five seeds. */
export async function printRecall(kernels, file) {
  const points = await readRows(file);
  const database = points.slice(0, points.rows - QUERIES);
  const queries = points.slice(points.rows - QUERIES, points.rows);
  const exact = new ExactSearch(kernels, database);
  const truth = exact.nearestBatch(queries, NEAREST);
  exact.dispose();
  const title = `${basename(file)}, ${database.rows} x ${points.cols}, ${QUERIES} queries`;
  process.stdout.write(`\nRecall ${NEAREST}@${CODES}: ${title}, seeds ${SEEDS.join(', ')}\n\n`);
  process.stdout.write('| bits | Gaussian | rotation |\n|--:|--:|--:|\n');
  for (const bits of LENGTHS) {
    const cells = Object.values(METHODS).map((Method) => {
      const found = SEEDS.map((seed) =>
        recall(kernels, Method, { bits, seed }, database, queries, truth),
      );
      const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
      return `${mean.toFixed(3)} (${Math.min(...found).toFixed(3)} to ${Math.max(...found).toFixed(3)})`;
    });
    process.stdout.write(`| ${bits} | ${cells.join(' | ')} |\n`);
  }
}

/** All rows of a file of vectors. */
async function readRows(file) {
  const stream = await openRowStream(file);
  const parts = [];
  for await (const { data } of stream.batches()) parts.push(data.slice());
  await stream.close();
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return new Matrix(values, values.length / stream.cols, stream.cols);
}

function recall(kernels, Method, settings, database, queries, truth) {
  const hasher = new Method({ kernels, ...settings }).fitSync(database);
  const search = new HammingSearch(kernels, hasher.encode(database), { strategy: 'scan' });
  const found = search.nearest(hasher.encode(queries), CODES);
  let hits = 0;
  for (const [q, { rows }] of truth.entries()) {
    const own = new Set(found[q].rows);
    for (const row of rows) if (own.has(row)) hits++;
  }
  hasher.dispose();
  search.dispose();
  return hits / (truth.length * NEAREST);
}
