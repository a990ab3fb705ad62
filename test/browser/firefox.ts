import puppeteer, { type Browser, type Page } from 'puppeteer-core';
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

/**
 * Pages of a Firefox of the tests of this file or `describe`: there once they run. They wait as long as
 * tests may take.
 */
export function firefoxOfTests(executablePath: string | null): () => Promise<Page> {
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
  return async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT);
    return page;
  };
}
