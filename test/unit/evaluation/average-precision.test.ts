import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import {
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from '../../../src/evaluation/average-precision.ts';
import golden from '../../fixtures/golden/metrics.json' with { type: 'json' };
import { histograms } from './histograms.ts';

/** Average precision of a ranking without ties, from its definition. */
function averagePrecision(ranking: readonly boolean[]): number {
  let hits = 0;
  let sum = 0;
  ranking.forEach((relevant, place) => {
    if (relevant) sum += ++hits / (place + 1);
  });
  return sum / hits;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((others) => [item, ...others]),
  );
}

/** All rankings that order the ties of `groups` in every way. */
function tieOrders(groups: readonly (readonly boolean[])[]): boolean[][] {
  return groups.reduce<boolean[][]>(
    (rankings, group) => {
      const orders = permutations(group);
      return rankings.flatMap((ranking) => orders.map((order) => [...ranking, ...order]));
    },
    [[]],
  );
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('tie-aware average precision', () => {
  test.each(golden.tie_aware_ap.map((expected, query) => ({ query, expected })))(
    'of query $query of the reference case is $expected',
    ({ query, expected }) => {
      const { total, relevant } = histograms(golden, query);
      const actual = tieAwareAveragePrecision(total, relevant);
      if (expected === null) expect(actual).toBeNull();
      else expect(actual).toBeCloseTo(expected, 14);
    },
  );

  test('is the mean over all orders of tied items', () => {
    const group = fc.array(fc.boolean(), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), (groups) => {
        const total = Uint32Array.from(groups, (items) => items.length);
        const relevant = Uint32Array.from(groups, (items) => items.filter(Boolean).length);
        const actual = tieAwareAveragePrecision(total, relevant);
        if (groups.flat().includes(true)) {
          expect(actual).toBeCloseTo(mean(tieOrders(groups).map(averagePrecision)), 12);
        } else {
          expect(actual).toBeNull();
        }
      }),
    );
  });

  test('is 1 when every relevant item comes first', () => {
    expect(tieAwareAveragePrecision(Uint32Array.of(3, 9), Uint32Array.of(3, 0))).toBe(1);
  });

  test('refuses histograms that do not fit each other', () => {
    const call = (total: number[], relevant: number[]) => () =>
      tieAwareAveragePrecision(Uint32Array.from(total), Uint32Array.from(relevant));
    expect(call([1, 2], [1])).toThrow(InvalidArgumentError);
    expect(call([1, 2], [1])).toThrow('relevant must have as many bins as total, 2, not 1');
    expect(call([1, 2], [1, 3])).toThrow('bin 1 has 3 of 2');
    expect(call([], [])).toThrow('total must have at least one bin');
  });
});

describe('mean average precision', () => {
  const queries = golden.query_bits.length;
  const each = golden.query_bits.map((_, query) => histograms(golden, query));
  const total = Uint32Array.from(each.flatMap((one) => Array.from(one.total)));
  const relevant = Uint32Array.from(each.flatMap((one) => Array.from(one.relevant)));

  test('leaves out queries that have no relevant item', () => {
    const actual = meanAveragePrecision(total, relevant, queries, 9);
    expect(actual).toBeCloseTo(golden.tie_aware_map, 14);
  });

  test('is null when no query has a relevant item', () => {
    expect(meanAveragePrecision(total, new Uint32Array(45), queries, 9)).toBeNull();
    expect(meanAveragePrecision(new Uint32Array(0), new Uint32Array(0), 0, 9)).toBeNull();
  });

  test('refuses histograms of another shape', () => {
    expect(() => meanAveragePrecision(total, relevant, 4, 9)).toThrow(
      'total must have 4 x 9 = 36 bins, not 45',
    );
    expect(() => meanAveragePrecision(total, relevant.subarray(1), 5, 9)).toThrow(
      'relevant must have 5 x 9 = 45 bins, not 44',
    );
  });
});
