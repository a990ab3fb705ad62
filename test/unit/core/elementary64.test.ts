import { describe, expect, test } from 'vitest';
import { angle64, cosOfTurn, exp64, sinOfTurn } from '../../../src/core/elementary64.ts';

describe('functions of float64', () => {
  test('exp is that of Math to 15 digits', () => {
    for (let x = 0; x > -60; x -= 0.0371) {
      expect(Math.abs(exp64(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
    }
    expect(exp64(0)).toBe(1);
    expect(exp64(-1000)).toBe(0);
  });

  test('cosines and sines of turns are those of Math', () => {
    for (const n of [1, 2, 3, 5, 8, 18, 92, 96, 320]) {
      for (let k = -n; k <= 2 * n; k++) {
        const angle = (2 * Math.PI * k) / n;
        expect(cosOfTurn(k, n)).toBeCloseTo(Math.cos(angle), 14);
        expect(sinOfTurn(k, n)).toBeCloseTo(Math.sin(angle), 14);
      }
    }
  });

  test('cosines of quarters and of whole turns are exact', () => {
    expect([0, 1, 2, 3, 4].map((k) => cosOfTurn(k, 4) + 0)).toEqual([1, 0, -1, 0, 1]);
    expect([0, 1, 2, 3, 4].map((k) => sinOfTurn(k, 4) + 0)).toEqual([0, 1, 0, -1, 0]);
  });

  test('angles are those of atan2', () => {
    for (let y = -9; y <= 9; y++) {
      for (let x = -9; x <= 9; x++) {
        if (x === 0 && y === 0) continue;
        expect(angle64(y, x)).toBeCloseTo(Math.atan2(y, x), 14);
      }
    }
    expect(angle64(0, 0)).toBe(0);
  });
});
