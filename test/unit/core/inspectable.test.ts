import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { Matrix } from '../../../src/core/matrix.ts';

describe('what consoles show', () => {
  test('of a small matrix is its shape and its values, aligned and rounded', () => {
    const matrix = Matrix.from([
      [1, -0.5],
      [0.123456789, 1e-9],
    ]);
    expect(inspect(matrix)).toBe('Matrix 2 x 2\n       1   -0.5\n  0.1235   1e-9');
    expect(`${matrix}`).toBe(inspect(matrix));
  });

  test('of a large matrix is its corner, at no cost for the rest', () => {
    const lines = inspect(new Matrix(new Float32Array(6000 * 700), 6000, 700)).split('\n');
    expect(lines).toEqual(['Matrix 6000 x 700', ...Array(4).fill('  0 0 0 0 0 0 ...'), '  ...']);
  });

  test('of a matrix within an object is the same, and of one without rows its shape', () => {
    const empty = new Matrix(new Float32Array(0), 0, 5);
    expect(inspect({ points: empty })).toBe('{ points: Matrix 0 x 5 }');
  });

  test('of codes is a line: how many, how long, and how the first begins', () => {
    const codes = new HashCodes(Uint32Array.of(0b1101, 0), 2, 5);
    expect(inspect(codes)).toBe('HashCodes 2 x 5 bits: 10110...');
    expect(inspect(codes.select([1]))).toBe('HashCodes 1 x 5 bits: 00000');
    expect(inspect(codes.select([]))).toBe('HashCodes 0 x 5 bits');
    const long = new HashCodes(new Uint32Array(4), 2, 64);
    expect(inspect(long)).toBe(`HashCodes 2 x 64 bits: ${'0'.repeat(32)}...`);
  });

  test('adds nothing that is counted or copied', () => {
    expect(Reflect.ownKeys(Matrix.from([[1]]))).toEqual(['data', 'rows', 'cols']);
  });
});
