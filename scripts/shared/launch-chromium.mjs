// The Chromium of the tests, for scripts.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';

/** Starts the Chromium on the PATH or at CHROMIUM_PATH, from the root of the checkout; without one it ends the program. */
export async function launchChromium() {
  // TypeScript, which Node 20 can't run itself.
  const outfile = `build/.chromium-${process.pid}.mjs`;
  const entryPoints = ['test/browser/find-chromium.ts'];
  await esbuild.build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
  });
  try {
    const { findChromium, ARGUMENTS } = await import(pathToFileURL(resolve(outfile)).href);
    const executablePath = findChromium();
    if (!executablePath) process.exit(1);
    return await chromium.launch({ executablePath, args: ARGUMENTS });
  } finally {
    rmSync(outfile, { force: true });
  }
}
