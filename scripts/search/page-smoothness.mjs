// Prints how smooth a page stays while a worker holds its index: node scripts/search/page-smoothness.mjs,
// after a build, with Chromium on the PATH or at CHROMIUM_PATH. Times are of this machine as it is now; frames are
// compared with those of a page that does nothing, in turns.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { createKernels, HashIndex, Matrix, RandomState } from 'hashplane';
import { launchChromium } from '../shared/launch-chromium.mjs';

const [ROWS, DIMENSIONS] = [50_000, 384];
/** Frames are counted in so many turns of so many seconds. */
const [TURNS, SECONDS, QUERIES_A_SECOND] = [3, 5, 8];

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const file = await makeIndex();
console.log(`index of ${ROWS} x ${DIMENSIONS}: ${megabytes(file.length)}`);
const site = await serve(file);
const browser = await launchChromium();
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  const run = async (name, ...given) => page.evaluate(`page.${name}(...${JSON.stringify(given)})`);
  const visit = async () => {
    await page.goto(site.url);
    await page.waitForFunction('globalThis.page');
  };
  await visit();
  const load = await run('open', '/docs.index');
  console.log(
    `codes: ${megabytes(load.codesBytes)} of the file, searchable after ${ms(load.opened)}`,
  );
  console.log(
    `first answer after the codes are there: ${ms(load.firstAnswer)} (stage ${load.stage})`,
  );
  report('load, all vectors', load, `first search after it ${ms(load.waitAfter)}`);
  for (const rows of [1000, 10_000]) {
    reportMeanwhile(`add of ${rows.toLocaleString('en')}`, await run('add', rows));
  }
  reportMeanwhile('save to bytes', await run('save', null));
  for (const place of [{ indexedDB: 'docs' }, { opfs: 'docs' }]) {
    const [store] = Object.keys(place);
    reportMeanwhile(`save to ${store}`, await run('save', place));
    await run('close');
    await visit();
    const restored = await run('open', place);
    const first = restored.opened + restored.firstAnswer;
    report(
      `restore from ${store}`,
      restored,
      `first search after ${ms(first)}, ${ms(restored.firstAnswer)} of it since the codes are there`,
    );
  }
  await typing(run);
  await run('close');
} finally {
  await browser.close();
  site.close();
}

/** Frames of a page that does nothing, and of one that searches. */
async function typing(run) {
  const sums = { empty: { late: 0, count: 0, worst: 0 }, typing: { late: 0, count: 0, worst: 0 } };
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, perSecond] of Object.entries({ empty: 0, typing: QUERIES_A_SECOND })) {
      const frames = await run('frames', SECONDS, perSecond);
      sums[name].late += frames.late;
      sums[name].count += frames.count;
      sums[name].worst = Math.max(sums[name].worst, frames.worst);
      const told = perSecond > 0 ? `, ${frames.answers} answers` : '';
      console.log(
        `  ${name}: ${frames.count} frames, ${frames.late} dropped, longest ${ms(frames.worst)}${told}`,
      );
    }
  }
  const { empty, typing: typed } = sums;
  console.log(
    `${QUERIES_A_SECOND} queries a second: ${typed.late} of ${typed.count + typed.late} frames dropped, ` +
      `${empty.late} of ${empty.count + empty.late} where nothing is done`,
  );
}

function report(what, { ms: time, longTasks }, more = '') {
  const long = longTasks.map((each) => each.toFixed(0)).join(', ') || 'none';
  console.log(`${what}: ${ms(time)}${more && `, ${more}`}; tasks of the page above 50 ms: ${long}`);
}

function reportMeanwhile(what, result) {
  const { searches, longestWait, waitAfter } = result;
  const more = `longest wait of ${searches} searches meanwhile ${ms(longestWait)}, of the first after it ${ms(waitAfter)}`;
  report(what, result, more);
}

function ms(time) {
  return `${time.toFixed(0)} ms`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Clusters, as text embeddings have them. */
async function makeIndex() {
  const random = new RandomState(1);
  const centres = new Float32Array(200 * DIMENSIONS);
  random.fillNormal(centres);
  const data = new Float32Array(ROWS * DIMENSIONS);
  random.fillNormal(data);
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < DIMENSIONS; j++) {
      data[i * DIMENSIONS + j] += centres[(i % 200) * DIMENSIONS + j];
    }
  }
  const index = HashIndex.create({ kernels: await createKernels() });
  index.add(new Matrix(data, ROWS, DIMENSIONS));
  return index.save();
}

/** A static host of the page, its worker and the index. */
async function serve(index) {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['scripts/search/page-smoothness-page.mjs'],
    alias: { hashplane: resolve('build/index.js') },
    external: ['h5wasm', 'hyparquet', 'hyparquet-compressors'],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const html =
    '<!doctype html><title>index</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
  const files = {
    '/': ['text/html', html],
    '/page.js': ['text/javascript', outputFiles[0].text],
    '/index-worker.js': ['text/javascript', await readFile('build/index-worker.js')],
    '/docs.index': ['application/octet-stream', index],
  };
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url] ?? [];
    if (!body) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
        .end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
