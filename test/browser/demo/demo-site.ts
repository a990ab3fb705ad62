// The page of src/demo, built once for all files of tests and served below a path.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildDemo } from '../../../scripts/demo/build.mjs';
import { serve } from '../../../scripts/demo/serve.mjs';
import type { Site } from '../static-site.ts';

/** Names the folder that once.ts makes for the run and removes after it. */
export const DEMO_FOLDER = 'HASHPLANE_DEMO_FOLDER';
/** Hosts serve the page below paths that they choose. */
const PATH = 'some/where';

export interface DemoSite extends Site {
  /** Where the files of the page lie. */
  readonly folder: string;
}

/** Serves the page; its address ends with a slash. */
export async function demoSite(): Promise<DemoSite> {
  const shared = process.env[DEMO_FOLDER];
  const folder = shared ?? mkdtempSync(join(tmpdir(), 'hashplane-demo-'));
  await buildOnce(folder);
  const site = await serve(folder);
  return {
    url: `${site.url}${PATH}/`,
    folder: join(folder, PATH),
    async close() {
      await site.close();
      if (!shared) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whoever makes the mark builds; the others wait. */
async function buildOnce(folder: string): Promise<void> {
  const [begun, done, failed] = ['begun', 'done', 'failed'].map((name) => join(folder, name));
  try {
    mkdirSync(begun!);
  } catch {
    while (!existsSync(done!)) {
      if (existsSync(failed!)) throw new Error('the page could not be built, see the other tests');
      await sleep(100);
    }
    return;
  }
  try {
    await buildDemo(join(folder, PATH));
    writeFileSync(done!, '');
  } catch (error) {
    writeFileSync(failed!, '');
    throw error;
  }
}
