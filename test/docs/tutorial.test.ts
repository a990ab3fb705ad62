import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, ROOT, readPage } from '../support/markdown.ts';
import { canImport, python } from './python.ts';

// The map from the tutorial's lines to the API. Its programs in JavaScript are run with all examples.

const PAGE = 'docs/use/from-the-tutorial.md';
const blocks = blocksOf(PAGE);
const programs = (language: string) =>
  blocks
    .filter((block) => block.language === language)
    .map(({ text }) => text)
    .join('\n');

/** The lines of code in a column of the tables. */
function column(at: number): string[] {
  const rows = readPage(PAGE)
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| step |'));
  return rows.flatMap((row) => row.split(' | ')[at]?.match(/`(.+)`/)?.[1] ?? []);
}

test.each([
  ['python', 1],
  ['js', 2],
])('every line of the map stands in a program below it: %s', (language, at) => {
  const lines = column(at);
  expect(lines.length).toBeGreaterThan(13);
  const program = programs(language).replace(/\s+/g, ' ');
  expect(lines.filter((line) => !program.includes(line))).toEqual([]);
});

const canRun = canImport(['numpy', 'sklearn'], PAGE);

describe.skipIf(!canRun)('in Python', () => {
  let folder: string;
  const textOf = (file: string) => blocks.find((block) => block.file === file)!.text;
  const shownAfter = (file: string) =>
    blocks[blocks.findIndex((block) => block.file === file) + 1]!.text;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hashplane-tutorial-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/hashplane'), 'junction');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('random hyperplanes print what they print here', () => {
    expect(python(textOf('lsh.py'), folder)).toBe(shownAfter('lsh.mjs'));
  });

  test('the steps of graph regularised hashing print what the page shows', () => {
    // Buckets of learned codes depend on the last bits of the solver.
    const roughly = (text: string) => text.replace(/learned: 2\d\d/, 'learned: 2..');
    expect(roughly(python(textOf('grh.py'), folder))).toBe(roughly(shownAfter('grh.py')));
  });
});
