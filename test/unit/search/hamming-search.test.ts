import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { HashCodes, wordsFor } from '../../../src/core/hash-codes.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { HammingSearch } from '../../../src/search/hamming-search.ts';
import { allBackends } from '../../support/backends.ts';
import { relatedCodes } from '../../support/codes.ts';

const backends = allBackends();
const [kernels] = backends;

/** Codes around a few centres, each bit flipped with a small probability; or random ones. */
function clusteredCodes(count: number, bits: number, flips: number, seed: number): HashCodes {
  const random = new RandomState(seed);
  const stride = wordsFor(bits);
  const words = new Uint32Array(count * stride);
  for (let i = 0; i < count; i++) {
    if (i < 50 || flips === 0) {
      for (let bit = 0; bit < bits; bit++) {
        words[i * stride + (bit >>> 5)] |= random.randint(0, 2) << (bit & 31);
      }
      continue;
    }
    const centre = random.randint(0, 50) * stride;
    words.copyWithin(i * stride, centre, centre + stride);
    for (let flip = 0; flip < flips; flip++) {
      const bit = random.randint(0, bits);
      words[i * stride + (bit >>> 5)] ^= 1 << (bit & 31);
    }
  }
  return new HashCodes(words, count, bits);
}

describe.each(backends)('a Hamming search ($name)', (kernels) => {
  const near = clusteredCodes(30_000, 64, 3, 1);

  test('takes multi-index hashing where neighbours are near, and looks at few codes', () => {
    const search = new HammingSearch(kernels, near);
    expect(search.strategy).toBe('multi-index');
    const queries = near.select([3, 700, 29_999]);
    const found = search.nearest(queries, 5);
    const scan = new HammingSearch(kernels, near, { strategy: 'scan' });
    for (const [q, { rows, distances, strategy, compared, lookups }] of found.entries()) {
      const expected = scan.nearest(queries, 5)[q];
      expect({ rows, distances }).toEqual({ rows: expected.rows, distances: expected.distances });
      expect(strategy).toBe('multi-index');
      expect(lookups).toBeGreaterThan(0);
      expect(compared).toBeLessThan(near.count / 3);
    }
    search.dispose();
    scan.dispose();
  });

  test('ends as a scan where substrings do not help, and says so', () => {
    const equal = new HashCodes(new Uint32Array(60_000), 30_000, 64);
    const search = new HammingSearch(kernels, equal, { strategy: 'multi-index' });
    const [found] = search.nearest(equal.select([0]), 3);
    expect(Array.from(found.rows)).toEqual([0, 1, 2]);
    expect(found.strategy).toBe('scan');
    // One bucket was all that it cost before.
    expect(found.lookups).toBe(1);
    expect(found.compared).toBe(2 * equal.count);
    expect(search.within(equal.code(0), 0).rows.length).toBe(equal.count);
    search.dispose();
  });
});

describe('the strategy', () => {
  test('is a scan for few codes, for wide ones, and for codes without near neighbours', () => {
    const strategyOf = (codes: HashCodes) => {
      const search = new HammingSearch(kernels, codes);
      search.dispose();
      return search.strategy;
    };
    expect(strategyOf(relatedCodes(500, 64, 1))).toBe('scan');
    expect(strategyOf(clusteredCodes(20_000, 8, 1, 2))).toBe('scan');
    expect(strategyOf(clusteredCodes(20_000, 256, 0, 3))).toBe('scan');
    expect(strategyOf(clusteredCodes(20_000, 256, 2, 4))).toBe('multi-index');
  });
});

describe('bad arguments', () => {
  const codes = relatedCodes(20, 40, 1);

  test('of the constructor are refused', () => {
    const make = (options: object) => () => new HammingSearch(kernels, codes, options);
    expect(make({ strategy: 'fast' })).toThrow('strategy must be scan or multi-index, not "fast"');
    expect(make({ substrings: 1 })).toThrow('substrings must be');
    expect(make({ substrings: 41 })).toThrow(InvalidArgumentError);
  });

  test('of a search are refused', () => {
    const search = new HammingSearch(kernels, codes);
    expect(() => search.nearest(codes, 0)).toThrow(InvalidArgumentError);
    expect(() => search.nearest(relatedCodes(1, 41, 1), 1)).toThrow(
      'codes have 40 bits, but a query has 41',
    );
    expect(() => search.within(codes.code(0), 41)).toThrow(InvalidArgumentError);
    expect(() => search.within(new Uint32Array(3), 4)).toThrow(InvalidArgumentError);
    expect(() => search.within(Uint32Array.of(0, 256), 4)).toThrow('zeros');
    search.dispose();
    expect(() => search.nearest(codes, 1)).toThrow(DisposedError);
    expect(() => search.within(codes.code(0), 1)).toThrow(DisposedError);
  });
});

test('no codes at all are searched without a fault', () => {
  for (const strategy of ['scan', 'multi-index'] as const) {
    const empty = new HashCodes(new Uint32Array(0), 0, 33);
    const search = new HammingSearch(kernels, empty, { strategy });
    expect(search.nearest(relatedCodes(1, 33, 1), 4)[0].rows.length).toBe(0);
    expect(search.within(relatedCodes(1, 33, 1).code(0), 33).rows.length).toBe(0);
    search.dispose();
  }
});
