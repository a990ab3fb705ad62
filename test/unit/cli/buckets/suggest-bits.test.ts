import { describe, expect, test } from 'vitest';
import { suggestBits } from '../../../../src/cli/buckets/suggest-bits.ts';

/** Buckets of codes, each `n` times. */
const bucketsOf = (codes: readonly number[], n: number) =>
  codes.map((index) => ({ index, ids: Array.from({ length: n }, (_, i) => index * n + i) }));
const all = (bits: number) => Array.from({ length: 2 ** bits }, (_, code) => code);

describe('suggested bits', () => {
  test('are the most with which a vector shares its bucket with ten others', () => {
    // 1,024 codes once each: with 6 bits, 16 vectors share a bucket; with 7, 8 do.
    expect(suggestBits(bucketsOf(all(10), 1), 10)).toEqual({
      now: { bits: 10, shared: 0 },
      suggested: { bits: 6, shared: 15 },
    });
  });

  test('keep the first bits, which are the most significant', () => {
    // The last 4 bits are the same everywhere: dropping them merges nothing.
    const codes = all(6).map((code) => code * 16 + 5);
    expect(suggestBits(bucketsOf(codes, 1), 10).suggested).toEqual({ bits: 2, shared: 15 });
  });

  test('count by vectors: large buckets weigh more', () => {
    const buckets = [
      { index: 0, ids: [1, 2, 3] },
      { index: 1, ids: [4] },
    ];
    expect(suggestBits(buckets, 1).now).toEqual({ bits: 1, shared: 6 / 4 });
  });

  test('are more where buckets hold many, twice as many at most', () => {
    const { now, suggested } = suggestBits(bucketsOf(all(8), 50), 8);
    expect(now.shared).toBe(49);
    // Each bit halves the buckets: two more leave 12.
    expect(suggested?.bits).toBe(10);
    expect(suggested?.shared).toBeGreaterThanOrEqual(10);
    const crowded = suggestBits(bucketsOf(all(2), 100_000), 2).suggested;
    expect(crowded?.bits).toBe(4);
  });

  test('are none where these are the ones, or no length is short enough', () => {
    expect(suggestBits(bucketsOf(all(4), 12), 4).suggested).toBeNull();
    expect(suggestBits(bucketsOf([0, 1], 2), 1).suggested).toBeNull();
    expect(suggestBits([], 8).suggested).toBeNull();
  });

  test('take codes of more bits than a number holds', () => {
    const buckets = all(8).map((code) => ({ index: BigInt(code) << 120n, ids: [code] }));
    expect(suggestBits(buckets, 128).suggested?.bits).toBe(4);
  });
});
