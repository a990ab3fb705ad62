// What a browser downloads before it can show the first view, but for data.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Limit of their sum, gzipped. */
export const FIRST_VIEW_BYTES = 150_000;

/**
 * The page, its style sheet and script, what the first view imports, and the scripts of its workers; with sizes in
 * bytes.
 *
 * @param {string} folder - what `buildDemo` made.
 */
export function firstViewSizes(folder) {
  const html = read(folder, 'index.html');
  const [, script] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
  const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? [];
  if (!script || !style) throw new Error('the page has no script or no style sheet');
  const workers = readdirSync(folder).filter((name) =>
    /^(index-worker|pictures)-.+\.js$/.test(name),
  );
  const view = importsOf(folder, script).find(
    ({ kind, path }) => kind === 'dynamic' && isSearch(folder, path),
  );
  if (!view) throw new Error('the first view is not among what the script imports');
  const names = new Set(['index.html', style, ...closure(folder, [script, view.path, ...workers])]);
  return [...names].map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
  });
}

/** Scripts and all that they import statically. */
function closure(folder, scripts) {
  const found = new Set(scripts);
  for (const script of found) {
    for (const { kind, path } of importsOf(folder, script)) if (kind === 'static') found.add(path);
  }
  return found;
}

/** Of the views, that with the box to search in. */
function isSearch(folder, path) {
  return read(folder, path).includes('Search as you type');
}

function importsOf(folder, script) {
  const text = read(folder, script);
  const base = new URL(script, 'file:///');
  const found = text.matchAll(/(import\()?["'](\.{1,2}\/[^"']+\.js)["']/g);
  return [...found].map(([, dynamic, path]) => ({
    kind: dynamic ? 'dynamic' : 'static',
    path: new URL(path, base).pathname.slice(1),
  }));
}

function read(folder, name) {
  return readFileSync(join(folder, name), 'utf8');
}
