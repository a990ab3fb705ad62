// What is made once for all files of tests that need it: a running Chromium, the packed package, a folder
// for the page of src/demo.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { pack, TARBALL } from '../package/pack.ts';
import { LIMIT } from '../support/limit.ts';
import { DEMO_FOLDER } from './demo/demo-site.ts';
import { ARGUMENTS, findChromium } from './find-chromium.ts';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-packed-'));
  process.env[TARBALL] = await pack(folder);
  process.env[DEMO_FOLDER] = mkdtempSync(join(tmpdir(), 'hashplane-demo-'));
  const executablePath = findChromium();
  const server = executablePath
    ? await chromium.launchServer({ executablePath, args: ARGUMENTS, timeout: LIMIT })
    : undefined;
  project.provide('chromium', server?.wsEndpoint());
  return async () => {
    await server?.close();
    for (const each of [folder, process.env[DEMO_FOLDER]]) {
      if (each) rmSync(each, { recursive: true, force: true });
    }
  };
}
