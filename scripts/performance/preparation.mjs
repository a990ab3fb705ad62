// How long it takes to encode points that are normalised and centred, by this build and by another:
// `node scripts/performance/preparation.mjs other/build/index.js`. Both are timed in turn in one run;
// medians are printed, and the median ratio of each pair of runs. Codes must be the same.
import { pathToFileURL } from 'node:url';

const ROWS = 60_000;
const DIMENSIONS = 512;
const LENGTHS = [16, 64, 256];
const BACKENDS = ['wasm-simd', 'wasm'];
const REPETITIONS = 7;

const [other] = process.argv.slice(2);
const builds = [new URL('../../build/index.js', import.meta.url).href];
if (other) builds.push(pathToFileURL(other).href);
const libraries = await Promise.all(builds.map((url) => import(url)));
const data = points();

for (const backend of BACKENDS) {
  for (const bits of LENGTHS) {
    const contenders = libraries.map((library) => contender(library, backend, bits));
    /** @type {number[][]} */
    const times = contenders.map(() => []);
    const codes = contenders.map((encode) => encode());
    if (codes.some((words) => words.some((word, i) => word !== codes[0][i]))) {
      throw new Error(`${backend}, ${bits} bits: the builds give other codes`);
    }
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      contenders.forEach((encode, i) => {
        const start = performance.now();
        encode();
        times[i].push(performance.now() - start);
      });
    }
    const [own, theirs] = times.map((list) => `${median(list).toFixed(0)} ms`);
    const ratios = times[1]?.map((time, i) => time / times[0][i]);
    const comparison = ratios ? `, other ${theirs}: ratio ${median(ratios).toFixed(2)}` : '';
    process.stdout.write(`${backend}, ${bits} bits: ${own}${comparison}\n`);
  }
}

function contender({ createKernelsSync, Matrix, RandomHyperplanes }, backend, bits) {
  const matrix = new Matrix(data, ROWS, DIMENSIONS);
  const hasher = new RandomHyperplanes({ kernels: createKernelsSync({ backend }), bits });
  hasher.fit(matrix.slice(0, 2000));
  return () => hasher.encode(matrix).words;
}

/** Uniform values about 0.3, so that there is a mean to subtract. */
function points() {
  let state = 1;
  return Float32Array.from({ length: ROWS * DIMENSIONS }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.2;
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
