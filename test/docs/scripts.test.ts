// Which scripts there are, and that the documents name no others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES, ROOT, readPage } from '../support/markdown.ts';

/** What npm runs by itself. */
const HOOKS = ['prepack'];
const named = Object.keys(JSON.parse(readPage('package.json')).scripts);
const architecture = readPage('docs/ARCHITECTURE.md');

/** The first cells of the tables in the section on scripts. */
function listed(pattern: RegExp): string[] {
  const section = architecture.slice(architecture.indexOf('\n## Scripts\n'));
  return [...section.matchAll(/^\| `([^`]+)` \| .{10,} \|$/gm)]
    .map(([, name]) => name)
    .filter((name) => pattern.test(name));
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

test('docs/ARCHITECTURE.md has a line for each script of package.json', () => {
  expect(listed(/^[a-z:]+$/)).toEqual(named.filter((name) => !HOOKS.includes(name)));
  for (const hook of HOOKS) expect(architecture).toContain(`\`${hook}\``);
});

test('docs/ARCHITECTURE.md has a line for each program in scripts/', () => {
  const files = filesUnder('scripts');
  const imported = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
      join(file, '..', path),
    ),
  );
  // ensure.mjs is run, and imported by the build.
  const programs = files.filter((file) => !imported.includes(file) || /ensure\.mjs$/.test(file));
  expect(listed(/^scripts\//).sort()).toEqual(programs.sort());
});

test('no file names an npm script that is not there', () => {
  // The app that the page on Vite makes has scripts of its own.
  const files = [
    'CHANGELOG.md',
    ...PAGES.filter((page) => page !== 'docs/use/getting-started-vite.md'),
    ...['scripts', 'src', 'test']
      .flatMap(filesUnder)
      .filter((file) => /\.(m?[jt]s|md)$/.test(file)),
  ];
  const unknown = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/npm run\s+(?:\/\/ )?([a-z][a-z:]*)/g)]
      .filter(([, name]) => !named.includes(name))
      .map(([mention]) => `${file}: ${mention}`),
  );
  expect(unknown).toEqual([]);
});

test('programs that the documents call by path are there', () => {
  const missing = [...PAGES, 'src/bench/peers/README.md'].flatMap((page) =>
    [...readPage(page).matchAll(/\bscripts\/[\w/-]+\.(mjs|py)\b/g)]
      .filter(([path]) => !existsSync(join(ROOT, path)))
      .map(([path]) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});
