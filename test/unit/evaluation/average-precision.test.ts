import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import {
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from '../../../src/evaluation/average-precision.ts';
import golden from '../../fixtures/golden/metrics.json' with { type: 'json' };
import { histograms } from './histograms.ts';
import { histogramOf, mean, tieOrders } from './ties.ts';

/** Average precision of a ranking without ties, from its definition. */
function averagePrecision(ranking: readonly boolean[]): number {
  let hits = 0;
  let sum = 0;
  ranking.forEach((relevant, place) => {
    if (relevant) sum += ++hits / (place + 1);
  });
  return sum / hits;
}

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
        const { total, relevant } = histogramOf(groups);
        const actual = tieAwareAveragePrecision(total, relevant);
        if (groups.flat().includes(true)) {
          expect(actual).toBeCloseTo(mean(tieOrders(groups).map(averagePrecision)), 12);
        } else {
          expect(actual).toBeNull();
        }
      }),
    );
  });

  test('at k is the mean over all orders, cut at place k', () => {
    const group = fc.array(fc.boolean(), { maxLength: 4 });
    const some = fc.array(group, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 13 }), (groups, k) => {
        const { total, relevant } = histogramOf(groups);
        const actual = tieAwareAveragePrecision(total, relevant, { k });
        const all = groups.flat().filter(Boolean).length;
        if (all === 0) {
          expect(actual).toBeNull();
          return;
        }
        const precisions = tieOrders(groups).map((ranking) => {
          const first = ranking.slice(0, k);
          const hits = first.filter(Boolean).length;
          return hits === 0 ? 0 : (averagePrecision(first) * hits) / Math.min(all, k);
        });
        expect(actual).toBeCloseTo(mean(precisions), 12);
      }),
    );
  });

  test('of long ties agrees with the sum over their places', () => {
    const [total, relevant] = [Uint32Array.of(3, 40_000, 19_000), Uint32Array.of(1, 5000, 900)];
    let sum = 0;
    let [items, hits] = [0, 0];
    total.forEach((n, d) => {
      for (let t = 1; t <= n; t++) {
        const before = hits + 1 + ((t - 1) * (relevant[d] - 1)) / (n - 1);
        sum += ((relevant[d] / n) * before) / (items + t);
      }
      items += n;
      hits += relevant[d];
    });
    expect(tieAwareAveragePrecision(total, relevant)).toBeCloseTo(sum / 5901, 12);
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
