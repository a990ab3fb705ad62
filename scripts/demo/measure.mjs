// Prints the numbers of the page beside their limits: node scripts/demo/measure.mjs, after a build, with Chromium on
// the PATH or at CHROMIUM_PATH. Times are of this machine as it is now.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../shared/launch-chromium.mjs';
import { markdownTable } from '../shared/markdown-table.mjs';
import { buildDemo } from './build.mjs';
import { firstViewSizes } from './first-view-sizes.mjs';
import { serve } from './serve.mjs';

/** Times are medians of so many visits. */
const VISITS = 3;
/** A processor as slow as a cheap phone's. */
const SLOWER = 4;
/** The race loads the processors on purpose, in workers. */
const VIEWS = ['search', 'emoji', 'compare', 'train', 'how', 'data', 'race'];
/**
 * What views say of themselves by attributes: `[data-encode-milliseconds]` of an element is the time in which
 * 10,000 images were encoded, once the view has measured it.
 */
const TOLD = [
  {
    view: 'compare',
    attribute: 'data-encode-milliseconds',
    what: '10,000 images encoded',
    limit: 100,
  },
  {
    view: 'train',
    attribute: 'data-train-milliseconds',
    what: '16 bits trained on 1,200 images',
    limit: 1000,
    press: '[data-action="train"]',
  },
];
const WAIT_MS = 60_000;

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'hashplane-demo-'));
const rows = [];
try {
  await buildDemo(folder);
  const sizes = firstViewSizes(folder);
  const total = sizes.reduce((sum, { gzipped }) => sum + gzipped, 0);
  add('first view, gzipped, before data', total / 1000, 'kB', 150);
  const site = await serve(folder);
  const browser = await launchChromium();
  try {
    await measureFirstView(browser, site.url);
    for (const view of VIEWS) await measureView(browser, site.url, view);
    await measureTyping(browser, site.url);
    for (const told of TOLD) await measureTold(browser, site.url, told);
  } finally {
    await browser.close();
    await site.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = rows.map(({ what, value, unit, limit }) => [
  what,
  value === null ? 'not told' : `${round(value)} ${unit}`,
  limit === null ? '' : `${limit} ${unit}`,
  value === null || limit === null ? '' : value <= limit ? 'yes' : 'NO',
]);
console.log(markdownTable(['number', 'measured', 'at most', 'kept'], table));

/** @param {number | null} value @param {number | null} limit */
function add(what, value, unit, limit) {
  rows.push({ what, value, unit, limit });
}

function round(value) {
  return value < 10 ? Number(value.toFixed(3)) : Math.round(value);
}

/** A page whose layout shifts are counted from its first moment on. */
async function visit(browser, address, slower = SLOWER, begin = async (_page) => {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await begin(page);
  await page.goto(address);
  return { page, context };
}

/** Runs in the page. */
function observe() {
  const seen = { shift: 0, first: 0, results: 0 };
  Object.assign(globalThis, { seen });
  const watch = (type, take) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
    });
  };
  watch('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value;
  });
  const look = () => {
    if (!seen.first && document.querySelector('#query')) seen.first = performance.now();
    if (!seen.results && document.querySelector('.found .name')?.textContent) {
      seen.results = performance.now();
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function measureFirstView(browser, url) {
  const visits = [];
  for (let i = 0; i < VISITS; i++) {
    const { page, context } = await visit(browser, url);
    await until(page, 'seen.results > 0');
    visits.push(await page.evaluate('seen'));
    await context.close();
  }
  const middle = (name) => visits.map((each) => each[name]).sort((a, b) => a - b)[VISITS >> 1];
  add(`first view there to type in, processor ${SLOWER}x slower`, middle('first'), 'ms', 1000);
  add('its first results, the same', middle('results'), 'ms', null);
}

async function measureView(browser, url, view) {
  const traced = join(folder, `${view}-trace.json`);
  const { page, context } = await visit(browser, `${url}#/${view}`, 1, (opened) =>
    browser.startTracing(opened, { path: traced, categories: ['toplevel'] }),
  );
  await until(page, "document.querySelector('#view .view h1') !== null");
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(2000);
  await browser.stopTracing();
  const { shift } = await page.evaluate('seen');
  add(`layout shift of ${view}`, shift, '', 0.02);
  if (view !== 'race')
    add(
      `longest task of ${view}, processor time x ${SLOWER}`,
      SLOWER * longestTask(traced),
      'ms',
      50,
    );
  await context.close();
}

/**
 * Milliseconds of processor time, so that other programs on the machine count less; the browser's own slowing down
 * would count as such, so that it is multiplied instead. Of the page's main thread: that of the renderer with the
 * most tasks.
 */
function longestTask(file) {
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const tasks = mains.map(({ pid, tid }) =>
    traceEvents.filter(
      (event) => event.pid === pid && event.tid === tid && event.name.endsWith('RunTask'),
    ),
  );
  const [most = []] = tasks.sort((a, b) => b.length - a.length);
  return most.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
}

/** Key strokes at the speed of a fast typist, with the processor as it is. */
async function measureTyping(browser, url) {
  const { page, context } = await visit(browser, url, 1);
  await until(page, "document.querySelector('.numbers')?.dataset.recall !== undefined");
  await page.focus('#query');
  const times = [];
  for (const text of ['dark sneaker', 'pale dress', 'boot', 'wide bag']) {
    await page.fill('#query', '');
    for (const letter of text) {
      const before = await keyCount(page);
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      await until(page, `Number(document.querySelector('.numbers').dataset.keyCount) > ${before}`);
      times.push(Number(await page.getAttribute('.numbers', 'data-key-milliseconds')));
      await page.waitForTimeout(80);
    }
  }
  times.sort((a, b) => a - b);
  add(`key stroke to results, median of ${times.length}`, times[times.length >> 1], 'ms', 50);
  add('the longest of them', times[times.length - 1], 'ms', 50);
  await context.close();
}

async function keyCount(page) {
  return Number((await page.getAttribute('.numbers', 'data-key-count')) ?? 0);
}

/** What a view measured itself; null where it does not say. */
async function measureTold(browser, url, { view, attribute, what, limit, press = '' }) {
  const { page, context } = await visit(browser, `${url}#/${view}`, 1);
  const there = page.locator(`[${attribute}]`).first();
  try {
    if (
      press &&
      (await page
        .locator(press)
        .first()
        .waitFor({ timeout: 10_000 })
        .then(
          () => true,
          () => false,
        ))
    ) {
      await page.locator(press).first().click();
    }
    await there.waitFor({ state: 'attached', timeout: press ? WAIT_MS : 20_000 });
    add(what, Number(await there.getAttribute(attribute)), 'ms', limit);
  } catch {
    add(what, null, 'ms', limit);
  }
  await context.close();
}

/** Waits in the debugger, since the page's policy forbids what Playwright evaluates by itself. */
async function until(page, expression) {
  const end = Date.now() + WAIT_MS;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > end) throw new Error(`the page never comes to ${expression}`);
    await page.waitForTimeout(20);
  }
}
