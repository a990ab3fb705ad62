import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import { LIMIT } from '../support/limit.ts';
import { findBrowser } from './find-browser.ts';

const FIREFOX = {
  title: 'Firefox',
  variable: 'FIREFOX_PATH',
  names: ['firefox-esr', 'firefox'],
};

/** The path of Firefox, or null: see `findBrowser`. */
export function findFirefox(): string | null {
  return findBrowser(FIREFOX);
}

/** A Firefox of the tests of this file or `describe`: there once they run. */
export function firefoxOfTests(executablePath: string | null): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    if (!executablePath) return;
    // Not playwright's: that drives a Firefox of its own make alone.
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      protocolTimeout: LIMIT,
      timeout: LIMIT,
    });
  });
  afterAll(() => browser?.close());
  return () => browser;
}
