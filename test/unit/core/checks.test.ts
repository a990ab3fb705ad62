import { describe, expect, test } from 'vitest';
import { checkPositive, checkRange, checkWhole, show } from '../../../src/core/checks.ts';
import { InvalidArgumentError } from '../../../src/core/errors.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity, MAX_SAFE_INTEGER: largest } = Number;

describe('checkWhole', () => {
  test.each([0, -0, 3, 7])('accepts %d within 0 and 7', (value) => {
    expect(() => checkWhole('k', value, 0, 7)).not.toThrow();
  });

  test.each([-1, 8, 2.5, nan, infinity])('refuses %d and says what is allowed', (value) => {
    expect(() => checkWhole('k', value, 0, 7)).toThrow(InvalidArgumentError);
    expect(() => checkWhole('k', value, 0, 7)).toThrow(
      `k must be a whole number from 0 to 7, not ${value}`,
    );
  });

  test('leaves out an upper end that is none', () => {
    expect(() => checkWhole('k', 0, 1, largest)).toThrow(
      /^k must be a whole number of at least 1, not 0$/,
    );
  });

  test.each([
    ['3', '"3"'],
    [null, 'null'],
    [undefined, 'undefined'],
    [3n, '3n'],
    [[1, 2], 'an array of 2'],
    [{}, 'an object'],
  ])('refuses %o, which is no number', (value, shown) => {
    expect(() => checkWhole('k', value as number, 0, 7)).toThrow(
      `k must be a whole number from 0 to 7, not ${shown}`,
    );
  });
});

describe('checkRange', () => {
  test.each([0, 0.5, 1])('accepts %d within 0 and 1', (value) => {
    expect(() => checkRange('alpha', value, 0, 1)).not.toThrow();
  });

  test.each([-1e-9, 1.0000001, nan, infinity, -infinity])('refuses %d', (value) => {
    expect(() => checkRange('alpha', value, 0, 1)).toThrow(InvalidArgumentError);
    expect(() => checkRange('alpha', value, 0, 1)).toThrow(
      `alpha must be from 0 to 1, not ${value}`,
    );
  });

  test('refuses a number in quotes', () => {
    expect(() => checkRange('alpha', '0.5' as unknown as number, 0, 1)).toThrow(
      'alpha must be from 0 to 1, not "0.5"',
    );
  });
});

describe('checkPositive', () => {
  test.each([5e-324, 1, Number.MAX_VALUE])('accepts %d', (value) => {
    expect(() => checkPositive('cost', value)).not.toThrow();
  });

  test.each([0, -0, -1, nan, infinity])('refuses %d', (value) => {
    expect(() => checkPositive('cost', value)).toThrow(InvalidArgumentError);
    expect(() => checkPositive('cost', value)).toThrow(
      `cost must be a finite number above 0, not ${value}`,
    );
  });
});

describe('show', () => {
  test.each([
    ['say "no"', '"say \\"no\\""'],
    [12.5, '12.5'],
    [7n, '7n'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1, 2, 3], 'an array of 3'],
    [new Float32Array(2), 'Float32Array'],
    [new Int8Array(2), 'Int8Array'],
    [new ArrayBuffer(2), 'ArrayBuffer'],
    [Promise.resolve(1), 'a promise: await it first'],
    [() => 1, 'a function'],
  ])('writes %o as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});
