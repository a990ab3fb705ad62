import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/core/errors.ts';
import { type ContentsOptions, openFormat, readContents } from '../../../src/data/contents.ts';
import { readDataset } from '../../../src/data/dataset/dataset.ts';
import type { DataFormat } from '../../../src/data/detect.ts';
import { tarOf, zipOf } from '../../support/make-archives.ts';
import { failure, fixture, join, npy, pack } from '../../support/make-files.ts';

async function refused(
  bytes: Uint8Array,
  format: Exclude<DataFormat, 'gzip'> | 'any',
  message: RegExp,
  options: ContentsOptions = {},
): Promise<void> {
  const error = await failure(async () => {
    const { arrays } =
      format === 'any'
        ? await readContents(bytes, options)
        : await openFormat(bytes, format, options);
    for (const array of arrays) await array.read();
  });
  expect(error).toBeInstanceOf(FormatError);
  expect(error.message).toMatch(message);
  expect((error as FormatError).offset).toBeDefined();
}

const text = (content: string) => new TextEncoder().encode(content);

describe('names of members that leave their folder', () => {
  const names = [
    '../x.npy',
    'a/../../x.npy',
    '/etc/x.npy',
    'C:\\x.npy',
    'a\\..\\x.npy',
    'a\nb.npy',
  ];

  test.each(names)('%j in .npz', async (name) => {
    await refused(
      zipOf({ [name]: fixture('npy-f4.npy') }),
      'npz',
      /is named by no plain relative path/,
    );
  });

  test.each(names)('%j in .tar', async (name) => {
    await refused(tarOf(name, new Uint8Array(3073)), 'tar', /is named by no plain relative path/);
  });

  test('dots within a name are no fault', async () => {
    const { arrays } = await openFormat(zipOf({ 'a..b/x.npy': fixture('npy-f4.npy') }), 'npz');
    expect(arrays.map(({ name }) => name)).toEqual(['a..b/x']);
  });
});

describe('bombs', () => {
  const zeros = new Uint8Array(2 ** 22);
  const maxBytes = 2 ** 20;

  test('a gzip file', async () => {
    const bomb = new Uint8Array(gzipSync(zeros));
    expect(bomb.length).toBeLessThan(5000);
    await refused(bomb, 'any', /1048576 bytes allowed/, { maxBytes });
  });

  test('a gzip file whose trailer lies', async () => {
    const bomb = new Uint8Array(gzipSync(zeros));
    bomb.set(pack([1000], 'u4', true), bomb.length - 4);
    await refused(bomb, 'any', /inflates to more than the 1000 bytes it claims/, { maxBytes });
  });

  test('an .npz member, with and without saying so', async () => {
    const file = npy(new Float32Array(2 ** 20), [2 ** 20]);
    await refused(zipOf({ 'x.npy': file }), 'npz', /more than the 1048576 allowed/, { maxBytes });
    const liar = zipOf({ 'x.npy': file });
    const entry = liar.length - 22 - 46 - 5;
    for (const at of [entry + 24]) liar.set(pack([1000], 'u4', true), at);
    await refused(liar, 'npz', /inflates to more than the 1000 bytes/, { maxBytes });
  });

  test('members that share their bytes', async () => {
    const one = zipOf({ 'a.npy': fixture('npy-f4.npy') });
    const end = one.length - 22;
    const entry = one.slice(end - 46 - 5, end);
    const second = entry.slice();
    second[46] = 0x62;
    const directory = join(entry, second);
    const tail = one.slice(end);
    tail.set(pack([2, 2], 'u2', true), 8);
    tail.set(pack([directory.length], 'u4', true), 12);
    const bytes = join(one.slice(0, end - entry.length), directory, tail);
    await refused(bytes, 'npz', /"b\.npy" overlaps "a\.npy"/);
  });

  test('headers that promise more than there is', async () => {
    const huge = npy([1], [2 ** 31, 2 ** 20]);
    await refused(huge, 'npy', /but 4 follow/);
    await refused(pack([2 ** 20], 'u4', true), 'fvecs', /not whole rows/);
    await refused(
      join([0, 0, 8, 255], new Uint8Array(1020).fill(255)),
      'idx',
      /bytes, but 0 follow/,
    );
  });

  test('text that would take more memory than allowed', async () => {
    await refused(text('1,2\n'.repeat(2 ** 17)), 'csv', /may take more than 1048576/, { maxBytes });
    await refused(text('[1,2]\n'.repeat(2 ** 17)), 'jsonl', /may take more/, { maxBytes });
  });
});

describe('nesting', () => {
  test('of JSON', async () => {
    const deep = text(`{"x": ${'['.repeat(200_000)}1${']'.repeat(200_000)}}\n`);
    await refused(deep, 'jsonl', /no key holds an array of numbers/);
    await refused(text('['.repeat(200_000)), 'jsonl', /no valid JSON/);
  });

  test('of Parquet metadata', async () => {
    // A struct whose first field is a struct, and so on.
    const footer = new Uint8Array(100_000).fill(0x1c);
    const magic = text('PAR1');
    const file = join(magic, footer, pack([footer.length], 'u4', true), magic);
    await refused(file, 'parquet', /nested too deep/);
  });

  test('of Parquet lists that promise elements', async () => {
    // A list of 2^28 structs.
    const footer = Uint8Array.of(0x19, 0xfc, 0x80, 0x80, 0x80, 0x80, 0x01);
    const magic = text('PAR1');
    const file = join(magic, footer, pack([footer.length], 'u4', true), magic);
    await refused(file, 'parquet', /a list claims 268435456 elements/);
  });
});

describe('keys that are special to objects', () => {
  test.each([
    '{"__proto__": {"polluted": 1}, "X": [1, 2], "y": 3}',
    '{"constructor": {"prototype": {"polluted": 1}}, "X": [1, 2], "y": 3}',
    '{"X": [1, 2], "__proto__": "a", "y": 3}',
  ])('%s', async (line) => {
    const dataset = await readDataset(text(`${line}\n${line}\n`), { name: 'x' });
    expect([...dataset.labels]).toEqual([3, 3]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('headers of CSV', async () => {
    const csv = '__proto__,constructor,label\n1,2,toString\n3,4,valueOf\n';
    const dataset = await readDataset(text(csv), { name: 'x' });
    expect(dataset.points.cols).toBe(2);
    expect(dataset.classNames).toEqual(['toString', 'valueOf']);
  });
});
