// How fast networks are trained and applied, beside torch and plain loops:
//   PYTHON=/path/to/python node scripts/performance/networks.mjs [--repetitions 5]
// Contenders in turn, medians. All is CPU time but for two workers against one, which is wall time and
// wants a machine with nothing else to do.
import { parseArgs } from 'node:util';
import { createKernels, FittedHasher, Matrix } from 'hashplane';
import { trainNetwork, trainNetworks } from 'hashplane/learning';
import { createThreadPool } from 'hashplane/node';
import { naiveTrainer } from './networks-naive.mjs';
import { startTorch } from './networks-torch.mjs';

const [INPUTS, HIDDEN, CLASSES, BATCH] = [512, 1024, 10, 256];
const EPOCH_ROWS = 5120;
const ENCODED_ROWS = 60_000;
const BITS = 32;
const MANY = { rows: 5000, epochs: 60 };

const { values: options } = parseArgs({
  options: { repetitions: { type: 'string', default: '5' } },
});
const repetitions = Number(options.repetitions);
const kernels = await createKernels();

const torch = await startTorch();
await torch?.prepare(EPOCH_ROWS, INPUTS, HIDDEN, CLASSES, BATCH);
const problem = problemOf(EPOCH_ROWS);
const settings = { hidden: [HIDDEN], batch: BATCH, mixup: 0 };
const step = naiveTrainer({ inputs: INPUTS, hidden: HIDDEN, classes: CLASSES });
const steps = EPOCH_ROWS / BATCH;
/** @type {Record<string, number[]>} */
const times = { own: [], torch: [], naive: [], encode: [], workers1: [], workers2: [] };
const hasher = await networkHasher();
const queries = randomMatrix(ENCODED_ROWS, INPUTS, 1, -0.5);
const pools = [await createThreadPool({ threads: 1 }), await createThreadPool({ threads: 2 })];
const tasks = [1, 2].map((seed) => ({ problem, settings: { ...settings, epochs: 2, seed } }));
// Compiled well only after a while.
hasher.encode(queries);
for (let i = 0; i < repetitions; i++) {
  times.own.push(
    await cpuSeconds(() => trainNetwork(kernels, problem, { ...settings, epochs: 1 })),
  );
  times.torch.push((await torch?.seconds()) ?? Number.NaN);
  if (i < 3) times.naive.push(await cpuSeconds(naiveStep));
  times.encode.push(await cpuSeconds(() => hasher.encode(queries)));
  for (const pool of pools) {
    const seconds = await wallSeconds(() => trainNetworks(kernels, tasks, { pool }));
    times[`workers${pool.threads}`].push(seconds);
  }
}
torch?.stop();
await Promise.all(pools.map((pool) => pool.close()));
const many = problemOf(MANY.rows);
const whole = await cpuSeconds(() =>
  trainNetwork(kernels, many, { ...settings, epochs: MANY.epochs }),
);

const [own, peer, naive] = [median(times.own), median(times.torch), median(times.naive) * steps];
const operations = 2 * ENCODED_ROWS * (INPUTS * HIDDEN + HIDDEN * BITS);
print([
  ['a step of 512-1,024-10 at batch 256', `${((own / steps) * 1e3).toFixed(1)} ms`, ''],
  ['rate over that of torch, one thread', (peer / own).toFixed(2), '0.35'],
  ['rate over that of plain loops', (naive / own).toFixed(1), '8'],
  ['two workers over one', (median(times.workers1) / median(times.workers2)).toFixed(2), '1.7'],
  [
    'encoding 60,000 x 512 through 1,024 units',
    `${(operations / median(times.encode) / 1e9).toFixed(1)} GF/s`,
    '25 GF/s',
  ],
  ['5,000 points, 60 epochs', `${whole.toFixed(1)} s`, 'below 60 s'],
]);

/** One step of the plain loops, since an epoch would take long. */
function naiveStep() {
  const { points, targets } = problem;
  step(points.slice(0, BATCH).data, targets.slice(0, BATCH).data, BATCH);
}

/** A hasher with a network of random weights. */
async function networkHasher() {
  const { features } = await trainNetwork(kernels, problemOf(BATCH), { ...settings, epochs: 1 });
  return new FittedHasher(kernels, {
    bits: BITS,
    featureMap: features,
    hyperplanes: randomMatrix(BITS, HIDDEN, 2, -0.5),
    offsets: new Float32Array(BITS),
    mean: null,
    normalise: false,
  });
}

function problemOf(rows) {
  const targets = new Float32Array(rows * CLASSES);
  for (let i = 0; i < rows; i++) targets[i * CLASSES + (i % CLASSES)] = 1;
  return {
    points: randomMatrix(rows, INPUTS, 3, -0.5),
    targets: new Matrix(targets, rows, CLASSES),
    loss: /** @type {const} */ ('softmax'),
  };
}

/** Uniform values from `low` to `low` + 1. */
function randomMatrix(rows, cols, seed, low) {
  let state = seed;
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 32 + low;
  }
  return new Matrix(values, rows, cols);
}

async function cpuSeconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function wallSeconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1e3;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** @param {string[][]} rows */
function print(rows) {
  process.stdout.write('| what | measured | goal |\n|--|--:|--:|\n');
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
}
