import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import {
  precisionAtK,
  precisionAtRadius,
  recallAtRadius,
  tieAwarePrecisionAtK,
} from '../../../src/evaluation/precision.ts';
import golden from '../../fixtures/golden/metrics.json' with { type: 'json' };
import { histograms } from './histograms.ts';
import { histogramOf, mean, tieOrders } from './ties.ts';

describe('precision at k', () => {
  test('divides by k, also where fewer candidates were found', () => {
    expect(precisionAtK(4, 25, 10)).toBe(0.4);
    expect(precisionAtK(3, 3, 10)).toBe(0.3);
    expect(precisionAtK(0, 3, 10)).toBe(0);
  });

  test('is null when nothing was found', () => {
    expect(precisionAtK(0, 0, 10)).toBeNull();
  });

  test('refuses counts that contradict each other', () => {
    expect(() => precisionAtK(4, 3, 10)).toThrow(InvalidArgumentError);
    expect(() => precisionAtK(4, 3, 10)).toThrow(
      'relevantInTop must be a whole number from 0 to 3',
    );
    expect(() => precisionAtK(11, 30, 10)).toThrow('from 0 to 10, not 11');
    expect(() => precisionAtK(0, 0, 0)).toThrow('k must be a whole number');
  });
});

describe('precision at a Hamming radius', () => {
  test.each(golden.precision_at_radius_2_empty_is_zero.map((expected, query) => [query, expected]))(
    'of query %d of the reference case is %d',
    (query, expected) => {
      const { total, relevant } = histograms(golden, query);
      expect(precisionAtRadius(total, relevant, 2)).toBeCloseTo(expected, 15);
    },
  );

  test('is 0 for an empty ball, which four reference queries have at radius 0', () => {
    const empty = golden.query_bits.filter((_, query) => histograms(golden, query).total[0] === 0);
    expect(empty).toHaveLength(golden.empty_balls_radius_0);
    expect(precisionAtRadius(Uint32Array.of(0, 5), Uint32Array.of(0, 5), 0)).toBe(0);
  });

  test('includes the radius itself and takes it up to the number of bits', () => {
    const total = Uint32Array.of(1, 1, 2);
    const relevant = Uint32Array.of(0, 1, 2);
    expect(precisionAtRadius(total, relevant, 1)).toBe(0.5);
    expect(precisionAtRadius(total, relevant, 2)).toBe(0.75);
    expect(() => precisionAtRadius(total, relevant, 3)).toThrow('radius must be a whole number');
  });
});

describe('recall at a Hamming radius', () => {
  test('is the share of the relevant items, and null where there is none', () => {
    const total = Uint32Array.of(1, 1, 2);
    const relevant = Uint32Array.of(0, 1, 2);
    expect([0, 1, 2].map((r) => recallAtRadius(total, relevant, r))).toEqual([0, 1 / 3, 1]);
    expect(recallAtRadius(total, new Uint32Array(3), 1)).toBeNull();
    expect(() => recallAtRadius(total, relevant, 3)).toThrow('radius must be a whole number');
  });
});

describe('tie-aware precision at k', () => {
  test('is the mean over all orders of tied items', () => {
    const group = fc.array(fc.boolean(), { maxLength: 4 });
    const some = fc.array(group, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 14 }), (groups, k) => {
        const { total, relevant } = histogramOf(groups);
        const orders = tieOrders(groups);
        const precisions = orders.map((order) => order.slice(0, k).filter(Boolean).length / k);
        expect(tieAwarePrecisionAtK(total, relevant, k)).toBeCloseTo(mean(precisions), 12);
      }),
    );
  });

  test('refuses a k that is no place', () => {
    const call = () => tieAwarePrecisionAtK(Uint32Array.of(1), Uint32Array.of(1), 0);
    expect(call).toThrow('k must be a whole number');
  });
});
