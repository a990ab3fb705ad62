import { describe, expect, it } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import { toLabels } from '../../../../src/data/arrays/labels.ts';
import { toMatrix } from '../../../../src/data/arrays/numeric.ts';
import { matVersion } from '../../../../src/data/matlab/mat-version.ts';
import { listMat5, readMat5 } from '../../../../src/data/matlab/mat5.ts';
import {
  expected,
  failure,
  fixture,
  join,
  matFile,
  matVariable,
  pack,
} from '../../../support/make-files.ts';

const X = { name: 'X', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] };

async function formatFailure(bytes: Uint8Array): Promise<FormatError> {
  const error = await failure(() => readMat5(bytes));
  expect(error).toBeInstanceOf(FormatError);
  expect((error as FormatError).offset).toBeTypeOf('number');
  return error as FormatError;
}

describe('reading MATLAB v5 files', () => {
  it.each(['v5-double-compressed.mat', 'v5-double-plain.mat', 'v5-single-int.mat'])(
    'reads the matrix and the labels of %s',
    async (name) => {
      const arrays = await readMat5(fixture(name));
      const points = toMatrix(arrays.get('X')!);
      expect([points.rows, points.cols]).toEqual([7, 5]);
      expect(points.data).toEqual(Float32Array.from(expected.X.flat()));
      expect([...toLabels(arrays.get('X_class')!)]).toEqual(expected.X_class);
    },
  );

  it('reads doubles that are whole numbers', async () => {
    const arrays = await readMat5(fixture('v5-integral-double.mat'));
    const rounded = expected.X.flat().map((x) => Math.trunc(x * 200));
    const { data } = toMatrix(arrays.get('X')!);
    expect(Math.max(...data.map((x, i) => Math.abs(x - rounded[i])))).toBeLessThanOrEqual(1);
    expect([...toLabels(arrays.get('X_class')!)]).toEqual(expected.X_class);
  });

  it('lists texts and the fields of structs beside the arrays of numbers', async () => {
    const bytes = fixture('v5-single-int.mat');
    expect([...(await readMat5(bytes)).keys()]).toEqual(['X', 'X_class', 'extra.a']);
    const list = (await listMat5(bytes)).map(({ name, kind, shape }) => [name, kind, shape]);
    expect(list).toEqual([
      ['notes', 'text', [1]],
      ['X', 'float32', [7, 5]],
      ['X_class', 'int32', [7, 1]],
      ['extra.a', 'float64', [1, 1]],
    ]);
  });

  it.each([true, false])('reads every class of numbers, little-endian: %s', async (le) => {
    const classes: [number, number, string, string][] = [
      [6, 9, 'f8', 'float64'],
      [7, 7, 'f4', 'float32'],
      [8, 1, 'i1', 'int8'],
      [9, 2, 'u1', 'uint8'],
      [10, 3, 'i2', 'int16'],
      [11, 4, 'u2', 'uint16'],
      [12, 5, 'i4', 'int32'],
      [13, 6, 'u4', 'uint32'],
      [14, 12, 'i8', 'int64'],
      [15, 13, 'u8', 'uint64'],
    ];
    for (const compress of [false, true]) {
      const variables = classes.map(([classId, storage, type, name]) =>
        matVariable({ ...X, name, classId, stored: [storage, type], compress }, le),
      );
      const arrays = await readMat5(matFile(variables, le));
      expect(arrays.size).toBe(classes.length);
      for (const [dtype, array] of arrays) {
        expect(array.dtype).toBe(dtype);
        expect([...toMatrix(array).data]).toEqual([1, 3, 5, 2, 4, 6]);
      }
    }
  });

  it('reads doubles stored as bytes, and small data elements', async () => {
    const [flags, dims, name] = [
      pack([6, 8, 6, 0], 'u4', true),
      pack([5, 8, 1, 2], 'u4', true),
      join(pack([1, 1], 'u2', true), [0x58, 0, 0, 0]),
    ];
    const values = join(pack([2, 2], 'u2', true), [7, 9, 0, 0]);
    const body = join(flags, dims, name, values);
    const file = matFile([join(pack([14, body.length], 'u4', true), body)]);
    const array = (await readMat5(file)).get('X')!;
    expect(array).toMatchObject({ dtype: 'float64', shape: [1, 2] });
    expect([...array.values]).toEqual([7, 9]);
  });

  it('reads logical arrays', async () => {
    const flags = { classId: 9, flags: 0x200, stored: [2, 'u1'] as [number, string] };
    const file = matFile([matVariable({ ...X, ...flags, values: [0, 1, 1, 0, 1, 0] })]);
    expect((await listMat5(file))[0].kind).toBe('logical');
    expect([...(await readMat5(file)).get('X')!.values]).toEqual([0, 1, 1, 0, 1, 0]);
  });

  it('reads only the variables that are asked for, whatever the others hold', async () => {
    const file = matFile([
      matVariable({ ...X, name: 'broken', shape: [9, 9] }),
      matVariable({ ...X, compress: true }),
    ]);
    expect([...(await readMat5(file, { names: ['X'] })).keys()]).toEqual(['X']);
    expect((await formatFailure(file)).message).toMatch(/broken is 9 x 9, 81 values, but holds/);
  });

  it('refuses variables asked for that are missing, complex or not numbers', async () => {
    const file = matFile([
      matVariable({ ...X, flags: 0x800 }),
      matVariable({ ...X, name: 'S', classId: 2 }),
    ]);
    for (const [name, message] of [
      ['X', /complex/],
      ['S', /S must be an array of numbers, but is a struct/],
      ['Y', /no variable Y, but there are X \(2 x 3 float64\), S \(2 x 3 struct\)/],
    ] as const) {
      const error = await failure(() => readMat5(file, { names: [name] }));
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error.message).toMatch(message);
    }
    expect((await readMat5(file)).size).toBe(0);
  });

  it('reads values at any alignment', async () => {
    const file = fixture('v5-double-plain.mat');
    const shifted = new Uint8Array(file.length + 3).subarray(3);
    shifted.set(file);
    expect((await readMat5(shifted)).get('X')).toEqual((await readMat5(file)).get('X'));
  });
});

describe('refusing MATLAB files', () => {
  it.each([
    ['v4-double.mat', 'mat4', /MATLAB v4 file, .*-v7/],
    ['v73.mat', 'mat7.3', /MATLAB v7\.3 \(HDF5\) file, .*-v7/],
  ])('recognises %s and says how to save it', async (name, version, message) => {
    expect(matVersion(fixture(name))).toBe(version);
    expect((await formatFailure(fixture(name))).message).toMatch(message);
  });

  it.each(['bad-flipped.mat', 'bad-truncated.mat'])('refuses %s', async (name) => {
    await formatFailure(fixture(name));
  });

  it('refuses every truncation, except between variables', async () => {
    for (const name of ['v5-double-plain.mat', 'v5-double-compressed.mat']) {
      const file = fixture(name);
      const ends: number[] = [];
      for (let length = 0; length < file.length; length++) {
        const cut = file.subarray(0, length);
        const result = await readMat5(cut).catch((error) => error);
        if (result instanceof Map) ends.push(length);
        else expect(result).toBeInstanceOf(FormatError);
      }
      // After the header, and after the first of two variables.
      expect(ends).toHaveLength(2);
      expect(ends[0]).toBe(128);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another version', matFile([]).fill(3, 124, 126), /version 0x303 is unknown/],
    ['no MATLAB file', new Uint8Array(200).fill(7), /no MATLAB file/],
    ['an empty file', new Uint8Array(0), /no MATLAB file/],
    ['negative dimensions', matFile([matVariable({ ...X, shape: [-2, -3] })]), /-2 x -3 can't/],
    ['one dimension', matFile([matVariable({ ...X, shape: [6] })]), /dimensions are damaged/],
    [
      'absurd dimensions',
      matFile([matVariable({ ...X, shape: [2 ** 31 - 1, 2 ** 30] })]),
      /holds 48/,
    ],
    [
      'dimensions that overflow',
      matFile([matVariable({ ...X, shape: new Array<number>(60).fill(2 ** 31 - 1) })]),
      /Infinity values, but holds 48 bytes/,
    ],
    ['an unknown class', matFile([matVariable({ ...X, classId: 99 })]), /class 99 is unknown/],
    [
      'integers stored as doubles',
      matFile([matVariable({ ...X, classId: 9 })]),
      /X is uint8 but stored as element type 9/,
    ],
    [
      'something after the values',
      matFile([matVariable({ ...X, tail: new Uint8Array(8) })]),
      /something follows the values/,
    ],
    ['a variable twice', matFile([matVariable(X), matVariable(X)]), /two variables X/],
    ['an element outside of a variable', matFile([pack([9, 0], 'u4', true)]), /element of type 9/],
    [
      'an element beyond the end',
      matFile([pack([14, 1e9], 'u4', true)]),
      /claims 1000000000 bytes/,
    ],
  ])('refuses %s', async (_, file, message) => {
    expect((await formatFailure(file)).message).toMatch(message);
  });

  it('refuses a compressed variable that claims more than deflate can hold', async () => {
    const { deflateSync } = await import('node:zlib');
    const packed = deflateSync(pack([14, 2 ** 30, 6, 8, 6, 0], 'u4', true));
    const file = matFile([join(pack([15, packed.length], 'u4', true), packed)]);
    expect((await formatFailure(file)).message).toMatch(/compressed bytes claim to hold/);
  });

  it('refuses bytes between a compressed stream and the end of its element', async () => {
    const good = matVariable({ ...X, compress: true });
    const length = good.length - 8 + 3;
    const file = matFile([join(pack([15, length], 'u4', true), good.subarray(8), [1, 2, 3])]);
    expect((await formatFailure(file)).message).toMatch(/./);
  });
});
