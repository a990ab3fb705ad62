// How long exact search takes in this build and in another, and how much the backend keeps for it:
// `node scripts/performance/exact.mjs other/build/index.js images.mat`. The file has labelled vectors in
// any format that hashplane reads; without one, vectors are made up. Both builds search in turn in one
// run; medians of wall and of processor time are printed, and the median ratio of each pair of runs.
// Rows and distances must be the same.
import { pathToFileURL } from 'node:url';

const OWN = new URL('../../build/index.js', import.meta.url).href;
const TOP = 10;
const SINGLE = { queries: 1, runs: 41 };
const BATCH = { queries: 64, runs: 9 };

const [other, file] = process.argv.slice(2);
const urls = other ? [OWN, pathToFileURL(other).href] : [OWN];
const libraries = await Promise.all(urls.map((url) => import(url)));
const { data, rows, cols } = await vectors();
process.stdout.write(`${rows} x ${cols}, cosine, k = ${TOP}\n`);
const builds = libraries.map(({ createKernelsSync, Matrix, ExactSearch }) => {
  const kernels = createKernelsSync({ backend: 'wasm-simd' });
  const search = new ExactSearch(kernels, new Matrix(data, rows, cols));
  return { search, kernels, Matrix };
});
const kept = builds.map(({ kernels }) => `${(kernels.memoryBytes / 2 ** 20).toFixed(1)} MiB`);
process.stdout.write(`memory of the backend: ${kept.join(', other ')}\n`);
for (const { queries, runs } of [SINGLE, BATCH]) compare(queries, runs);

function compare(queries, runs) {
  const times = builds.map(() => ({ wall: [], cpu: [] }));
  for (let run = 0; run < runs; run++) {
    const picked = Array.from({ length: queries }, (_, q) => ((run * queries + q) * 997) % rows);
    const found = builds.map((build, b) => timed(build, picked, times[b]));
    if (found.some((text) => text !== found[0])) throw new Error('the builds find other rows');
  }
  for (const clock of /** @type {const} */ (['wall', 'cpu'])) {
    const [own, theirs] = times.map((time) => `${median(time[clock]).toFixed(2)} ms`);
    const ratios = times[1]?.[clock].map((time, i) => time / times[0][clock][i]);
    const comparison = ratios ? `, other ${theirs}: ratio ${median(ratios).toFixed(2)}` : '';
    process.stdout.write(`${queries} queries, ${clock} time: ${own}${comparison}\n`);
  }
}

/** Searches once, puts down how long that took, and returns what was found. */
function timed({ search, Matrix }, picked, { wall, cpu }) {
  const queries = new Matrix(data, rows, cols).selectRows(picked);
  const asked = new Matrix(queries.data, queries.rows, cols);
  const [start, busy] = [performance.now(), process.cpuUsage()];
  const found =
    picked.length === 1 ? [search.nearest(asked.row(0), TOP)] : search.nearestBatch(asked, TOP);
  const { user, system } = process.cpuUsage(busy);
  wall.push(performance.now() - start);
  cpu.push((user + system) / 1000);
  // Older builds give a vector a distance of -1e-7 to itself.
  return found
    .map(
      (own) => `${own.rows.join()} ${[...own.distances].map((value) => Math.max(0, value)).join()}`,
    )
    .join('\n');
}

async function vectors() {
  if (!file) {
    let state = 1;
    const made = Float32Array.from({ length: 60_000 * 512 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    });
    return { data: made, rows: 60_000, cols: 512 };
  }
  const { readDatasetFile } = await import(new URL('../../build/node.js', import.meta.url).href);
  return (await readDatasetFile(file)).points;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
