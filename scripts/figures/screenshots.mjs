// Makes the pictures of the report and of the demo in docs/images/: `node scripts/figures/screenshots.mjs`, after a
// build; `demo` or `report` as its first argument makes only these. With a folder as its last argument it writes
// the whole pages there instead, of the demo every view at three widths, to look at.
// Needs Chromium on the PATH or at CHROMIUM_PATH.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildDemo } from '../demo/build.mjs';
import { serve } from '../demo/serve.mjs';
import { launchChromium } from '../shared/launch-chromium.mjs';

const LIMIT = 300 * 1024;
const PICTURES = [
  { name: 'report-light', colorScheme: 'light', width: 1200 },
  { name: 'report-dark', colorScheme: 'dark', width: 1200 },
  { name: 'report-narrow', colorScheme: 'light', width: 390 },
];
/** By name, what of them is shown. */
const DEMO_VIEWS = {
  search: 'search?q=dark+sneaker',
  emoji: 'emoji?q=clock',
  compare: 'compare',
  train: 'train',
  how: 'how',
  data: 'data',
  race: 'race',
};
const DEMO_SETTLE_MS = 4000;

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const given = process.argv.slice(2);
const only = /^(demo|report)$/.test(given[0] ?? '') ? given.shift() : undefined;
const [folder] = given;
const target = resolve(folder ?? 'docs/images');
const scratch = mkdtempSync(join(tmpdir(), 'hashplane-screenshots-'));
try {
  mkdirSync(target, { recursive: true });
  const browser = await launchChromium();
  if (only !== 'demo') {
    execFileSync(process.execPath, ['build/cli.js', 'tutorial', '--out', scratch]);
    for (const picture of PICTURES) await take(browser, picture);
  }
  if (only !== 'report') await takeDemo(browser);
  await browser.close();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The demo's views: for docs their upper part, light and dark. */
async function takeDemo(browser) {
  const site = join(scratch, 'demo');
  await buildDemo(site);
  const { url, close } = await serve(site);
  const widths = folder === undefined ? [1200] : [390, 820, 1440];
  for (const [view, address] of Object.entries(DEMO_VIEWS)) {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of widths) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 860 } });
        await page.goto(`${url}#/${address}`);
        await page.waitForLoadState('networkidle');
        // Views go on to count and to learn for a while.
        await page.waitForTimeout(DEMO_SETTLE_MS);
        const suffix = folder === undefined ? colorScheme : `${width}-${colorScheme}`;
        await save(page, `demo-${view}-${suffix}`, folder !== undefined);
        await page.close();
      }
    }
  }
  await close();
}

/** @param {{ x: number, y: number, width: number, height: number }} [clip] */
async function save(page, name, fullPage, clip) {
  const path = join(target, `${name}.png`);
  await page.screenshot({ path, fullPage, ...(clip && { clip }) });
  const { size } = statSync(path);
  console.log(`${path}: ${(size / 1024).toFixed(0)} KB`);
  if (folder === undefined && size > LIMIT) throw new Error(`${name} is larger than 300 KB`);
}

async function take(browser, { name, colorScheme, width }) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 1000 } });
  await page.goto(pathToFileURL(join(scratch, 'index.html')).href);
  await page.waitForSelector('#time svg');
  // For the README the head of the page will do, down to the two main figures.
  const box = await page.locator('#time').boundingBox();
  const head = { x: 0, y: 0, width, height: Math.round(box.y + box.height + 16) };
  await save(page, name, true, folder === undefined ? head : undefined);
  await page.close();
}
