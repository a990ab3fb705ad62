import { describe, expect, test } from 'vitest';
import { chooseStrategy, codesWithin } from '../../../src/search/probe-cost.ts';

describe('codesWithin', () => {
  test.each([
    [16, 0, 1],
    [16, 1, 17],
    [16, 2, 137],
    [32, 2, 529],
    [32, 10, 107_594_213],
    [64, 3, 43_745],
  ])('of %d bits and the radius %d is %d', (bits, radius, expected) => {
    expect(codesWithin(bits, radius)).toBe(expected);
  });

  test('counts the codes that differ in at most so many bits', () => {
    for (let bits = 1; bits <= 10; bits++) {
      for (let radius = 0; radius <= bits; radius++) {
        let count = 0;
        for (let code = 0; code < 2 ** bits; code++) {
          if (code.toString(2).replaceAll('0', '').length <= radius) count++;
        }
        expect(codesWithin(bits, radius)).toBe(count);
      }
    }
  });

  test('is every code from the full radius on', () => {
    for (const bits of [1, 7, 20, 32, 50]) {
      expect(codesWithin(bits, bits)).toBe(2 ** bits);
      expect(codesWithin(bits, bits + 5)).toBe(2 ** bits);
    }
  });
});

describe('chooseStrategy', () => {
  test('looks up where there are fewer neighbouring codes than buckets', () => {
    expect(chooseStrategy(16, 0, 30_000)).toBe('probe');
    expect(chooseStrategy(16, 2, 30_000)).toBe('probe');
    expect(chooseStrategy(32, 2, 1_000_000)).toBe('probe');
    expect(chooseStrategy(64, 1, 1_000_000)).toBe('probe');
  });

  test('scans where there are more', () => {
    expect(chooseStrategy(32, 10, 60_000)).toBe('scan');
    expect(chooseStrategy(32, 10, 10_000_000)).toBe('scan');
    expect(chooseStrategy(16, 16, 30_000)).toBe('scan');
    expect(chooseStrategy(16, 0, 1)).toBe('scan');
  });

  test('scans codes that are too long to be looked up', () => {
    expect(chooseStrategy(65, 0, 2 ** 30)).toBe('scan');
    expect(chooseStrategy(4096, 1, 2 ** 30)).toBe('scan');
  });

  test('never goes back to looking up as the radius grows', () => {
    for (const bits of [8, 20, 21, 32, 64]) {
      const chosen = Array.from({ length: bits + 1 }, (_, radius) =>
        chooseStrategy(bits, radius, 50_000),
      );
      expect(chosen.lastIndexOf('probe')).toBeLessThan(chosen.concat('scan').indexOf('scan'));
    }
  });
});
