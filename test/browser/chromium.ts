import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { LIMIT } from '../support/limit.ts';
import { ARGUMENTS } from './find-chromium.ts';

export { findChromium } from './find-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Chromium of all files of tests listens, see once.ts. */
    chromium: string | undefined;
  }
}

/**
 * A browser of the caller's own, to be closed: a connection to the Chromium of the run, or one that is
 * started where there is none. Its pages wait as long as tests may take.
 */
export async function launchChromium(executablePath: string): Promise<Browser> {
  const served = inject('chromium');
  const browser = served
    ? await chromium.connect(served, { timeout: LIMIT })
    : await chromium.launch({ executablePath, args: ARGUMENTS, timeout: LIMIT });
  browser.on('context', (context) => {
    context.setDefaultTimeout(LIMIT);
    context.setDefaultNavigationTimeout(LIMIT);
  });
  return browser;
}

/** The browser of the tests of this file or `describe`: there once they run. */
export function browserOfTests(executablePath: string | null): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    if (executablePath) browser = await launchChromium(executablePath);
  });
  afterAll(() => browser?.close());
  return () => browser;
}
