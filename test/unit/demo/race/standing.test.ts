import { describe, expect, test } from 'vitest';
import type { DetailedResult } from '../../../../src/bench/harness.ts';
import {
  barsOf,
  raceSentence,
  rateText,
  ratioRange,
  ratioText,
} from '../../../../src/demo/race/standing.ts';

function result(contender: string, median: number, verified = true): DetailedResult {
  const quartiles = [median * 0.9, median * 1.25] as const;
  const about = { suite: 's', case: 'c', unit: 'u', p95: median / 2, runs: 9 };
  return { ...about, contender, median, verified, quartiles };
}

describe('bars', () => {
  const results = [result('wasm-simd', 40), result('wasm', 10), result('naive', 1)];

  test('have the proportions of the rates at every moment', () => {
    for (const share of [0.1, 0.5, 1]) {
      const [simd, wasm, naive] = barsOf(results, share);
      expect(simd.length / wasm.length).toBeCloseTo(4);
      expect(simd.length / naive.length).toBeCloseTo(40);
      expect(simd.quartiles[1]).toBeCloseTo(share);
    }
  });

  test('say how many times as fast as the plain form', () => {
    expect(barsOf(results, 1).map(({ ratio }) => ratio)).toEqual([40, 10, 1]);
    expect(barsOf(results.slice(0, 2), 1).map(({ ratio }) => ratio)).toEqual([null, null]);
  });

  test('whose results are wrong has none, and is nobody’s measure', () => {
    const bars = barsOf([result('wasm-simd', 40, false), result('wasm', 10)], 1);
    expect(bars.map(({ contender }) => contender)).toEqual(['wasm']);
    expect(bars[0].quartiles[1]).toBe(1);
  });
});

describe('the sentence', () => {
  const events = [
    [result('wasm-simd', 40), result('typescript', 4), result('naive', 1)],
    [result('wasm-simd', 6), result('typescript', 2), result('naive', 1)],
    [],
  ];

  test('gives the smallest and the largest ratio', () => {
    expect(ratioRange(events, 'wasm-simd', 'naive')).toEqual({ low: 6, high: 40 });
    expect(raceSentence(events)).toBe(
      'On this device WebAssembly with SIMD is 6.0 to 40 times as fast as plain TypeScript, and 3.0 to 10 times as fast as tuned TypeScript.',
    );
  });

  test('does without backends that did not run', () => {
    const without = events.map((event) => event.filter((one) => one.contender !== 'wasm-simd'));
    expect(raceSentence(without)).toBe(
      'On this device tuned TypeScript is 2.0 to 4.0 times as fast as plain.',
    );
    expect(raceSentence([[]])).toBeNull();
  });
});

test('ratios and rates are short', () => {
  expect([0.851, 1, 3.44, 9.96, 37.6, 1234].map(ratioText)).toEqual([
    '0.85',
    '1.0',
    '3.4',
    '10',
    '38',
    '1,234',
  ]);
  expect([12.34, 590_432, 2.154e9, 999, 8e6].map(rateText)).toEqual([
    '12.3',
    '590 thousand',
    '2.15 billion',
    '999',
    '8 million',
  ]);
});
