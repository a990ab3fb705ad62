// Makes the pictures of the report in docs/images/: `node scripts/figures/screenshots.mjs`, after a build.
// With a folder as its argument it writes the whole pages there instead, to look at.
// Needs Chromium on the PATH or at CHROMIUM_PATH.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const LIMIT = 300 * 1024;
const PICTURES = [
  { name: 'report-light', colorScheme: 'light', width: 1200 },
  { name: 'report-dark', colorScheme: 'dark', width: 1200 },
  { name: 'report-narrow', colorScheme: 'light', width: 390 },
];

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const [folder] = process.argv.slice(2);
const target = resolve(folder ?? 'docs/images');
const scratch = mkdtempSync(join(tmpdir(), 'hashplane-screenshots-'));
try {
  mkdirSync(target, { recursive: true });
  execFileSync(process.execPath, ['build/cli.js', 'tutorial', '--out', scratch]);
  const { findChromium, launchChromium } = await testTools();
  const executable = findChromium();
  if (!executable) process.exit(1);
  const browser = await launchChromium(executable);
  for (const picture of PICTURES) await take(browser, picture);
  await browser.close();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function take(browser, { name, colorScheme, width }) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 1000 } });
  await page.goto(pathToFileURL(join(scratch, 'index.html')).href);
  await page.waitForSelector('#time svg');
  const path = join(target, `${name}.png`);
  // For the README the head of the page will do, down to the two main figures.
  const box = await page.locator('#time').boundingBox();
  const head = { x: 0, y: 0, width, height: Math.round(box.y + box.height + 16) };
  await page.screenshot({ path, fullPage: true, ...(folder === undefined && { clip: head }) });
  await page.close();
  const { size } = statSync(path);
  console.log(`${path}: ${(size / 1024).toFixed(0)} KB`);
  if (folder === undefined && size > LIMIT) throw new Error(`${name} is larger than 300 KB`);
}

/** How the tests find and start Chromium: TypeScript, which Node 20 can't run itself. */
async function testTools() {
  const outfile = `build/.chromium-${process.pid}.mjs`;
  await esbuild.build({
    entryPoints: ['test/browser/chromium.ts'],
    outfile,
    format: 'esm',
    target: 'es2022',
  });
  try {
    return await import(pathToFileURL(resolve(outfile)).href);
  } finally {
    rmSync(outfile);
  }
}
