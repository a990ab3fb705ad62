// What rotations gain, against random hyperplanes of another build, against numpy, and in recall:
//   node scripts/performance/rotation.mjs --other ../base/build/index.js --data vectors.mat ...
// Speed is CPU time of `encode` on one thread, contenders in turn, medians. numpy is run by PYTHON or
// python3. Each data file is a dataset; its last rows are the queries.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createKernels, Matrix, RandomHyperplanes, RandomRotations } from 'hashplane';
import { startNumpy } from './rotation-numpy.mjs';
import { printRecall } from './rotation-recall.mjs';

const ROWS = 60_000;
const REPETITIONS = 5;
/** Dimensions and bits, and how many times as fast as the other build and numpy they should be. */
const SHAPES = [
  { dimensions: 512, bits: 512, goals: [12, 5] },
  { dimensions: 512, bits: 256, goals: [9, 3] },
  { dimensions: 512, bits: 128, goals: [5, 1.8] },
  { dimensions: 768, bits: 768, goals: [14, 5.5] },
  { dimensions: 1024, bits: 1024, goals: [20, 8] },
];

const { values: options } = parseArgs({
  options: {
    other: { type: 'string' },
    data: { type: 'string', multiple: true, default: [] },
    'no-speed': { type: 'boolean', default: false },
  },
});
const kernels = await createKernels();
if (!options['no-speed']) await printSpeed();
for (const file of options.data) await printRecall(kernels, file);

async function printSpeed() {
  const other = await otherBuild();
  const numpy = await startNumpy();
  process.stdout.write('| d -> bits | us a row | other / ours | goal | numpy / ours | goal |\n');
  process.stdout.write('|--|--:|--:|--:|--:|--:|\n');
  for (const { dimensions, bits, goals } of SHAPES) {
    const points = uniformPoints(dimensions);
    const sample = points.slice(0, 2000);
    const own = new RandomRotations({ kernels, bits }).fitSync(sample);
    const theirs = new other.Hyperplanes({ kernels: other.kernels, bits });
    // Some builds return the hasher, others a promise.
    await theirs.fit(sample);
    await numpy?.prepare(ROWS, dimensions, bits);
    const contenders = [
      () => cpuSeconds(() => own.encode(points)),
      () => cpuSeconds(() => theirs.encode(points)),
      () => numpy?.seconds() ?? Number.NaN,
    ];
    /** @type {number[][]} */
    const times = contenders.map(() => []);
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      for (const [i, run] of contenders.entries()) times[i].push(await run());
    }
    own.dispose();
    theirs.dispose();
    const [ours, ...rest] = times.map(median);
    const cells = rest.map((time, i) => `${(time / ours).toFixed(1)} | ${goals[i]}`);
    const perRow = ((ours / ROWS) * 1e6).toFixed(2);
    process.stdout.write(`| ${dimensions} -> ${bits} | ${perRow} | ${cells.join(' | ')} |\n`);
  }
  numpy?.stop();
}

/** Random hyperplanes of the build that was named, or of this one. */
async function otherBuild() {
  if (!options.other) return { kernels, Hyperplanes: RandomHyperplanes };
  const library = await import(pathToFileURL(options.other).href);
  return { kernels: await library.createKernels(), Hyperplanes: library.RandomHyperplanes };
}

/** CPU time of this process. */
function cpuSeconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Uniform values about 0.3, so that there is a mean to subtract. */
function uniformPoints(dimensions) {
  let state = 1;
  const values = new Float32Array(ROWS * dimensions);
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 32 - 0.2;
  }
  return new Matrix(values, ROWS, dimensions);
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
