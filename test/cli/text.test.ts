import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeDatasets } from './datasets.ts';
import { hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
const { npy: FILES } = writeDatasets(folder);
const ARGS = ['tutorial', ...FILES, '--queries', '40', '--train', '60'];
const ESCAPE = '\u001b';

async function text(args: string[] = [], env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await hashplane([...ARGS, ...args], { cwd: folder, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('the text', () => {
  let lines: string[];
  beforeAll(async () => {
    lines = (await text(['--bits', '8,16'])).split('\n');
  });
  const linesWith = (start: string) => lines.filter((line) => line.startsWith(start));

  test('says what was hashed, how it was split and which backend ran', () => {
    expect(lines[0]).toBe('points.npy: 240 rows of 16 values, 3 classes');
    expect(lines[1]).toMatch(/^40 queries, 140 in the database, 60 for training; backend [\w-]+$/);
  });

  test('has a part for every code length', () => {
    expect(linesWith('━━')).toEqual(['━━ 8 bits ━━', '━━ 16 bits ━━']);
    expect(linesWith('LSH buckets: ')).toHaveLength(2);
  });

  test.each(['precision@10', 'with empty = 0', 'empty queries', 'candidates', 'ms a query'])(
    'has a table of %s by radius with a row for each method',
    (title) => {
      const at = lines.findIndex((line) => line.startsWith(`${title} `) && line.includes('r=0'));
      expect(lines[at]).toMatch(/ r=0 .* r=8$/);
      const names = lines.slice(at + 2, at + 5).map((row) => row.split(/ {2,}| (?=\d)/)[0]);
      expect(names).toEqual(['LSH', 'GRH (tutorial)', 'GRH (paper)']);
      for (const row of lines.slice(at + 1, at + 5)) expect(row).toHaveLength(lines[at].length);
    },
  );

  test.each(['precision@10 by radius', 'milliseconds a query by radius (logarithmic)'])(
    'has a plot of %s with a mark for every value',
    (title) => {
      const at = lines.indexOf(title);
      const plot = lines.slice(at + 1, at + 10);
      expect(plot.every((line) => /^ *[\d.]* [┤│]/.test(line))).toBe(true);
      const marks = [...plot.join('')].filter((character) => '●▲■'.includes(character));
      expect(marks.toSorted().join('')).toBe('■'.repeat(9) + '▲'.repeat(9) + '●'.repeat(9));
      expect(lines[at + 11]).toMatch(/^ +0 +1 +2 .* 8 +Hamming radius$/);
      expect(lines[at + 12]).toMatch(/● LSH {3}▲ GRH \(tutorial\) {3}■ GRH \(paper\)$/);
    },
  );

  test('has the precision by bits at the end', () => {
    const at = lines.findIndex((line) => line.startsWith('precision@10 by bits'));
    expect(lines[at]).toMatch(/bits {2,}bits {2,}r=0 {2,}r=1 {2,}r=2$/);
    const rows = lines.slice(at + 2, at + 8).map((row) => row.replace(/0\.\d{3}|1\.000/g, '#'));
    expect(rows.map((row) => row.replace(/ +/g, ' '))).toEqual([
      'LSH 8 # # #',
      ' 16 # # #',
      'GRH (tutorial) 8 # # #',
      ' 16 # # #',
      'GRH (paper) 8 # # #',
      ' 16 # # #',
    ]);
  });

  test('ends with exact search, what alpha does, and the time', () => {
    expect(linesWith('Exact cosine search of the database: precision@10 ')).toHaveLength(1);
    expect(
      linesWith("With the tutorial's alpha of 0.25 the labels can never flip a bit"),
    ).toHaveLength(1);
    expect(lines.at(-2)).toMatch(/^\d+\.\d s in all$/);
    expect(lines.at(-1)).toBe('');
  });

  test('fits 80 columns', () => {
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('has no table by bits for one code length', async () => {
    expect(await text()).not.toContain('by bits');
  });
});

test('a hundred radii are thinned out to what fits, and the text says so', async () => {
  const printed = await text(['--bits', '100', '--max-radius', '99']);
  expect(printed).toContain('One radius in 10 is shown; --json has them all.');
  expect(printed).toMatch(/^precision@10 .* r=0 +r=10 .* r=90$/m);
  expect(printed.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('the index of a bucket is shortened where it has hundreds of digits', async () => {
  const printed = await text(['--bits', '2000', '--max-radius', '1']);
  expect(printed).toMatch(/row 0 is in bucket \d{8}…\d{8} \(60\d digits\)$/m);
});

test('control characters in the name of a file never reach the terminal', async () => {
  const name = `a${ESCAPE}[31m\nb.npy`;
  copyFileSync(join(folder, 'points.npy'), join(folder, name));
  const printed = await text(['--data', name]);
  expect(printed).toMatch(/^a \[31m b\.npy: 240 rows/);
  expect(printed).not.toContain(ESCAPE);
});

describe('colours', () => {
  test('are off where the output is no terminal', async () => {
    expect(await text()).not.toContain(ESCAPE);
  });

  test.each<[Record<string, string>, boolean]>([
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: 'false' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('with %j are on: %s', async (env, isOn) => {
    expect((await text([], env)).includes(ESCAPE)).toBe(isOn);
  });

  test('change nothing but colours', async () => {
    const untimed = (printed: string) =>
      printed
        .replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')
        .split('\n')
        .slice(0, 7)
        .join('\n');
    expect(untimed(await text([], { FORCE_COLOR: '1' }))).toBe(untimed(await text()));
  });

  test('never get into --json', async () => {
    const printed = await text(['--json'], { FORCE_COLOR: '1' });
    expect(printed).not.toContain(ESCAPE);
    expect(JSON.parse(printed)).toHaveProperty('methods');
  });
});
