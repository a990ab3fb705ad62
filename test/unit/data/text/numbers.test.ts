import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNumber, parseNumber } from '../../../../src/data/text/numbers.ts';

test.each([
  '',
  ' ',
  '0x10',
  ' 0x10',
  '0b1',
  '-',
  '.',
  'e5',
  '1e',
  'NaN',
  'Infinity',
  '1 2',
  '1_0',
  '٣',
])('%j is no number', (text) => {
  expect(isNumber(text)).toBe(false);
  expect(parseNumber(text)).toBeNaN();
});

test.each([
  ['0', 0],
  ['-0.0', -0],
  ['+1', 1],
  [' 1.5 ', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E-3', 0.001],
])('%j is %d', (text, value) => {
  expect(isNumber(text)).toBe(true);
  expect(parseNumber(text)).toBe(value);
});

test('every number comes back from its text, and no other text is one', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseNumber(String(value))).toBe(Number(String(value)));
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(Number.isNaN(parseNumber(text))).toBe(!isNumber(text));
    }),
  );
});
