import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import { toLabels } from '../../../../src/data/arrays/labels.ts';
import { toMatrix } from '../../../../src/data/arrays/numeric.ts';
import { isNpy, readNpy } from '../../../../src/data/numpy/npy.ts';
import { expected, failure, fixture, npy, npyWith } from '../../../support/make-files.ts';

const data = new Uint8Array(24);
const header = (fields: string) => npyWith(`{${fields}}\n`, data);
const rest = "'fortran_order': False, 'shape': (2, 3)";

describe('reading .npy files', () => {
  it.each(['npy-f4.npy', 'npy-f4-big.npy', 'npy-f8-fortran.npy'])('reads %s', (name) => {
    const points = toMatrix(readNpy(fixture(name)));
    expect([points.rows, points.cols]).toEqual([7, 5]);
    expect(points.data).toEqual(Float32Array.from(expected.X.flat()));
  });

  it.each([
    ['npy-u1.npy', 'uint8'],
    ['npy-i8.npy', 'int64'],
  ])('reads the whole numbers of %s', (name, dtype) => {
    const array = readNpy(fixture(name));
    expect(array).toMatchObject({ dtype, shape: [7, 5], fortranOrder: false });
    const bound = Math.max(...expected.X.flat().map((x) => x * 1000));
    expect(toMatrix(array).data.every((x) => Number.isInteger(x) && x >= 0 && x <= bound)).toBe(
      true,
    );
  });

  it.each([1, 2, 3])('reads version %i.0', (major) => {
    const array = readNpy(npy([1, 2, 3, 4], [2, 2], { major }));
    expect([...array.values]).toEqual([1, 2, 3, 4]);
  });

  it('reads special values of float16', () => {
    const halves = [0x0000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0xfc00, 0x7e00, 0x3555];
    const bytes = npy(halves, [9], { type: 'u2' });
    bytes[bytes.indexOf(0x75)] = 0x66; // u2 becomes f2
    const values = [0, 1, -2, 65504, 2 ** -24, Infinity, -Infinity, NaN, 0.333251953125];
    expect([...readNpy(bytes).values]).toEqual(values);
  });

  it('shares aligned float32 values with the file, and copies others', () => {
    const file = fixture('npy-f4.npy');
    expect(toMatrix(readNpy(file)).data.buffer).toBe(file.buffer);
    const shifted = new Uint8Array(file.length + 1).subarray(1);
    shifted.set(file);
    expect(readNpy(shifted)).toEqual(readNpy(file));
  });

  it("reads Python 2's long sizes, double quotes and any order of keys", () => {
    const array = readNpy(header('"shape":(2L,3L,),"fortran_order":True,"descr":"<f4"'));
    expect(array).toMatchObject({ shape: [2, 3], fortranOrder: true, dtype: 'float32' });
  });

  it('reads arrays without dimensions and without values', () => {
    expect(readNpy(npy([5], []))).toMatchObject({ shape: [], values: Float32Array.of(5) });
    expect(readNpy(npy([], [0, 5]))).toMatchObject({ shape: [0, 5], values: new Float32Array() });
  });

  it('tells .npy files by their first bytes', () => {
    expect(isNpy(fixture('npy-u1.npy'))).toBe(true);
    expect(isNpy(fixture('tiny-idx1-ubyte'))).toBe(false);
    expect(isNpy(new Uint8Array(0))).toBe(false);
  });
});

describe('refusing .npy files', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['objects', header(`'descr': '|O', ${rest}`), /Python objects .*astype/],
    [
      'records',
      header(`'descr': [('a', '<f4'), ('b]', '<i4', (2,))], ${rest}`),
      /records .*one field/,
    ],
    ['complex numbers', header(`'descr': '<c8', ${rest}`), /complex numbers: save its real part/],
    ['strings', header(`'descr': '<U3', ${rest}`), /strings: convert/],
    ['byte strings', header(`'descr': '|S3', ${rest}`), /byte strings: convert/],
    ['dates', header(`'descr': '<M8[D]', ${rest}`), /dates: convert/],
    ['long doubles', header(`'descr': '<f16', ${rest}`), /extended floats/],
    ['a type without byte order', header(`'descr': '|f4', ${rest}`), /dtype "\|f4" is unknown/],
    ['an unknown type', header(`'descr': '<q4', ${rest}`), /dtype "<q4" is unknown/],
    ['an empty type', header(`'descr': '', ${rest}`), /dtype "" is unknown/],
    ['a missing key', header("'descr': '<f4', 'shape': (2, 3)"), /must all be there/],
    ['a key given twice', header(`'descr': '<f4', 'descr': '<f4', ${rest}`), /given twice/],
    ['an unknown key', header(`'descr': '<f4', 'more': True, ${rest}`), /"more" is unknown/],
    ['a call', header(`'descr': exit(), ${rest}`), /a string is missing/],
    [
      'a negative size',
      header("'descr': '<f4', 'fortran_order': False, 'shape': (-2,)"),
      /a size is/,
    ],
    [
      'a number as shape',
      header("'descr': '<f4', 'fortran_order': False, 'shape': (6)"),
      /a comma/,
    ],
    [
      'an absurd size',
      header("'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)"),
      /absurd/,
    ],
    [
      'sizes that overflow',
      header("'descr': '<f4', 'fortran_order': False, 'shape': (9000000000, 9000000000)"),
      /Infinity bytes, but 24 follow/,
    ],
    ['something after the dictionary', npyWith(`{'descr': '<f4', ${rest}} + 1\n`, data), /follows/],
    ['too few bytes', npy([1, 2, 3], [2, 2]), /shape \(2, 2\) of float32, 16 bytes, but 12 follow/],
    ['too many bytes', npy([1, 2, 3], [2]), /8 bytes, but 12 follow/],
    ['an unknown version', npy([1], [1], { major: 4 }), /version 4\.0 is unknown/],
    ['a header beyond the end', npyWith(' '.repeat(99), data).subarray(0, 60), /cut short/],
    ['a huge header', npyWith(' '.repeat(20_000), data), /20000 bytes is too long/],
    ['another file', new Uint8Array(100), /no \.npy file/],
  ])('refuses %s', async (_, file, message) => {
    const error = await failure(() => readNpy(file));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(message);
    expect((error as FormatError).offset).toBeTypeOf('number');
  });
});

describe('turning arrays into points and labels', () => {
  it('transposes column-major arrays of any size', () => {
    for (const [rows, cols] of [
      [1, 5],
      [5, 1],
      [31, 33],
      [32, 64],
      [100, 70],
    ]) {
      const values = Float64Array.from({ length: rows * cols }, (_, i) => i);
      const array = { shape: [rows, cols], dtype: 'float64', values, fortranOrder: true } as const;
      const points = toMatrix({ ...array, shape: [rows, cols] });
      const rowMajor = values.map((_, i) => (i % cols) * rows + Math.floor(i / cols));
      expect(points.data).toEqual(Float32Array.from(rowMajor));
    }
  });

  it('flattens further dimensions', () => {
    const points = toMatrix(readNpy(npy([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])));
    expect([points.rows, points.cols, points.row(1)[0]]).toEqual([2, 4, 5]);
    // np.asfortranarray(np.arange(12).reshape(2, 3, 2)) lies in the file as these values.
    const inFile = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];
    const columnMajor = toMatrix(readNpy(npy(inFile, [2, 3, 2], { fortran: true })));
    expect([...columnMajor.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('refuses shapes that are no matrix, with the reason', async () => {
    const message = async (file: Uint8Array) =>
      (await failure(() => toMatrix(readNpy(file), 'X'))).message;
    expect(await message(npy([1, 2], [2]))).toMatch(
      /X must have two .* one-dimensional array of 2/,
    );
    expect(await message(npy([1], []))).toMatch(/but is a single value/);
    expect(await message(npy([], [3, 0]))).toMatch(/no columns: 3 x 0/);
    expect(await message(npy([], [0, 0]))).toMatch(/no rows: 0 x 0/);
  });

  it('takes labels from a list, a row or a column of any type', () => {
    for (const type of ['i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f2', 'f4', 'f8']) {
      for (const shape of [[3], [1, 3], [3, 1]]) {
        expect([...toLabels(readNpy(npy([0, 9, 4], shape, { type })))]).toEqual([0, 9, 4]);
      }
    }
    expect([...toLabels(readNpy(npy([-(2 ** 31), 2 ** 31 - 1], [2], { type: 'i8' })))]).toEqual([
      -(2 ** 31),
      2 ** 31 - 1,
    ]);
  });

  it('takes labels from rows with a single 1', async () => {
    const rows = [0, 0, 1, 1, 0, 0, 0, 1, 0];
    expect([...toLabels(readNpy(npy(rows, [3, 3])))]).toEqual([2, 0, 1]);
    expect([...toLabels(readNpy(npy(rows, [3, 3], { fortran: true })))]).toEqual([1, 2, 0]);
    for (const wrong of [
      [0, 0, 1, 1],
      [1, 1, 1, 0],
      [1, 0, 2, 0],
      [1, 0, NaN, 1],
    ]) {
      const error = await failure(() => toLabels(readNpy(npy(wrong, [2, 2])), 'y'));
      expect(error.message).toMatch(
        /list of labels, but is 2 x 2, of which row \d has no single 1/,
      );
    }
  });

  it('refuses labels that are not whole numbers of 32 bits, naming the place', async () => {
    const message = async (file: Uint8Array) =>
      (await failure(() => toLabels(readNpy(file), 'y'))).message;
    expect(await message(npy([1, 2, 2.5], [3]))).toMatch(/label 2 \(counted from 0\) is 2\.5/);
    expect(await message(npy([1, NaN], [2]))).toMatch(/label 1 .* is NaN/);
    expect(await message(npy([2 ** 31], [1], { type: 'u4' }))).toMatch(/label 0 .* is 2147483648/);
    expect(await message(npy([2 ** 53], [1], { type: 'u8' }))).toMatch(/is 9007199254740992/);
    expect(await message(npy([1, 2, 3, 4], [2, 2]))).toMatch(/list of labels, but is 2 x 2/);
    expect(await message(npy([1], []))).toMatch(/a single value/);
  });
});
