import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';

/** A page, and what it complained of: errors, warnings and violations of its policy. */
export interface DemoPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: string[];
}

/** Opens an address of the page in a context of its own, or in one that is given. */
export async function openDemo(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { readonly context?: BrowserContext } = {},
): Promise<DemoPage> {
  const { context = await browser.newContext(options) } = options;
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/^(error|warning)$/.test(message.type())) faults.push(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // Told as an error, which is listened to.
      setTimeout(() => {
        throw new Error(`policy: ${violatedDirective} forbids ${blockedURI}`);
      });
    });
  });
  await page.goto(address);
  return { page, context, faults };
}

/**
 * Waits until an expression is true in the page. Playwright's own way evaluates texts in the page itself, which the
 * policy forbids.
 */
export async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await sleep(20);
}

/**
 * Skips what follows a test that failed: tests that share a page go on from where the one before left it, and each
 * would wait for its whole limit.
 */
export function endAtFirstFailure(): void {
  let failed: string | undefined;
  beforeEach(({ skip }) => {
    if (failed) skip(`"${failed}" failed, and left the page elsewhere`);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed ??= task.name;
  });
}
