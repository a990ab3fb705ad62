import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileCase } from '../support/cases/case.ts';
import { JSON_CASES } from '../support/cases/json-cases.ts';
import { TABLE_CASES } from '../support/cases/table-cases.ts';
import { WORD_CASES } from '../support/cases/word-cases.ts';
import { zipOf } from '../support/make-archives.ts';
import { npy } from '../support/make-files.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

// Some of the kinds of files that test/unit/data/cases has, by the program: what it prints.

const folder = scratchFolder();
const ALL = [...TABLE_CASES, ...JSON_CASES, ...WORD_CASES];

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

function ofKind(kind: string): FileCase {
  const found = ALL.find((each) => each.kind === kind);
  if (!found) throw new Error(`there is no case of the kind ${kind}`);
  write(found.file, found.content);
  return found;
}

const run = (...args: string[]) => hashplane(args, { cwd: folder });

interface Description {
  readonly format: string;
  readonly arrays: readonly { name: string; shape: number[]; dtype: string }[];
  readonly notRead?: readonly { name: string; reason: string }[];
  readonly metadata?: Record<string, string>;
}

async function info(file: string, ...args: string[]): Promise<Description> {
  return jsonOf(await run('info', file, '--json', ...args)) as Description;
}

describe('info names what is read', () => {
  test.each<[string, string, [string, number[], string][]]>([
    ['lines that end with CR', 'csv', [['points', [3, 3], 'float64']]],
    [
      'JSON arrays in a column',
      'csv',
      [
        ['embedding', [2, 2], 'float64'],
        ['id', [2], 'text'],
      ],
    ],
    [
      "OpenAI's answer, by index",
      'json',
      [
        ['embedding', [2, 2], 'float64'],
        ['index', [2], 'text'],
      ],
    ],
    [
      'GloVe',
      'word-vectors',
      [
        ['vectors', [2, 2], 'float64'],
        ['ids', [2], 'text'],
      ],
    ],
    [
      "word2vec's binary form",
      'word2vec',
      [
        ['vectors', [2, 2], 'float64'],
        ['ids', [2], 'text'],
      ],
    ],
    [
      'svmlight',
      'svmlight',
      [
        ['points', [2, 2], 'float32'],
        ['labels', [2], 'float64'],
      ],
    ],
  ])('%s', async (kind, format, arrays) => {
    const description = await info(ofKind(kind).file);
    expect(description.format).toBe(format);
    expect(description.arrays.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual(
      arrays,
    );
  });

  test('and what is not, and which columns make the vectors', async () => {
    write('t.csv', 'id,text,a,b,other_id\n1,x,0.5,2,7\n2,y,1,3,8\n');
    const { metadata, notRead } = await info('t.csv');
    expect(metadata).toEqual({ columns: 'a, b' });
    expect(notRead).toEqual([
      { name: 'text', reason: 'texts' },
      { name: 'other_id', reason: 'a second column of ids' },
    ]);
    const { stdout } = await run('info', 't.csv');
    expect(stdout).toContain('text: not read (texts)');
  });
});

describe('index', () => {
  async function indexed(file: string, ...args: string[]) {
    const outcome = await run('index', file, '--bits', '8', '--out', 'x.index', ...args);
    expect(outcome.code).toBe(0);
    const made = outcome.stdout.replace(
      /^Wrote x\.index: (\d+) vectors of (\d+) .*\nrecall@10 .*\n$/,
      '$1 x $2',
    );
    return { made, stderr: outcome.stderr };
  }

  async function buckets(): Promise<{ ids: (string | number)[]; classes?: string[] }[]> {
    const outcome = await run('buckets', 'x.index', '--min-size', '1', '--json');
    return (jsonOf(outcome) as { buckets: { ids: (string | number)[] }[] }).buckets;
  }

  test("words are ids, and numbers of rows keep those of the file's", async () => {
    await indexed(ofKind('GloVe').file);
    const ids = async () => (await buckets()).flatMap((bucket) => bucket.ids).sort();
    expect(await ids()).toEqual(['of', 'the']);
    write('gap.csv', 'a,b\n1,2\n,5\n-1,-3\n');
    const { made, stderr } = await indexed('gap.csv', '--missing', 'drop-row');
    expect([made, stderr]).toEqual(['2 x 2', 'note: 1 row with missing numbers is left out\n']);
    expect(await ids()).toEqual([0, 2]);
    write('names.txt', 'p\nq\nr\n');
    await indexed('gap.csv', '--missing', 'drop-row', '--ids', 'names.txt');
    expect(await ids()).toEqual(['p', 'r']);
  });

  test('--ids takes the column of ids of a table', async () => {
    write('ids.csv', 'doc_id,a,b\n71,1,2\n72,-1,3\n');
    await indexed('ids.csv', '--ids', 'ids.csv');
    expect((await buckets()).flatMap(({ ids }) => ids).sort()).toEqual([71, 72]);
  });

  test('a header of numbers is told once', async () => {
    const { made, stderr } = await indexed(ofKind('the header 0, 1, ... of pandas').file);
    expect(made).toBe('2 x 2');
    expect(stderr).toMatch(/^note: line 1 counts: .*--no-header.*\n$/);
    expect((await indexed('x.csv', '--no-header')).made).toBe('3 x 2');
  });

  // Lists beside the vectors that are no classes: ids, times, scores, norms.
  const beside = (name: string, values: number[], type = 'f8') => {
    const X = values.flatMap((_, i) => [i % 3, 1 - (i % 2)]);
    return zipOf({
      'X.npy': npy(X, [values.length, 2]),
      [`${name}.npy`]: npy(values, [values.length], { type }),
    });
  };
  const EIGHT = [7, 8, 9, 10, 11, 12, 13, 14];

  test.each<[string, number[], string]>([
    ['ids', EIGHT, 'i8'],
    ['timestamp', [1.7e12, 1.8e12, 1.9e12], 'f8'],
    ['score', [0.5, 0.25, 0.125], 'f8'],
    ['norms', [1, 2, 3], 'f8'],
  ])('a lonely list called %s is passed over', async (name, values, type) => {
    write('x.npz', beside(name, values, type));
    expect(await indexed('x.npz')).toEqual({ made: `${values.length} x 2`, stderr: '' });
    expect((await buckets()).some((bucket) => bucket.classes)).toBe(false);
  });

  test.each<[string, number[], RegExp]>([
    ['y', [0.5, 0.25, 0.125], /^note: y is passed over: y must be whole numbers/],
    ['label', EIGHT, /^note: label is passed over: all 8 labels differ, as ids do/],
  ])('what is called %s and is no class does not stop lsh', async (name, values, note) => {
    write('x.npz', beside(name, values));
    const { made, stderr } = await indexed('x.npz');
    expect(made).toBe(`${values.length} x 2`);
    expect(stderr).toMatch(note);
    expect((await indexed('x.npz', '--no-labels')).stderr).toBe('');
  });

  test('labels by name are shown in buckets, unless --no-labels', async () => {
    write('x.npz', beside('y', [1, 0, 1]));
    await indexed('x.npz');
    expect((await buckets()).flatMap(({ classes = [] }) => classes).sort()).toEqual([
      'class 0',
      'class 1',
      'class 1',
    ]);
    await indexed('x.npz', '--no-labels');
    expect((await buckets()).some((bucket) => bucket.classes)).toBe(false);
  });

  test('what learns refuses labels that all differ, and lists that nobody named', async () => {
    write('x.npz', beside('label', EIGHT));
    const grh = ['x.npz', '--method', 'grh', '--bits', '4', '--out', 'x.out'];
    const differ = /all 8 labels differ, as ids do: without two points of one class/;
    expectRefused(await run('index', ...grh), 1, differ);
    expectRefused(await run('train', ...grh), 1, differ);
    write('x.npz', beside('ids', [7, 8, 7]));
    expectRefused(await run('train', ...grh), 1, /there are no labels: .*--label-column/);
    expectRefused(await run('train', ...grh, '--no-labels'), 2, /grh learns from labels/);
    expect((await run('train', ...grh, '--label-column', 'ids')).code).toBe(0);
  });
});

describe('missing numbers', () => {
  const [rows, filled] = ['a,b\n1,2\nNA,5\n4,-1\n', 'a,b\n1,2\n2.5,5\n4,-1\n'];

  test.each([
    ['index', ['index', 'x.csv', '--bits', '8', '--out', 'x.out']],
    ['encode', ['encode', 'x.csv', '--bits', '8', '--out', 'x.out']],
    ['info', ['info', 'x.csv']],
    ['train', ['train', 'x.csv', '--bits', '8', '--out', 'x.out']],
  ])('%s refuses them with line and column, and the option that helps', async (_, args) => {
    write('x.csv', rows);
    expectRefused(
      await run(...args),
      1,
      /x\.csv: line 3: column "a" has a missing number \(it is "NA"\): choose --missing mean, zero or drop-row/,
    );
  });

  test('encode fills them in as the same numbers would, and says so once', async () => {
    write('x.csv', rows);
    write('filled.csv', filled);
    const codes = async (file: string, ...more: string[]) => {
      const { code, stderr } = await run('encode', file, '--bits', '64', '--out', 'c.npy', ...more);
      expect(code).toBe(0);
      return { stderr, bytes: readFileSync(join(folder, 'c.npy')) };
    };
    const { stderr, bytes } = await codes('x.csv', '--missing', 'mean');
    expect(stderr).toBe('note: x.csv: 1 missing number is the mean of its dimension\n');
    expect(bytes).toEqual((await codes('filled.csv')).bytes);
  });

  test('a rule that is not known is a mistake of usage', async () => {
    expectRefused(await run('info', 'x.csv', '--missing', 'median'), 2, /mean, zero, drop-row/);
  });
});

test.each(['UTF-16', 'decimal commas', "Cohere's codes", 'two lists', 'columns in disorder'])(
  'encode refuses %s with one line',
  async (kind) => {
    const { file, right } = ofKind(kind);
    const outcome = await run('encode', file, '--bits', '8', '--out', 'c.out');
    expectRefused(outcome, 1, right as RegExp);
  },
);
