import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError, FormatError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { openRowStream } from '../../../src/node/row-stream/open.ts';
import type { RowStreamOptions } from '../../../src/node/row-stream/row-stream.ts';
import { expected, failure, fixture, npy } from '../../support/make-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashplane-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const X = Float32Array.from(expected.X.flat());
const files = new URL('../../fixtures/files/', import.meta.url).pathname;

function write(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** All rows of a file, and the sizes of its batches. */
async function readAll(path: string, options?: RowStreamOptions) {
  const stream = await openRowStream(path, options);
  try {
    const values: number[] = [];
    const batches: number[] = [];
    for await (const { data, rows } of stream.batches()) {
      for (const value of data) values.push(value);
      batches.push(rows);
    }
    expect(stream.share).toBe(1);
    return { values: Float32Array.from(values), batches, rows: stream.rows, cols: stream.cols };
  } finally {
    await stream.close();
  }
}

describe('streams of rows', () => {
  test.each([
    'npy-f4.npy',
    'npy-f4-big.npy',
    'tiny.fvecs',
    'pair-snappy.parquet',
    'pair-zstd-v2.parquet',
    'pair.npz',
    'v73.mat',
    'v5-single-int.mat',
  ])('%s gives X', async (name) => {
    expect(await readAll(join(files, name))).toMatchObject({ values: X, rows: 7, cols: 5 });
  });

  const vectors = Float32Array.from({ length: 48 }, (_, i) => (((i * 7) % 13) - 6) / 4);

  test.each<[string, RowStreamOptions?]>([
    ['fortran.npy'],
    ['fortran-3d.npy'],
    ['base.fbin'],
    ['base.f16bin'],
    ['base.1B.fbin.crop_nb_12'],
    ['frame.parquet'],
    ['wide.parquet'],
    ['empty-group.parquet'],
    ['struct.parquet', { array: 'v.embedding' }],
    ['others.parquet'],
    ['duckdb-v2.parquet'],
    ['duckdb-flat-v2.parquet'],
    ['stream.arrow'],
    ['stream-lz4.arrow'],
    ['file-zstd.arrow'],
    ['frame.feather'],
    ['polars.arrow'],
    ['hugging-face'],
    ['kinds.h5', { array: 'groups/inner/clip' }],
    ['struct.mat', { array: 'data.inner.X' }],
  ])('%s of other tools gives the twelve vectors', async (name, options) => {
    const read = await readAll(join(files, '../kinds', name), options);
    expect(read).toMatchObject({ values: vectors, rows: 12, cols: 4 });
  });

  test('Fortran order is read in batches of whole rows', async () => {
    const [rows, cols] = [40_000, 60];
    const columns = Float32Array.from({ length: rows * cols }, (_, i) => i);
    const path = write('fortran.npy', npy(columns, [rows, cols], { fortran: true }));
    const { values, batches } = await readAll(path);
    expect(batches).toEqual([34_952, 5_048]);
    for (const row of [0, 34_951, 34_952, 39_999]) {
      const expected = Float32Array.from({ length: cols }, (_, col) => col * rows + row);
      expect(values.subarray(row * cols, (row + 1) * cols)).toEqual(expected);
    }
  });

  test.each([
    ['no-rows.parquet', /the column embedding holds no rows/],
    ['null-number.parquet', /row 1 .*column "a" has no number/],
    ['ragged.arrow', /lists of one length, but row 1 has another/],
  ])('%s is refused', async (name, message) => {
    const error = await failure(() => readAll(join(files, '../kinds', name)));
    expect(error.message).toMatch(message);
    expect(error.message).toContain(name);
  });

  test('a folder of several data sets names them', async () => {
    const sets = mkdtempSync(join(folder, 'sets-'));
    writeFileSync(join(sets, 'dataset_dict.json'), '{"splits": ["train"]}');
    mkdirSync(join(sets, 'train'));
    const error = await failure(() => openRowStream(sets));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/folder of data sets: give one of them, .*train$/);
  });

  test('text gives its columns of numbers, and the rows are known after the first time', async () => {
    const path = join(files, 'table.csv');
    const stream = await openRowStream(path);
    expect([stream.rows, stream.cols]).toEqual([undefined, 3]);
    await stream.close();
    expect(await readAll(path)).toMatchObject({ rows: 7, cols: 3 });
    expect(await readAll(path, { labelColumn: 'c,d' })).toMatchObject({ cols: 2 });
    const tsv = write('x.tsv', 'a\tb\n1\t2\n3\t4');
    expect(await readAll(tsv)).toMatchObject({ values: Float32Array.of(1, 2, 3, 4) });
    const lines = write('x.jsonl', '{"a": [1], "b": [2, 3]}\n{"a": [4], "b": [5, 6]}\n');
    expect(await readAll(lines, { array: 'b' })).toMatchObject({
      values: Float32Array.of(2, 3, 5, 6),
    });
  });

  test('rows come in batches, which join to the file', async () => {
    const cols = 512;
    const rows = 9000;
    const values = new Float32Array(rows * cols).map((_, i) => i % 1000);
    const path = write('large.npy', npyOf(values, rows, cols));
    const read = await openRowStream(path);
    const sizes: number[] = [];
    let at = 0;
    for await (const { data, rows: count } of read.batches()) {
      // Compared as bytes: vitest takes seconds for millions of numbers.
      expect(Buffer.compare(bytesOf(data), bytesOf(values.subarray(at, at + data.length)))).toBe(0);
      at += data.length;
      sizes.push(count);
    }
    expect(sizes).toEqual([4096, 4096, 808]);
    await read.close();
  });

  test('a gzipped file is read whole', async () => {
    const path = write('x.fvecs.gz', gzipSync(fixture('tiny.fvecs')));
    expect(await readAll(path)).toMatchObject({ values: X, rows: 7, cols: 5 });
  });

  test('batches can be asked for again, and left early', async () => {
    const stream = await openRowStream(join(files, 'tiny.fvecs'));
    for await (const { rows } of stream.batches()) {
      expect(rows).toBe(7);
      break;
    }
    let count = 0;
    for await (const { rows } of stream.batches()) count += rows;
    expect(count).toBe(7);
    await stream.close();
  });
});

describe('files that are refused name the file, the place and the reason', () => {
  const csv = `a,b\n${'1,2\n'.repeat(5)}`;
  test.each<[string, Uint8Array | string, RegExp, unknown]>([
    ['empty.csv', '', /empty\.csv: the file is empty \(at byte 0\)$/, FormatError],
    [
      'word.csv',
      `${csv}3,x\n`,
      /line 7: column "b" must be a number, not "x" \(at byte 24\)$/,
      FormatError,
    ],
    ['field.csv', `${csv}3\n`, /line 7 has 1 fields, not 2/, FormatError],
    ['quote.csv', `${csv}"3,4\n`, /line 7: a quote is not closed/, FormatError],
    [
      'utf.csv',
      Uint8Array.of(0x31, 0x2c, 0x32, 10, 0x31, 0x2c, 0xff, 10),
      /is not UTF-8 but latin1/,
      FormatError,
    ],
    [
      'dims.jsonl',
      '[1, 2]\n[3]\n',
      /line 2: it has 1 dimensions where the first has 2/,
      FormatError,
    ],
    ['json.jsonl', '[1, 2]\n[3, \n', /line 2, column 5, is no valid JSON/, FormatError],
    ['deep.jsonl', `${'['.repeat(100_000)}\n`, /not known|JSON/, FormatError],
    [
      'cut.npy',
      npy([1, 2, 3], [3, 1]).slice(0, -1),
      /cut\.npy: .*12 bytes, but 11 follow/,
      FormatError,
    ],
    [
      'nan.npy',
      npy([1, Number.NaN], [2, 1]),
      /nan\.npy, rows from 0: .*row 1, column 0/,
      InvalidArgumentError,
    ],
    ['flat.npy', npy([1, 2], [2]), /flat\.npy: the array has 1 dimensions/, InvalidArgumentError],
    [
      'odd.fvecs',
      fixture('tiny.fvecs').slice(0, -4),
      /odd\.fvecs: .*not whole rows of 5/,
      FormatError,
    ],
    ['labels.csv', 'label\na\nb\n', /only labels/, FormatError],
  ])('%s', async (name, content, message, type) => {
    const error = await failure(() => readAll(write(name, content)));
    expect(error.message).toMatch(message);
    expect(error).toBeInstanceOf(type);
  });

  test('a missing file, and a folder', async () => {
    for (const path of [join(folder, 'nowhere'), folder]) {
      const error = await failure(() => openRowStream(path));
      expect(error).toBeInstanceOf(FileError);
      expect(error.message).toMatch(/can't read .*(no such file|it is a folder)/);
    }
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function npyOf(values: Float32Array, rows: number, cols: number): Uint8Array {
  const header = npy([], [rows, cols]);
  const file = new Uint8Array(header.length + values.byteLength);
  file.set(header);
  file.set(new Uint8Array(values.buffer), header.length);
  return file;
}
