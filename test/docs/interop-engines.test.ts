import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { npyHeader } from '../../src/data/numpy/npy.ts';
import { blocksOf } from '../support/markdown.ts';
import { ENGINES, installEngine, run } from './engines.ts';

// The examples of docs/INTEROP.md with databases, each run in the folder where its engine is installed.

const blocks = blocksOf('docs/INTEROP.md');
const scripts = blocks.filter(({ language }) => language === 'javascript');

test('every engine on the page is run, and nothing else', () => {
  const names = scripts.map(({ file }) => file).sort();
  expect(names).toEqual([...Object.keys(ENGINES), 'codes.mjs'].sort());
});

// One after another: some are compiled.
const folders = new Map<string, string | null>();
for (const name of Object.keys(ENGINES)) folders.set(name, installEngine(name));

describe('an engine on the page', () => {
  const used: string[] = [];
  afterAll(() => {
    for (const folder of used) rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, folder] of folders) {
    test.skipIf(folder === null)(`finds in ${name} what hashplane finds`, async () => {
      const at = blocks.findIndex(({ file }) => file === name);
      const cwd = mkdtempSync(join(folder as string, 'run-'));
      used.push(cwd);
      writeCodes(join(cwd, 'codes.npy'));
      for (const { file, text } of scripts) writeFileSync(join(cwd, file), text);
      expect(await run(process.execPath, [name], cwd)).toEqual({
        code: 0,
        output: blocks[at + 1].text,
      });
    });
  }
});

/** 1000 codes of 32 bits, with close ones and equal ones among them. */
function writeCodes(path: string): void {
  const bytes = Uint8Array.from(
    { length: 4000 },
    (_, i) => ((i >> 2) % 400) * [7, 91, 13, 1][i & 3],
  );
  writeFileSync(path, Buffer.concat([npyHeader('|u1', [1000, 4]), bytes]));
}
