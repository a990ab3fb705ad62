import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { checkFinite, Matrix } from '../../../src/core/matrix.ts';

describe('Matrix', () => {
  test('keeps the data that it is given, without a copy', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const matrix = new Matrix(data, 2, 3);
    expect([matrix.rows, matrix.cols]).toEqual([2, 3]);
    data[5] = 9;
    expect(matrix.data).toBe(data);
    expect([...matrix.row(1)]).toEqual([4, 5, 9]);
  });

  test('row is a view, also where the data begins within its buffer', () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 0).subarray(1, 5);
    const matrix = new Matrix(data, 2, 2);
    matrix.row(1)[0] = 30;
    expect([...data]).toEqual([1, 2, 30, 4]);
  });

  test('may have no rows, but has columns', () => {
    expect(new Matrix(new Float32Array(0), 0, 3).rows).toBe(0);
    expect(() => new Matrix(new Float32Array(0), 3, 0)).toThrow(
      'cols must be a whole number from 1 to 4294967295, not 0',
    );
  });

  test.each([
    [2.5, 2],
    [-1, 2],
    [Number.NaN, 2],
    [2, 1.5],
    [2, -2],
  ])('refuses %d x %d', (rows, cols) => {
    expect(() => new Matrix(new Float32Array(5), rows, cols)).toThrow(InvalidArgumentError);
  });

  test('refuses data of another length, and names both', () => {
    expect(() => new Matrix(new Float32Array(5), 2, 3)).toThrow(
      'a matrix of 2 x 3 needs 6 values, not 5',
    );
  });

  test.each([[[1, 2]], [Float64Array.of(1, 2)], [null]])('refuses data that is %o', (data) => {
    expect(() => new Matrix(data as unknown as Float32Array, 1, 2)).toThrow(
      'matrix data must be a Float32Array',
    );
  });

  test.each([-1, 2, 0.5, Number.NaN])('refuses row %d of two', (row) => {
    expect(() => Matrix.from([[1], [2]]).row(row)).toThrow(InvalidArgumentError);
  });
});

describe('Matrix.from', () => {
  test('copies rows of any array of numbers', () => {
    const source = [[1, 2], Float64Array.of(3, 4)];
    const matrix = Matrix.from(source);
    source[0][0] = 9;
    expect([...matrix.data]).toEqual([1, 2, 3, 4]);
    expect([matrix.rows, matrix.cols]).toEqual([2, 2]);
  });

  test('refuses rows of different lengths, and names the row', () => {
    expect(() => Matrix.from([[1, 2], [3, 4], [5]])).toThrow(
      'row 2 has 1 values where row 0 has 2',
    );
  });

  test('refuses no rows and empty rows', () => {
    expect(() => Matrix.from([])).toThrow('a matrix must be an array of one row or more');
    expect(() => Matrix.from([[]])).toThrow(InvalidArgumentError);
  });
});

describe('slice', () => {
  const matrix = Matrix.from([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  test('is a view of some rows in a row', () => {
    const middle = matrix.slice(1, 2);
    expect([middle.rows, middle.cols]).toEqual([1, 2]);
    expect(middle.data.buffer).toBe(matrix.data.buffer);
    expect([...middle.row(0)]).toEqual([3, 4]);
    expect([...matrix.slice(1).data]).toEqual([3, 4, 5, 6]);
    expect(matrix.slice(3).rows).toBe(0);
  });

  test.each([
    [-1, 2],
    [0, 4],
    [2, 1],
    [0.5, 1],
  ])('refuses rows %d up to %d of three', (start, end) => {
    expect(() => matrix.slice(start, end)).toThrow(InvalidArgumentError);
  });
});

describe('selectRows', () => {
  const matrix = Matrix.from([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  test('copies rows in the order given, also repeatedly', () => {
    const selected = matrix.selectRows([2, 0, 2]);
    expect([...selected.data]).toEqual([5, 6, 1, 2, 5, 6]);
    selected.data[0] = 0;
    expect(matrix.data[4]).toBe(5);
  });

  test('of no rows is a matrix of no rows', () => {
    expect(matrix.selectRows([]).rows).toBe(0);
    expect(matrix.selectRows([]).cols).toBe(2);
  });

  test('refuses rows that do not exist', () => {
    expect(() => matrix.selectRows([0, 3])).toThrow(InvalidArgumentError);
  });
});

describe('checkFinite', () => {
  test('accepts every finite number', () => {
    const data = Float32Array.of(0, -0, 2 ** -149, -3.4028234663852886e38, 3.4028234663852886e38);
    expect(() => checkFinite('points', new Matrix(data, 1, 5))).not.toThrow();
    expect(() => checkFinite('points', new Matrix(new Float32Array(0), 0, 5))).not.toThrow();
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('refuses %d and names its row and column', (value, shown) => {
    const matrix = new Matrix(new Float32Array(12), 4, 3);
    matrix.data[7] = value;
    expect(() => checkFinite('hyperplanes', matrix)).toThrow(InvalidArgumentError);
    expect(() => checkFinite('hyperplanes', matrix)).toThrow(
      `hyperplanes must be finite numbers, but row 2, column 1 is ${shown}`,
    );
  });

  test('names the first of several', () => {
    const matrix = Matrix.from([
      [1, Number.NaN],
      [Number.NaN, 1],
    ]);
    expect(() => checkFinite('points', matrix)).toThrow('row 0, column 1 is NaN');
  });
});
