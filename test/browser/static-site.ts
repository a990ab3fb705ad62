import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.data': 'application/octet-stream',
};

/** Policies that a host may send with its pages. */
export const STRICT = { 'Content-Security-Policy': "default-src 'self'; script-src 'self'" };
export const WITH_WASM = {
  'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
};
/** What makes a page cross-origin isolated: it may share memory with its workers. */
export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export interface SiteOptions {
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What answers at paths where there is no file. */
  readonly answers?: Readonly<Record<string, (response: ServerResponse) => void>>;
}

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the files of a folder, as any static server would. */
export async function serve(folder: string, options: SiteOptions = {}): Promise<Site> {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      response.setHeader(name, value);
    }
    const path = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname);
    const answer = options.answers?.[path];
    if (answer) answer(response);
    else sendFile(join(folder, path), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(file: string, response: ServerResponse): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  const type = TYPES[extname(file)];
  if (!stats?.isFile() || !type) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': stats.size });
  createReadStream(file).pipe(response);
}

export interface Visit<T> {
  /** What the page's script promised in `window.result`. */
  readonly result: T;
  readonly warnings: readonly string[];
  /** Errors that nobody caught. */
  readonly errors: readonly string[];
}

/** Opens a page and waits for its result. */
export async function visit<T>(browser: Browser, url: string): Promise<Visit<T>> {
  const page = await browser.newPage();
  try {
    const warnings: string[] = [];
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    const result = (await page.evaluate('window.result')) as T;
    if (result === undefined) throw new Error(`${url} has no result: ${errors.join('; ')}`);
    return { result, warnings, errors };
  } finally {
    await page.close();
  }
}
