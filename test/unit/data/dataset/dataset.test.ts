import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import { CLASS_NAMES } from '../../../../src/data/dataset/class-names.ts';
import { type DatasetOptions, readDataset } from '../../../../src/data/dataset/dataset.ts';
import { detectFormat } from '../../../../src/data/detect.ts';
import { createKernels } from '../../../../src/kernels/create.ts';
import { GraphRegularisedHashing } from '../../../../src/models/graph-regularised-hashing.ts';
import { zipOf } from '../../../support/make-archives.ts';
import {
  expected,
  failure,
  fixture,
  idx,
  matFile,
  matVariable,
  npy,
} from '../../../support/make-files.ts';

const images = fixture('tiny-idx3-ubyte');
const labels = fixture('tiny-idx1-ubyte');

async function refused(
  bytes: Uint8Array,
  options: Partial<DatasetOptions>,
  kind: typeof FormatError | typeof InvalidArgumentError,
  message: RegExp,
): Promise<void> {
  const error = await failure(() => readDataset(bytes, { name: 'points.file', ...options }));
  expect(error.message).toMatch(message);
  expect(error).toBeInstanceOf(kind);
}

describe('detecting formats', () => {
  it.each([
    ['v5-double-compressed.mat', 'mat5'],
    ['bad-truncated.mat', 'mat5'],
    ['v4-double.mat', 'mat4'],
    ['v73.mat', 'mat7.3'],
    ['npy-f4.npy', 'npy'],
    ['tiny-idx3-ubyte', 'idx'],
    ['tiny-idx3-ubyte.gz', 'gzip'],
    ['expected.json', 'json'],
  ])('knows %s as %s', (name, format) => {
    expect(detectFormat(fixture(name))).toBe(format);
  });

  it('knows zip archives as .npz, and nothing in an empty file', () => {
    expect(detectFormat(Uint8Array.of(0x50, 0x4b, 3, 4))).toBe('npz');
    expect(detectFormat(new Uint8Array(0))).toBeNull();
  });
});

describe('reading datasets', () => {
  it('reads the points and labels of a MATLAB file, gzipped or not', async () => {
    const file = fixture('v5-double-compressed.mat');
    for (const bytes of [file, new Uint8Array(gzipSync(file))]) {
      const dataset = await readDataset(bytes, { name: 'gist.mat' });
      expect(dataset.name).toBe('gist.mat');
      expect(dataset.points.data).toEqual(Float32Array.from(expected.X.flat()));
      expect([...dataset.labels]).toEqual(expected.X_class);
      expect(dataset.classNames).toBeNull();
      expect('image' in dataset).toBe(false);
    }
  });

  it('reads images with labels, and says how large they are', async () => {
    const dataset = await readDataset(fixture('tiny-idx3-ubyte.gz'), {
      name: 'tiny',
      labels: new Uint8Array(gzipSync(labels)),
      classNames: 'fashion-mnist',
    });
    expect([...dataset.points.data]).toEqual(expected.images.flat());
    expect([...dataset.labels]).toEqual([4, 0, 9]);
    expect(dataset.image).toEqual({ width: 4, height: 4, channels: 1 });
    expect(dataset.classNames).toEqual(CLASS_NAMES['fashion-mnist']);
  });

  it('tells width from height, and counts channels', async () => {
    const wide = await readDataset(idx(new Uint8Array(12), [2, 2, 3]), {
      name: 'wide',
      labels: npy([0, 1], [2], { type: 'i8' }),
    });
    expect(wide.image).toEqual({ width: 3, height: 2, channels: 1 });
    const colour = await readDataset(npy(new Uint8Array(24), [2, 2, 2, 3], { type: 'u1' }), {
      name: 'colour',
      labels: npy([0, 1], [2]),
    });
    expect(colour.image).toEqual({ width: 2, height: 2, channels: 3 });
  });

  it('reads .npy points with .npy or IDX labels', async () => {
    const y = expected.X_class;
    for (const labelFile of [npy(y, [7], { type: 'i8' }), idx(y, [7])]) {
      const dataset = await readDataset(fixture('npy-f8-fortran.npy'), {
        name: 'X.npy',
        labels: labelFile,
        classNames: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
      });
      expect(dataset.points.data).toEqual(Float32Array.from(expected.X.flat()));
      expect([...dataset.labels]).toEqual(y);
      expect(dataset.classNames?.[9]).toBe('j');
    }
  });
});

describe('labels', () => {
  const X = npy([1, 2, 3, 4, 5, 6], [3, 2]);
  const beside = (name: string, values: number[]) =>
    zipOf({ 'X.npy': X, [`${name}.npy`]: npy(values, [3], { type: 'i8' }) });

  it.each(['ids', 'timestamp', 'score', 'norms', 'doc_id'])(
    'are not a list called %s',
    async (name) => {
      const file = beside(name, [5, 7, 5]);
      await refused(file, {}, InvalidArgumentError, /there are no labels: .*--label-column/);
      const asked = await readDataset(file, { name: 'x', labelColumn: name });
      expect([...asked.labels]).toEqual([5, 7, 5]);
    },
  );

  it.each(['y', 'label', 'Class', 'TARGET'])('are a list called %s', async (name) => {
    const { labels } = await readDataset(beside(name, [5, 7, 5]), { name: 'x' });
    expect([...labels]).toEqual([5, 7, 5]);
  });

  it('that are missing are refused with their line, and go with the rows that are left out', async () => {
    const text = (content: string) => new TextEncoder().encode(content);
    const gap = text('a,label\n1,3\n2,\n3,4\n');
    await refused(gap, {}, FormatError, /line 3: the label "label" is missing \(""\)/);
    const file = text('a,label\n1,3\n,7\n3,4\n');
    const { points, labels, rows } = await readDataset(file, { name: 'x', missing: 'drop-row' });
    expect([[...points.data], [...labels], [...(rows ?? [])]]).toEqual([
      [1, 3],
      [3, 4],
      [0, 2],
    ]);
  });

  it('that all differ teach nothing: learning refuses them', async () => {
    const kernels = await createKernels({ backend: 'typescript' });
    const eight = Array.from({ length: 8 }, (_, i) => i);
    const file = zipOf({ 'X.npy': npy(eight, [8, 1]), 'y.npy': npy(eight, [8], { type: 'i8' }) });
    const { points, labels } = await readDataset(file, { name: 'x' });
    const hasher = new GraphRegularisedHashing({ kernels, bits: 4, seed: 0 });
    await expect(hasher.fit(points, labels)).rejects.toThrow(/all 8 labels differ, as ids do/);
  });
});

describe('refusing datasets', () => {
  const x = (values: number[], shape: number[]) => matVariable({ name: 'X', shape, values });
  const y = (values: number[]) =>
    matVariable({ name: 'X_class', shape: [1, values.length], values });

  it('names the file, the byte and the reason', async () => {
    const error = await failure(() => readDataset(fixture('bad-flipped.mat'), { name: 'f.mat' }));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(/^f\.mat: [^(]*damaged[^(]*\(at byte \d+\)$/);
    expect((error as FormatError).offset).toBeGreaterThanOrEqual(128);
  });

  it.each<[string, Uint8Array, Partial<DatasetOptions>, RegExp]>([
    ['an empty file', new Uint8Array(0), { labels }, /^points\.file: the file is empty/],
    ['an unknown format', new TextEncoder().encode('Prose.'), { labels }, /format is not known/],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4), { labels }, /zip archive is cut short/],
    ['gzip within gzip', gzipSync(gzipSync(labels)), { labels }, /gzip within gzip/],
    ['a gzip bomb', gzipSync(new Uint8Array(1e6)), { maxBytes: 1000 }, /1000 bytes allowed/],
    ['damaged labels', images, { labels: labels.subarray(0, 9), labelsName: 'y' }, /^y: .*IDX/],
  ])('refuses %s', async (_, bytes, options, message) => {
    await refused(new Uint8Array(bytes), options, FormatError, message);
  });

  it.each<[string, Uint8Array, Partial<DatasetOptions>, RegExp]>([
    ['a missing variable', matFile([x([1], [1, 1])]), {}, /no variable X_class, but there are X /],
    ['an empty MATLAB file', matFile([]), {}, /no variable X$/],
    ['labels beside a MATLAB file', fixture('v5-double-plain.mat'), { labels }, /its own labels/],
    ['points without labels', images, {}, /^points\.file: there are no labels/],
    ['labels in a MATLAB file', images, { labels: fixture('v4-double.mat') }, /7 labels for 3/],
    ['too few labels', images, { labels: idx([1, 2], [2]) }, /2 labels for 3 points/],
    ['no labels at all', images, { labels: idx([], [0]) }, /0 labels for 3 points/],
    ['no rows', npy([], [0, 5]), { labels: idx([], [0]) }, /no rows/],
    ['one dimension', npy([1, 2, 3], [3]), { labels }, /one-dimensional array of 3/],
    ['matrices as labels', images, { labels: images, labelsName: 'y' }, /^y: .*3 x 4 x 4/],
    ['transposed points', matFile([x([1, 2, 3], [1, 3]), y([1, 2, 3])]), {}, /transposed/],
    ['labels that are not whole', matFile([x([1], [1, 1]), y([0.5])]), {}, /X_class.* is 0\.5/],
    ['NaN', matFile([x([1, 2, NaN, 4], [2, 2]), y([1, 2])]), {}, /row 0, column 1 is NaN/],
    ['infinities', npy([1, -Infinity], [2, 1]), { labels: idx([1, 2], [2]) }, /row 1, column 0/],
    ['values beyond float32', matFile([x([1e300], [1, 1]), y([1])]), {}, /is Infinity/],
    ['unnamed classes', images, { labels, classNames: ['a', 'b'] }, /2 classes .* label 0 is 4/],
    ['unknown names', images, { labels, classNames: 'x' as never }, /one of fashion-mnist, cifar/],
  ])('refuses %s', async (_, bytes, options, message) => {
    await refused(bytes, options, InvalidArgumentError, message);
  });
});
