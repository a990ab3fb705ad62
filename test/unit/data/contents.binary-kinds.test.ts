import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeArray } from '../../../src/data/arrays/describe-array.ts';
import { toMatrix } from '../../../src/data/arrays/numeric.ts';
import { readContents } from '../../../src/data/contents.ts';
import { chooseLabels, choosePoints } from '../../../src/data/dataset/choose-arrays.ts';
import { type DatasetOptions, readDataset } from '../../../src/data/dataset/dataset.ts';
import { kind as bytesOf, failure } from '../../support/make-files.ts';

// Files of scripts/golden/binary-kinds.py: what tools write, and what it is read as.

const FOLDER = join(import.meta.dirname, '../../fixtures/kinds');

/** The twelve vectors that all files hold: computed here as there. */
const X = Float32Array.from({ length: 48 }, (_, i) => (((i * 7) % 13) - 6) / 4);
const POSITIVE = X.map((value) => Math.max(0, value));
const NUMBERS = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
const ONES = NUMBERS.map(() => 5).slice(0, 1);

type Options = Omit<DatasetOptions, 'name' | 'labels'>;

/** What a file is read as: vectors, labels by number, names of classes. */
interface Read {
  readonly options?: Options;
  readonly points?: Float32Array;
  readonly labels?: readonly number[] | null;
  readonly classes?: readonly string[] | null;
}

const byName = { labels: NUMBERS, classes: ['cat', 'dog', 'eel'] };
const none = { labels: null };
const array = (name: string, more: Read = none): Read => ({ ...more, options: { array: name } });
const animal: Read = { ...byName, options: { labelColumn: 'animal' } };

const READ: readonly [string, Read][] = [
  // Parquet
  ['frame.parquet', {}],
  ['frame.parquet', { options: { labelColumn: 'label' } }],
  ['frame.parquet', { options: { labelColumn: -1 } }],
  ['others.parquet', { ...byName, options: { labelColumn: -1 } }],
  ['others.parquet', { ...byName, options: { labelColumn: '6' } }],
  ['duckdb-v2.parquet', { options: { labelColumn: 2 } }],
  ['frame-indexed.parquet', {}],
  ['wide.parquet', none],
  ['empty-group.parquet', {}],
  ['one-row.parquet', { points: X.subarray(0, 4), labels: ONES }],
  ['struct.parquet', {}],
  ['struct.parquet', array('v.embedding', {})],
  ['others.parquet', none],
  ['others.parquet', animal],
  ['int8.parquet', { points: X.map((value) => value * 4) }],
  ['duckdb-v1.parquet', {}],
  ['duckdb-v2.parquet', {}],
  ['duckdb-v2.parquet', animal],
  ['duckdb-flat-v1.parquet', {}],
  ['duckdb-flat-v2.parquet', {}],
  // Arrow
  ['stream.arrow', {}],
  ['stream.arrow', animal],
  ['stream-lz4.arrow', {}],
  ['file-zstd.arrow', {}],
  ['file-f16.arrow', {}],
  ['file-large.arrow', animal],
  ['struct.arrow', {}],
  ['views.arrow', byName],
  ['views.arrow', { ...byName, options: { labelColumn: 'long' } }],
  ['others.arrow', none],
  ['frame.feather', {}],
  ['polars.arrow', byName],
  // HDF5
  ['kinds.h5', byName],
  ['kinds.h5', animal],
  ['kinds.h5', array('groups/inner/clip', byName)],
  ['kinds.h5', array('/groups/inner/clip', byName)],
  ['kinds.h5', array('packed', byName)],
  ['kinds.h5', array('rows', byName)],
  ['kinds.h5', array('bits', { ...byName, points: X.map((value) => Number(value > 0)) })],
  ['virtual.h5', none],
  ['virtual.h5', array('here')],
  ['anndata.h5ad', { points: POSITIVE, ...byName, options: { labelColumn: 'obs/cell_type' } }],
  ['ann-angular.hdf5', array('train')],
  // MATLAB
  ['cells.mat', byName],
  ['cells-packed.mat', byName],
  ['chars.mat', byName],
  ['chars-v4.mat', byName],
  ['one-hot.mat', {}],
  ['sparse.mat', { points: POSITIVE }],
  ['sparse-v4.mat', { points: POSITIVE }],
  ['struct.mat', {}],
  ['struct.mat', array('data.inner.X', {})],
  ['cells-of-arrays.mat', {}],
  ['kinds-v73.mat', { classes: ['', 'cat', 'dog', 'eel'], labels: withEmptyCell() }],
  ['kinds-v73.mat', { ...animal, options: { labelColumn: 'animal' } }],
  ['kinds-v73.mat', { options: { array: 'data.X', labelColumn: 'data.y' } }],
  ['kinds-v73.mat', { points: POSITIVE, options: { array: 'S', labelColumn: 'data.y' } }],
  // numpy, safetensors, big-ann
  ['fortran.npy', none],
  ['fortran-3d.npy', none],
  ['others.npz', byName],
  ['sparse-csr.npz', { points: POSITIVE, ...none }],
  ['sparse-csc.npz', { points: POSITIVE, ...none }],
  ['float8.safetensors', none],
  ['base.fbin', none],
  ['base.1B.fbin.crop_nb_12', none],
  ['base.f16bin', none],
  ['base.i8bin', { points: X.map((value) => value * 4), ...none }],
  ['base.u8bin', { points: X.map((value) => value * 4 + 6), ...none }],
  ['base.ibin', { points: X.map((value) => value * 4), ...none }],
  ['truth.bin', array('neighbors', { points: Float32Array.from(Array(20).keys()), ...none })],
  ['truth.ibin', array('distances', { points: eighths(20), ...none })],
];

/** The last cell is empty, and the empty name comes first. */
function withEmptyCell(): number[] {
  return [...NUMBERS.slice(0, 11).map((label) => label + 1), 0];
}

function eighths(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => i / 8);
}

describe('files of other tools', () => {
  test.each(READ)('%s is read right with %j', async (name, expected) => {
    const { options = {}, points = X, labels = NUMBERS, classes = null } = expected;
    const bytes = bytesOf(name);
    const table = { labelColumn: options.labelColumn, pointsColumn: options.array };
    const { arrays } = await readContents(bytes, { name, ...table });
    const chosen = choosePoints(arrays, options.array);
    expect(toMatrix(await chosen.read()).data).toEqual(points);
    if (labels === null) {
      expect(chooseLabels(arrays, chosen, options.labelColumn)).toBeNull();
      return;
    }
    const dataset = await readDataset(bytes, { name, ...options });
    expect(dataset.points.data).toEqual(points);
    expect([...dataset.labels]).toEqual(labels);
    expect(dataset.classNames).toEqual(classes);
  });

  test.each<[string, string | undefined, RegExp]>([
    ['no-rows.parquet', undefined, /has no rows: 0 x 0/],
    ['no-rows.arrow', undefined, /has no rows: 0 x 0/],
    ['null-number.parquet', undefined, /row 1 .*column "a" has no number \(null or NaN\)/],
    ['null-list.arrow', undefined, /embedding must have no nulls, but row 1 has one/],
    ['ragged.arrow', undefined, /embedding must have lists of one length, but row 1 has another/],
    ['others.parquet', 'when', /when must be numbers, but is timestamp/],
    ['others.arrow', 'map', /map must be an array of numbers, but is a map/],
    ['kinds.h5', 'lzf', /lzf is packed with lzf, which is not read: .*compression="gzip"/],
    ['kinds.h5', 'outside', /outside are not in this file: .*external storage/],
    ['kinds.h5', 'record', /record must be an array of numbers, but is a compound type/],
    ['virtual.h5', 'elsewhere', /virtual: its values lie in another file, "source\.h5"/],
    ['virtual.h5', 'sourceless', /its source "gone" is not there/],
    ['virtual.h5', 'circular', /virtual, and so is its source "circular"/],
    ['ann-angular.hdf5', undefined, /no variable X, .*: name one with --array \(--array train/],
    ['cells-of-arrays.mat', 'parts', /parts must be .* but is a cell array: only cells of texts/],
    ['others.npz', 'meta', /meta must .* but is Python objects: .*astype\(np\.float32\)/],
    ['float8.safetensors', 'scale', /is a F8_E4M3|is an? F8_E4M3: convert it with \.to\(/],
    ['truth.bin', undefined, /--array neighbors/],
    ['texts.npy', undefined, /must be numbers, but is text/],
    ['objects.npy', undefined, /holds Python objects \(pickled\): convert it/],
    ['model.pt', undefined, /a file of PyTorch, .*np\.save\('vectors\.npy', tensor/],
  ])('%s, array %s, is refused with what to do', async (name, wanted, message) => {
    const error = await failure(async () => {
      const { arrays } = await readContents(bytesOf(name), { name, pointsColumn: wanted });
      const points = toMatrix(await choosePoints(arrays, wanted).read());
      if (points.rows === 0) await readDataset(bytesOf(name), { name });
    });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  test('a data set without values has none', async () => {
    const { arrays } = await readContents(bytesOf('kinds.h5'));
    const empty = arrays.find(({ name }) => name === 'empty');
    expect(empty?.shape).toEqual([0]);
    expect((await empty?.read())?.values).toHaveLength(0);
  });

  test.each(['delta-byte-array', 'delta-length-byte-array'])('%s.parquet', async (name) => {
    const { arrays, metadata } = await readContents(bytesOf(`${name}.parquet`));
    expect(metadata.get('columns')).toBe('x, y');
    const [points, animals] = arrays;
    const expected = NUMBERS.flatMap((_, i) => [(-3) ** i, (-1) ** i * 2 ** (5 * i)]);
    expect([...(await points.read()).values]).toEqual(expected);
    expect(await animals.readTexts?.()).toEqual(NUMBERS.map((i) => ['cat', 'dog', 'eel'][i]));
  });

  test('decimals of Parquet are numbers', async () => {
    const { arrays } = await readContents(bytesOf('decimals.parquet'));
    const expected = NUMBERS.flatMap((_, i) => [i + 0.25, -(i + 0.5)]);
    expect([...(await arrays[0].read()).values]).toEqual(expected);
  });

  test('blocks of LZ4 that refer to those before', async () => {
    const { arrays } = await readContents(bytesOf('long-lz4.arrow'));
    const { data, rows } = toMatrix(await arrays[0].read());
    expect(rows).toBe(48_000);
    expect(data.every((value, i) => value === X[i % 48])).toBe(true);
  });

  test.each(readdirSync(FOLDER).filter((name) => !/^(hugging-face|model\.pt|objects)/.test(name)))(
    'all arrays of %s are described, read or not',
    async (name) => {
      const { arrays } = await readContents(bytesOf(name), { name });
      expect(arrays.length).toBeGreaterThan(0);
      for (const each of arrays) {
        if (name === 'null-number.parquet' || /^(null-list|ragged)/.test(name)) {
          expect((await describeArray(each)).dtype).toMatch(/^(float64 \(not read\)|int64)$/);
        } else expect((await describeArray(each)).dtype).toMatch(/./);
      }
    },
  );
});
