// How many times as fast scans of quantised codes are with relaxed SIMD as without, of one build in one
// run: `node scripts/performance/relaxed.mjs`, on a Node that has it (22 and later). Both take turns; medians
// of processor time are printed, which a busy machine moves least, and the median ratio of each pair of
// runs. Results must be the same. The kernels without
// are no part of the package, so that both are bundled from the sources and the compiled modules.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { embedModules } from '../build/embed-modules.mjs';

const ROWS = 40_000;
const QUERIES = 32;
const TOP = 10;
const REPETITIONS = 31;
const ENTRY = `
  export { createKernels, hasRelaxedSimd, Matrix } from './src/doors/index.ts';
  export { plainQuantisedKernels, quantisedKernels } from './src/kernels/quantised/kernels.ts';
  export { fitQuantiser, modelOf } from './src/search/quantised/fit.ts';
`;

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const bundle = 'build/.relaxed/kernels.mjs';
await build({
  stdin: { contents: ENTRY, resolveDir: process.cwd() },
  plugins: [embedModules],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const sources = await import(pathToFileURL(bundle).href);
const { createKernels, hasRelaxedSimd, Matrix, fitQuantiser, modelOf } = sources;
if (!hasRelaxedSimd()) {
  process.stderr.write(`relaxed: Node ${process.version} has no relaxed SIMD\n`);
  process.exit(1);
}
const kernels = await createKernels({ backend: 'wasm-simd' });
const contenders = [sources.quantisedKernels(kernels), sources.plainQuantisedKernels(kernels)];

for (const dimensions of [128, 256, 512, 768]) {
  for (const bitsPerDimension of [1, 4]) await compareAt(dimensions, bitsPerDimension);
}

async function compareAt(dimensions, bitsPerDimension) {
  const points = new Matrix(values(ROWS * dimensions, 1), ROWS, dimensions);
  const queries = values(QUERIES * dimensions, 2);
  const model = modelOf(await fitQuantiser(kernels, points, { bitsPerDimension }));
  const quantisers = contenders.map(({ createQuantiser }) => createQuantiser(model));
  const all = quantisers.map((quantiser) => listsOf(quantiser, points, model));
  const visits = { lists: Uint32Array.of(0), own: Float32Array.of(0) };
  const own = new Float32Array(QUERIES);
  const tasks = {
    'one query': (lists) =>
      Array.from({ length: QUERIES }, (_, q) =>
        lists.nearest(queries.subarray(q * dimensions, (q + 1) * dimensions), visits, TOP, null),
      ),
    [`${QUERIES} together`]: (lists) => lists.nearestBatch(queries, QUERIES, own, TOP, null),
  };
  for (const [task, run] of Object.entries(tasks)) {
    compare(`${dimensions} dimensions of ${bitsPerDimension} bits, ${task}`, all, run);
  }
  for (const resident of [...all, ...quantisers]) resident.dispose();
}

/** Codes of the points, about the one centre. */
function listsOf(quantiser, points, { codedDimensions, bitsPerDimension }) {
  const codes = new Uint8Array((ROWS * codedDimensions * bitsPerDimension) / 8);
  const factors = new Float32Array(2 * ROWS);
  quantiser.encode(points.data, ROWS, null, codes, factors);
  return quantiser.createLists({ codes, factors, clusters: new Uint16Array(0) });
}

function compare(name, all, run) {
  const [relaxed, plain] = all.map((lists) => JSON.stringify(run(lists)));
  if (relaxed !== plain) throw new Error(`${name}: results differ`);
  /** @type {number[][]} */
  const times = [[], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    // Each goes first every other time.
    for (const i of repetition % 2 === 0 ? [0, 1] : [1, 0]) {
      const before = process.cpuUsage();
      run(all[i]);
      const { user, system } = process.cpuUsage(before);
      times[i].push((user + system) / 1000);
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
