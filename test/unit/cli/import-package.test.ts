import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { importPackage } from '../../../src/cli/import-package.ts';
import { BackendError } from '../../../src/core/errors.ts';

let project: string;

/** A package in the project. */
function install(name: string, manifest: object, files: Record<string, string>): void {
  const home = join(project, 'node_modules', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name, ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'hashplane-import-'));
  mkdirSync(join(project, 'deep/er'), { recursive: true });
  const value = (text: string) => `export const value = ${JSON.stringify(text)};`;
  const conditions = {
    types: './index.d.ts',
    browser: './browser.mjs',
    require: './index.cjs',
    import: { types: './index.d.ts', default: './own.mjs' },
  };
  install('conditional-one', { exports: { '.': conditions } }, { 'own.mjs': value('import') });
  install('@scope/plain-one', { exports: './own.mjs' }, { 'own.mjs': value('plain') });
  install('main-one', { main: 'lib.cjs' }, { 'lib.cjs': 'exports.value = "main";' });
  install('broken-one', { exports: './own.mjs' }, { 'own.mjs': 'import "no-such-package-of-it";' });
  vi.spyOn(process, 'cwd').mockReturnValue(join(project, 'deep/er'));
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(project, { recursive: true, force: true });
});

test.each([
  ['conditional-one', 'import'],
  ['@scope/plain-one', 'plain'],
  ['main-one', 'main'],
])('importPackage finds %s of the project, from a folder in it', async (name, value) => {
  expect(await importPackage(name, '--x')).toMatchObject({ value });
});

test('importPackage says how to install what is missing', async () => {
  const missing = importPackage('no-such-package-at-all', '--x');
  await expect(missing).rejects.toThrow(BackendError);
  await expect(missing).rejects.toThrow(/^--x needs .*no-such-package-at-all/);
});

test('importPackage names a package that is there and can’t be loaded', async () => {
  await expect(importPackage('broken-one', '--x')).rejects.toThrow(
    /^--x needs broken-one, which can't be loaded: /,
  );
});
