import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { WALKTHROUGH_STEPS } from '../../src/evaluation/walkthrough/steps.ts';
import type { Walkthrough } from '../../src/evaluation/walkthrough/types.ts';
import { walkthrough } from '../../src/evaluation/walkthrough/walkthrough.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { readDatasetFile } from '../../src/node/read-file.ts';
import { withoutMillis } from '../support/walkthrough.ts';
import { ROWS, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const { npy: NPY, csv: CSV } = writeDatasets(folder);
const ESCAPE = '\u001b';

async function text(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const outcome = await hashplane(['explain', ...args], { cwd: folder, env });
  expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  return outcome.stdout;
}

const tooWide = (printed: string) =>
  printed
    .split('\n')
    // Calls are as long as their arguments, and stand on one line, to be copied.
    .filter((line) => Array.from(line).length > 80 && !line.startsWith('  hashplane '));

describe('hashplane explain', () => {
  let printed: string;
  beforeAll(async () => {
    printed = await text(NPY);
  });

  test('tells all steps in order, below the name of the data', () => {
    expect(printed).toMatch(/^points\.npy: 240 rows of 16 values, 3 classes\n\n━━ 1 of 11 ━━ /);
    const numbers = [...printed.matchAll(/^━━ (\d+) of 11 ━━ \S/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(WALKTHROUGH_STEPS.map((_, i) => i + 1));
    expect(printed).toMatch(
      /one step at a time:\n {2}hashplane explain --step 1 --data points\.npy --labels labels\.npy\n/,
    );
  });

  test('draws what it tells: bars, strips, powers, buckets, curves, votes and the plane', () => {
    expect(printed).toMatch(/^ {9}1 +-?\d\.\d{3} .*│.* [01]$/m);
    expect(printed).toMatch(/^(██|░░){16}$/m);
    expect(printed).toMatch(/^ {2}1st {2}[01] × 32,768 = /m);
    expect(printed).toMatch(/^bucket \d+$/m);
    expect(printed).toMatch(/^ {2}bucket \d+: \d+, \d+\.\d% pure: \d+ × class \d/m);
    expect(printed).toMatch(/^precision@10 by radius/m);
    expect(printed).toMatch(
      /^ {2}bit 1 of C: A, B, C vote 1\/3 · \(\+1\) \+ 1\/3 · \(\+1\) \+ 1\/3 · \(-1\) = \+0\.33$/m,
    );
    expect(printed).toMatch(/0\.8 · \(-1\) \+ 0\.2 · \(\+1\) = -0\.6: flips from 1 to 0/);
    expect(printed).toMatch(/^the line of bit 1, at random +learned from the bits$/m);
    expect(printed).toMatch(/^iteration 2: no bit flips and no line turns/m);
  });

  test('shows the numbers of the walkthrough, of which --json is the whole', async () => {
    const told = jsonOf(
      await hashplane(['explain', ...NPY, '--json'], { cwd: folder }),
    ) as Walkthrough;
    const path = (name: string) => join(folder, name);
    const dataset = await readDatasetFile(path('points.npy'), { labels: path('labels.npy') });
    const source = { file: 'points.npy', options: { labels: 'labels.npy' } };
    const expected = await walkthrough(createKernelsSync(), dataset, {}, { source });
    expect(withoutMillis(told)).toEqual(withoutMillis(expected));
    for (const { title, text: sentences } of expected.steps) {
      expect(printed).toContain(title);
      expect(printed.replace(/\s+/g, ' ')).toContain(sentences);
    }
  });

  test('tells one step, whose numbers are the same, and what to type for the next', async () => {
    const one = await text([...NPY, '--step', '4']);
    const [, own] = one.split('\n\n━━ ');
    expect(printed).toContain(own.split('\n\nits code:')[0]);
    expect(one.match(/^━━/gm)).toHaveLength(1);
    expect(one).toMatch(
      /\nits code:\n {2}hashplane explain --step 4 --code --data points\.npy --labels labels\.npy\nnext:\n {2}hashplane explain --step 5 --data/,
    );
    expect(await text([...NPY, '--step', '11'])).toMatch(
      /\nthe whole job:\n {2}hashplane tutorial\n$/,
    );
    const args = ['explain', ...NPY, '--step', '4', '--json'];
    const { steps } = jsonOf(await hashplane(args, { cwd: folder })) as Walkthrough;
    expect(steps.map(({ id }) => id)).toEqual(['bucket']);
  });

  test('prints the lines of code where they are wanted', async () => {
    const code = await text([...CSV, '--step', '1', '--code']);
    expect(code).toContain(
      "  const dataset = await readDatasetFile('both.csv', {\n    labelColumn: '-1',\n  });\n",
    );
    expect(code).toContain('\n\nnumpy\n  import numpy as np\n');
    expect(printed).not.toContain('import numpy');
  });

  test.each([
    ['the bundled images', ['--code']],
    ['one bit', [...NPY, '--bits', '1', '--code']],
    ['twenty bits', [...NPY, '--bits', '20']],
    ['a thousand bits', [...NPY, '--bits', '1000', '--queries', '5']],
    ['an alpha below one half', [...NPY, '--alpha', '0.3', '--row', '239']],
  ])('fits 80 columns: %s', async (_, args) => {
    expect(tooWide(await text(args))).toEqual([]);
  });

  test('fits 80 columns, and leaves out control characters, whatever classes are called', async () => {
    const name = `${'long name '.repeat(12)}\u001b[31m`;
    const rows = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ X: [i % 7, (i * i) % 11, i % 5], label: `${i % 2} ${name}` }),
    );
    writeFileSync(join(folder, 'names.jsonl'), `${rows.join('\n')}\n`);
    const told = await text(['--data', 'names.jsonl', '--bits', '4']);
    expect(told).not.toContain(ESCAPE);
    expect(tooWide(told)).toEqual([]);
  });

  test('is coloured where colours are wanted, and says the same', async () => {
    const coloured = await text([...NPY, '--step', '3'], { FORCE_COLOR: '1' });
    expect(coloured).toContain(`${ESCAPE}[`);
    const plain = await text([...NPY, '--step', '3']);
    expect(coloured.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')).toBe(plain);
  });

  test('with an alpha below one half flips no bit of the six images', async () => {
    const told = await text([...NPY, '--step', '11', '--alpha', '0.4']);
    expect(told).toMatch(/stays 0; it flips beyond alpha 0\.5\n/);
    expect(told).not.toContain('flips from');
    expect(told).toContain(
      'hashplane explain --step 11 --code --data points.npy --labels labels.npy --alpha 0.4',
    );
  });

  test('of the bundled images finds the bucket that numpy finds', async () => {
    expect(await text(['--step', '4'])).toMatch(/^bucket 3209$/m);
  });
});

describe('what can not be explained is refused in one line', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'alike.csv'), `a,b,label\n${'1,2,0\n'.repeat(20)}`);
  });

  test.each<[string, number, RegExp]>([
    ['--step 12', 2, /--step must be a whole number from 1 to 11, not "12"/],
    ['--step 0', 2, /--step must be a whole number from 1 to 11/],
    ['3', 2, /explain takes options alone, not "3": name a step with --step/],
    [`${NPY.join(' ')} --row ${ROWS}`, 2, /--row must be a whole number from 0 to 239, not 240/],
    ['--bits 0', 2, /--bits must be a whole number from 1 to 4096/],
    ['--alpha 2', 2, /--alpha must be a number from 0 to 1/],
    ['--labels labels.npy', 2, /--labels needs --data/],
    [`${NPY.join(' ')} --train 1`, 2, /--train must give a training set of two classes or more/],
    [`${NPY.join(' ')} --queries 300`, 2, /--queries must leave at least one row/],
    ['--data alike.csv', 1, /alike\.csv: labels must name at least two classes/],
    ['--data missing.npy', 1, /missing\.npy/],
    ['--setp 3', 2, /unknown option '--setp' \(Did you mean --step\?\)/],
  ])('%s', async (words, code, message) => {
    expectRefused(
      await hashplane(['explain', ...words.split(' ')], { cwd: folder }),
      code,
      message,
    );
  });
});
