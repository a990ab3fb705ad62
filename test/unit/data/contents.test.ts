import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { toMatrix } from '../../../src/data/arrays/numeric.ts';
import { readContents } from '../../../src/data/contents.ts';
import { readDataset } from '../../../src/data/dataset/dataset.ts';
import { detectFormat } from '../../../src/data/detect.ts';
import { expected, failure, fixture } from '../../support/make-files.ts';

const X = Float32Array.from(expected.X.flat());
const halves = 2 ** -11;

describe('the formats of files', () => {
  it.each([
    ['v4-double.mat', 'mat4'],
    ['v5-double-plain.mat', 'mat5'],
    ['v73.mat', 'mat7.3'],
    ['npy-f4.npy', 'npy'],
    ['pair.npz', 'npz'],
    ['pair.safetensors', 'safetensors'],
    ['tiny-idx3-ubyte', 'idx'],
    ['pair-snappy.parquet', 'parquet'],
    ['table.csv', 'csv'],
  ])('%s is told by content alone', (name, format) => {
    expect(detectFormat(fixture(name))).toBe(format);
    expect(detectFormat(fixture(name), 'x.fvecs')).toBe(format);
  });

  it.each([
    ['tiny.fvecs', 'fvecs'],
    ['tiny.bvecs', 'bvecs'],
    ['tiny.ivecs', 'ivecs'],
    ['tiny-cifar10.bin', 'cifar10'],
  ])('%s is told by its name', (name, format) => {
    expect(detectFormat(fixture(name))).toBeNull();
    expect(detectFormat(fixture(name), name.toUpperCase())).toBe(format);
    expect(detectFormat(fixture(name), `folder.d/${name}.gz`)).toBe(format);
  });

  it.each<[string, string | null]>([
    ['[1,2]\n[3,4]\n', 'jsonl'],
    ['{"x": [1]}\n', 'jsonl'],
    ['{\n "x": [1]\n}', 'json'],
    ['[[1, 2], [3, 4]]', 'json'],
    ['a 1 2\nb 3 4', 'word-vectors'],
    ['2 2\n1 1 2\n2 3 4', 'word-vectors'],
    ['1 2\n3 4', 'csv'],
    ['1 1:2\n0 2:1', 'svmlight'],
    ['Some text, not a table.\n', null],
    ['a;b\n1;2', 'csv'],
    ['1\n2\n', 'csv'],
    ['\u0000,1', null],
  ])('%j is %s', (text, format) => {
    expect(detectFormat(new TextEncoder().encode(text))).toBe(format);
  });
});

describe('the golden files', () => {
  it.each([
    'v5-double-compressed.mat',
    'v5-double-plain.mat',
    'v5-single-int.mat',
    'v4-double.mat',
    'v73.mat',
    'pair.npz',
    'pair.safetensors',
    'pair-snappy.parquet',
    'pair-zstd-v2.parquet',
    'pair-gzip.parquet',
    'pair-brotli-split.parquet',
  ])('%s holds X and its labels', async (name) => {
    for (const bytes of [fixture(name), new Uint8Array(gzipSync(fixture(name)))]) {
      const dataset = await readDataset(bytes, { name });
      expect(dataset.points.data).toEqual(X);
      expect([dataset.points.rows, dataset.points.cols]).toEqual([7, 5]);
      expect([...dataset.labels]).toEqual(expected.X_class);
    }
  });

  it('pair-lz4-f16.parquet holds X as halves', async () => {
    const { points } = await readDataset(fixture('pair-lz4-f16.parquet'), { name: 'x' });
    points.data.forEach((value, i) => {
      expect(Math.abs(value - X[i])).toBeLessThanOrEqual(halves * Math.abs(X[i]));
    });
  });

  it('texts of a Parquet column become classes', async () => {
    const dataset = await readDataset(fixture('pair-snappy.parquet'), {
      name: 'x',
      labelColumn: 'animal',
    });
    expect(dataset.classNames).toEqual(['cat', 'dog', 'emu', 'yak']);
    expect([...dataset.labels]).toEqual([0, 1, 2, 1, 0, 0, 3]);
  });

  it('v5-integral-double.mat holds small whole numbers', async () => {
    const { arrays } = await readContents(fixture('v5-integral-double.mat'));
    const points = toMatrix(await arrays.find(({ name }) => name === 'X')!.read());
    expect(points.data.every(Number.isInteger)).toBe(true);
  });

  it.each(['fvecs', 'bvecs', 'ivecs'])('tiny.%s holds its vectors', async (format) => {
    const name = `tiny.${format}`;
    const { arrays } = await readContents(fixture(name), { name });
    const points = toMatrix(await arrays[0].read());
    if (format === 'fvecs') expect(points.data).toEqual(X);
    if (format === 'ivecs')
      expect([...points.data]).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect([points.rows, points.cols]).toEqual(format === 'ivecs' ? [3, 4] : [7, 5]);
  });

  it('tiny-cifar10.bin holds labels and colours one after another', async () => {
    const dataset = await readDataset(fixture('tiny-cifar10.bin'), { name: 'tiny-cifar10.bin' });
    expect([...dataset.labels]).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from({ length: 5 }, (_, i) => [...dataset.points.row(i).slice(0, 8)])).toEqual(
      (expected as unknown as { cifar_first8: number[][] }).cifar_first8,
    );
    expect(dataset.image).toEqual({ width: 32, height: 32, channels: 3, planar: true });
    expect(dataset.classNames?.[4]).toBe('deer');
  });

  it('table.csv holds three columns of X and the labels, by name and by place', async () => {
    for (const labelColumn of [undefined, 'label', 2, '2', -4]) {
      const dataset = await readDataset(fixture('table.csv'), { name: 'table.csv', labelColumn });
      expect(dataset.points.data).toEqual(
        Float32Array.from(expected.X.flatMap((r) => r.slice(0, 3))),
      );
      expect([...dataset.labels]).toEqual(expected.X_class);
    }
    const byText = await readDataset(fixture('table.csv'), { name: 'x', labelColumn: 'id' });
    expect(byText.points.cols).toBe(3);
    expect(byText.classNames).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
  });

  it.each(['bad-truncated.mat', 'bad-flipped.mat'])('%s is refused', async (name) => {
    const error = await failure(() => readDataset(fixture(name), { name }));
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).offset).toBeGreaterThan(0);
  });
});

describe('choosing arrays', () => {
  it('names the arrays there are', async () => {
    const error = await failure(() =>
      readDataset(fixture('pair.npz'), { name: 'pair.npz', array: 'Z' }),
    );
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toBe(
      'pair.npz: there is no variable Z, but there are X (7 x 5 float32), y (7 uint8)',
    );
  });

  it.each([
    ['ragged.parquet', /lists of one length, but row \d has another/],
    ['null.parquet', /no nulls and no empty lists, but row 1 has one/],
  ])('refuses %s', async (name, message) => {
    const labels = new TextEncoder().encode('1\n2\n3\n');
    const error = await failure(() => readDataset(fixture(name), { name, labels }));
    expect(error.message).toMatch(message);
  });

  it('reads labels from any file of labels', async () => {
    const text = expected.X_class.join('\n');
    for (const labels of [
      new TextEncoder().encode(text),
      new TextEncoder().encode(`label\n${text}\n`),
      fixture('pair.npz'),
      fixture('table.csv'),
    ]) {
      const dataset = await readDataset(fixture('tiny.fvecs'), { name: 'tiny.fvecs', labels });
      expect([...dataset.labels]).toEqual(expected.X_class);
    }
  });

  it('keeps no memory of keys that are special to objects', async () => {
    const text = '{"__proto__": [1, 2], "constructor": 3, "label": "a"}\n'.repeat(2);
    const dataset = await readDataset(new TextEncoder().encode(text), { name: 'x.jsonl' });
    expect([...dataset.points.data]).toEqual([1, 2, 1, 2]);
    expect(dataset.classNames).toEqual(['a']);
    expect(({} as { label?: unknown }).label).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('0');
  });
});
