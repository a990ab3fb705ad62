import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { type GraphStep, regulariseByClass } from '../../../src/graph/class-labels.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

/** One step on one bit; `initial` is `signs` unless it is given. */
function step(settings: Partial<GraphStep> & { signs: Int8Array; labels: Int32Array }): number[] {
  const { signs } = settings;
  const all = { initial: signs, bits: 1, alpha: 1, rule: 'paper', ...settings } as const;
  return Array.from(regulariseByClass(kernels, all));
}

describe('the paper rule', () => {
  test('gives every class one codeword, the majority of its bits, at alpha 1', () => {
    const signs = Int8Array.of(1, -1, /**/ -1, -1, /**/ 1, 1, /**/ -1, 1, /**/ -1, 1);
    const labels = Int32Array.of(0, 0, 0, 1, 1);
    // Class 0 sums to (+1, -1), class 1 to (-2, +2).
    const codewords = [1, -1, /**/ 1, -1, /**/ 1, -1, /**/ -1, 1, /**/ -1, 1];
    expect(step({ signs, labels, bits: 2 })).toEqual(codewords);
  });

  test('counts a sum of 0 as +1', () => {
    const labels = Int32Array.of(7, 7);
    expect(step({ signs: Int8Array.of(1, -1), labels })).toEqual([1, 1]);
    expect(step({ signs: Int8Array.of(-1, 1), labels })).toEqual([1, 1]);
  });

  test('blends with the initial bits, not with the current ones', () => {
    const labels = Int32Array.of(0, 1);
    const signs = Int8Array.of(1, -1);
    const initial = Int8Array.of(-1, 1);
    expect(step({ signs, initial, labels, alpha: 0.4 })).toEqual([-1, 1]);
    expect(step({ signs, initial, labels, alpha: 0.6 })).toEqual([1, -1]);
  });

  test.each(['paper', 'tutorial'] as const)('returns the old bits at alpha 0 (%s)', (rule) => {
    const signs = Int8Array.of(1, -1, -1, 1, -1, -1);
    const initial = Int8Array.of(-1, -1, 1, 1, 1, -1);
    const labels = Int32Array.of(0, 0, 1, 1, 1, 0);
    const kept = rule === 'paper' ? initial : signs;
    expect(step({ signs, initial, labels, alpha: 0, rule })).toEqual(Array.from(kept));
  });

  // alpha s / n + (1 - alpha) L0 is 0 in exact arithmetic, and not in floating point.
  test.each([
    [0.9, 9, -1, 1],
    [0.8, 8, -2, 1],
    [0.7, 7, -3, 1],
    [0.6, 6, -4, 1],
    [0.7, 14, 6, -1],
    [0.6, 6, 4, -1],
    [0.9, 18, 2, -1],
    [0.5, 3, -3, 1],
    [0.5, 3, 3, -1],
  ])('keeps an exact tie at alpha %d, %d neighbours with the sum %d and L0 = %d: +1', (...tie) => {
    const [alpha, size, sum, own] = tie;
    const ones = (size + sum) / 2;
    const signs = Int8Array.from({ length: size }, (_, i) => (i < ones ? 1 : -1));
    const initial = new Int8Array(size).fill(own);
    const labels = new Int32Array(size);
    expect(new Set(step({ signs, initial, labels, alpha }))).toEqual(new Set([1]));
  });

  test('keeps a tie among 10,000 neighbours, and does not make one of a sum that is near to 0', () => {
    const size = 10_000;
    const initial = new Int8Array(size).fill(1);
    const labels = new Int32Array(size);
    const withSum = (sum: number) =>
      Int8Array.from({ length: size }, (_, i) => (i < (size + sum) / 2 ? 1 : -1));
    // 0.8 s / n + 0.2 is 0 at s = -2,500.
    const result = (sum: number) => step({ signs: withSum(sum), initial, labels, alpha: 0.8 })[0];
    expect(result(-2500)).toBe(1);
    expect(result(-2502)).toBe(-1);
  });
});

describe("the tutorial's rule", () => {
  // A class of two: the point itself and a neighbour who outvotes it through a third.
  const cases = [
    { own: 1, refined: 1 },
    { own: 1, refined: -1 },
    { own: -1, refined: 1 },
    { own: -1, refined: -1 },
  ];

  /** The bit of a point with the sign `own` in a class whose majority is `refined`. */
  function updated(own: number, refined: number, alpha: number): number {
    const signs = Int8Array.of(own, refined, refined);
    const labels = Int32Array.of(5, 5, 5);
    return step({ signs, labels, alpha, rule: 'tutorial' })[0];
  }

  test.each(cases)('never flips a bit below alpha 1/2: old $own, class $refined', (signs) => {
    for (const alpha of [0, 0.1, 0.25, 0.4, 0.499]) {
      expect(updated(signs.own, signs.refined, alpha)).toBe(signs.own);
    }
  });

  test.each(cases)('is a logical OR at alpha 1/2: old $own, class $refined', (signs) => {
    const either = signs.own > 0 || signs.refined > 0;
    expect(updated(signs.own, signs.refined, 0.5)).toBe(either ? 1 : -1);
  });

  test.each(cases)('follows the class above alpha 1/2: old $own, class $refined', (signs) => {
    for (const alpha of [0.501, 0.75, 1]) {
      expect(updated(signs.own, signs.refined, alpha)).toBe(signs.refined);
    }
  });
});

describe('labels', () => {
  test('may be any int32, in any order', () => {
    const signs = Int8Array.of(1, -1, 1, -1, -1, -1);
    const labels = Int32Array.of(-(2 ** 31), 2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 1, -1, -(2 ** 31));
    expect(step({ signs, labels })).toEqual([1, -1, 1, -1, -1, 1]);
  });

  test('that all differ leave the bits as they are', () => {
    const signs = Int8Array.of(1, -1, 1, 1, -1);
    expect(step({ signs, labels: Int32Array.of(4, 3, 2, 1, 0) })).toEqual(Array.from(signs));
  });
});

describe('a graph step', () => {
  const good = {
    signs: Int8Array.of(1, -1),
    initial: Int8Array.of(1, -1),
    bits: 1,
    labels: Int32Array.of(0, 1),
    alpha: 0.5,
    rule: 'paper',
  } as const;

  test('leaves its inputs alone', () => {
    const signs = Int8Array.of(1, -1, -1);
    step({ signs, labels: Int32Array.of(0, 0, 0) });
    expect(signs).toEqual(Int8Array.of(1, -1, -1));
  });

  test('of no rows is empty', () => {
    expect(step({ signs: new Int8Array(0), labels: new Int32Array(0) })).toEqual([]);
  });

  test.each([
    [{ signs: Int8Array.of(1) }, '2 rows and 1 bits need 2 signs, not 1'],
    [{ initial: Int8Array.of(1, 1, 1) }, '2 rows and 1 bits need 2 signs, not 3'],
    [{ alpha: 1.5 }, 'alpha must be from 0 to 1, not 1.5'],
    [{ alpha: Number.NaN }, 'alpha must be from 0 to 1, not NaN'],
    [{ rule: 'other' as never }, 'rule must be one of paper, tutorial, not "other"'],
  ])('refuses %o', (wrong, message) => {
    expect(() => regulariseByClass(kernels, { ...good, ...wrong })).toThrow(InvalidArgumentError);
    expect(() => regulariseByClass(kernels, { ...good, ...wrong })).toThrow(message);
  });
});
