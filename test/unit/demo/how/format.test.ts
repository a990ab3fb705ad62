import { expect, test } from 'vitest';
import {
  decimal,
  degrees,
  duration,
  percent,
  precision,
  share,
  signed,
} from '../../../../src/demo/how/format.ts';

test('numbers below 0 have a minus as wide as a plus, and nothing is minus zero', () => {
  expect([decimal(-1.5), decimal(-0.001), decimal(2)]).toEqual(['−1.50', '0.00', '2.00']);
  expect([signed(1), signed(-1), signed(0.335, 2), signed(-0.001, 2)]).toEqual([
    '+1',
    '−1',
    '+0.34',
    '+0.00',
  ]);
});

test('weights of neighbours are shares where they are some', () => {
  expect([share(1 / 3), share(0.5), share(1), share(0.4)]).toEqual(['1/3', '1/2', '1', '0.40']);
});

test('durations have the unit in which people read them', () => {
  expect([duration(0.0123), duration(2.34), duration(45.6), duration(1234)]).toEqual([
    '12 µs',
    '2.3 ms',
    '46 ms',
    '1.2 s',
  ]);
});

test('precision of no search is said in words', () => {
  expect([precision(null), precision(0.7485)]).toEqual(['none', '0.749']);
  expect([percent(0.2528), percent(1, 0), degrees(64.83)]).toEqual(['25.3%', '100%', '64.8°']);
});
