import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count } from '../../../../src/report/page/format.ts';

test('numbers have commas and one decimal at most, as the locale of English has them', () => {
  const locale = (value: number) =>
    value.toLocaleString('en-US', { maximumFractionDigits: 1 }).replace(/^-0$/, '0');
  const tenths = fc.integer({ min: -(10 ** 10), max: 10 ** 10 }).map((n) => n / 10);
  fc.assert(fc.property(tenths, (value) => count(value) === locale(value)));
  expect([999, 1000, 1234567.89, 0.04, 2.96].map(count)).toEqual([
    '999',
    '1,000',
    '1,234,567.9',
    '0',
    '3',
  ]);
});
