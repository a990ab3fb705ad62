// What the tests of the pages that the program makes have in common.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const BUILT = resolve(import.meta.dirname, '../../build/report');

const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 390, height: 844 };

/** How a page is looked at: by the colours that the system asks for, and by its width. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: WIDE },
  dark: { colorScheme: 'dark', viewport: WIDE },
  narrow: { colorScheme: 'light', viewport: NARROW },
  'dark and narrow': { colorScheme: 'dark', viewport: NARROW },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;

/** A folder for pages, which is gone after the tests. */
export function folderOfPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-pages-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The script of this name and the style, as they were built. */
export function assetsOf(script: string): { script: string; style: string } {
  const read = (name: string) => readFileSync(join(BUILT, name), 'utf8');
  return { script: read(script), style: read('report.css') };
}

export type Visit = (
  file: string,
  look: BrowserContextOptions,
  see: (page: Page) => Promise<void>,
) => Promise<void>;

/**
 * A function that opens a page, waits until `drawn` is there, hands the page on, and checks that it was
 * silent and asked for nothing.
 */
export function visitor(browser: () => Browser, drawn: string): Visit {
  return async (file, look, see) => {
    const opened = await open(browser(), file, look, drawn);
    try {
      await see(opened.page);
      expect(opened.faults).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  };
}

/**
 * One page that the tests of this `describe` look at and leave as it is, but for tables that they
 * open; after each of them it must have been silent and have asked for nothing.
 */
export function shownPage(
  browser: () => Browser,
  file: string,
  look: BrowserContextOptions,
  drawn: string,
): () => Page {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(browser(), file, look, drawn);
  });
  afterEach(() => {
    expect(opened.faults).toEqual([]);
  });
  afterAll(() => opened?.page.context().close());
  return () => opened.page;
}

interface Opened {
  readonly page: Page;
  readonly faults: readonly string[];
}

async function open(
  browser: Browser,
  file: string,
  look: BrowserContextOptions,
  drawn: string,
): Promise<Opened> {
  const faults: string[] = [];
  const page = await (await browser.newContext(look)).newPage();
  const url = pathToFileURL(file).href;
  page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector(drawn);
  return { page, faults };
}

export async function openTables(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
}

/** How a table that is wider than its box looks. */
interface CutTable {
  readonly caption: string;
  /** At its beginning, in the middle and at its end: which edges fade. */
  readonly fades: readonly string[];
}

/** The tables that scroll, and the edges that fade while they do. Open ones are seen only. */
export async function cutTables(page: Page): Promise<CutTable[]> {
  const found: CutTable[] = [];
  for (const box of await page.locator('.scroll:visible').all()) {
    const room = await box.evaluate((element) => element.scrollWidth - element.clientWidth);
    if (room <= 1) continue;
    const fades: string[] = [];
    for (const left of [0, room / 2, room]) {
      await box.evaluate(
        (element, to) => element.scrollTo({ left: to, behavior: 'instant' }),
        left,
      );
      // The page hears of it in the next frame.
      await page.evaluate(
        () => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))),
      );
      fades.push(
        await box.evaluate((element) => {
          const style = getComputedStyle(element);
          const edges = ['before', 'after'].filter(
            (edge) => Number.parseFloat(style.getPropertyValue(`--fade-${edge}`)) > 0,
          );
          return style.maskImage.includes('gradient') ? edges.join(' and ') : '';
        }),
      );
    }
    found.push({ caption: (await box.getAttribute('aria-label')) ?? '', fades });
  }
  return found;
}

/** The edges at which a table must fade at its beginning, in the middle and at its end. */
export const FADES = ['after', 'before and after', 'before'];
