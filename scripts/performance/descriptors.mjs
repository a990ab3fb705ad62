// How fast pictures are described, beside scipy and scikit-image:
//   PYTHON=/path/to/python node scripts/performance/descriptors.mjs [--repetitions 7]
// Contenders in turn, medians. All is CPU time but for two workers against one, which is wall time and
// wants a machine with nothing else to do. Ours includes the way from RGBA to grey, theirs of GIST the
// way from RGB. scikit-image's HOG shares no gradient out between directions and cells, which ours does.
import { parseArgs } from 'node:util';
import { createKernels } from 'hashplane';
import { createThreadPool } from 'hashplane/node';
import { PictureDescriptor } from 'hashplane/pictures';
import { startScipy } from './descriptors-scipy.mjs';

const { values: options } = parseArgs({
  options: { repetitions: { type: 'string', default: '7' } },
});
const repetitions = Number(options.repetitions);
const kernels = await createKernels();
const scipy = await startScipy();

const GISTS = [
  { side: 32, count: 100, goal: 2 },
  { side: 256, count: 6, goal: 40 },
];
const HOGS = [
  { side: 28, cell: 4, count: 400 },
  { side: 64, cell: 8, count: 200 },
  { side: 256, cell: 8, count: 20 },
];
const rows = [];
for (const { side, count, goal } of GISTS) {
  const descriptor = new PictureDescriptor({ kernels, descriptor: 'gist', side });
  const { own, peer } = await race(descriptor, count, () => scipy?.gist(side, count));
  const what = `GIST of ${side} x ${side}`;
  rows.push([what, `${(own * 1e3).toFixed(2)} ms`, `at most ${goal} ms`]);
  rows.push([`${what}: rate over that of scipy`, (peer / own).toFixed(2), side === 32 ? '1' : '']);
  descriptor.dispose();
}
for (const { side, cell, count } of HOGS) {
  const descriptor = new PictureDescriptor({ kernels, descriptor: 'hog', side, cell });
  const { own, peer } = await race(descriptor, count, () => scipy?.hog(side, count, cell));
  const what = `HOG of ${side} x ${side}, cells of ${cell}`;
  rows.push([what, `${(own * 1e3).toFixed(3)} ms`, '']);
  rows.push([`${what}: rate over that of scikit-image`, (peer / own).toFixed(1), '5']);
  descriptor.dispose();
}
scipy?.stop();
rows.push(['two workers over one, side 64', (await workers()).toFixed(2), '1.7']);
process.stdout.write('| what | measured | goal |\n|--|--:|--:|\n');
for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);

/** Medians of CPU seconds a picture. */
async function race(descriptor, count, runPeer) {
  const pictures = picturesOf(count, descriptor.side);
  const own = [];
  const peer = [];
  // Compiled well only after a while.
  await descriptor.describe(pictures);
  for (let i = 0; i < repetitions; i++) {
    const before = process.cpuUsage();
    await descriptor.describe(pictures);
    const { user, system } = process.cpuUsage(before);
    own.push((user + system) / 1e6 / count);
    peer.push((await runPeer()) ?? Number.NaN);
  }
  return { own: median(own), peer: median(peer) };
}

async function workers() {
  const descriptor = new PictureDescriptor({ kernels, side: 64 });
  const pictures = picturesOf(1500, 64);
  const pools = [await createThreadPool({ threads: 1 }), await createThreadPool({ threads: 2 })];
  /** @type {number[][]} */
  const times = [[], []];
  for (let i = 0; i <= repetitions; i++) {
    for (const [at, pool] of pools.entries()) {
      const start = performance.now();
      await descriptor.describe(pictures, { pool });
      // The first round draws tables.
      if (i > 0) times[at].push(performance.now() - start);
    }
  }
  await Promise.all(pools.map((pool) => pool.close()));
  return median(times[0]) / median(times[1]);
}

function picturesOf(count, side) {
  let state = 1;
  return Array.from({ length: count }, () => {
    const data = new Uint8Array(4 * side * side).fill(255);
    for (let i = 0; i < data.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      if (i % 4 < 3) data[i] = state >>> 24;
    }
    return { width: side, height: side, data };
  });
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
