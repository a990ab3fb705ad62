import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { gaussianHyperplanes } from '../../../../src/core/random/gaussian-hyperplanes.ts';
import { MersenneTwister } from '../../../../src/core/random/mersenne-twister.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import golden from '../../../fixtures/golden/numpy-random.json' with { type: 'json' };

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function sha256(array: Float32Array | BigInt64Array): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}

function sha256AsInt64(values: Uint32Array): string {
  return sha256(BigInt64Array.from(values, BigInt));
}

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function float32(values: readonly number[]): number[] {
  return values.map(Math.fround);
}

describe('the Mersenne Twister', () => {
  test('gives the 10,000th number that the C++ standard asks of seed 5489', () => {
    const twister = new MersenneTwister(5489);
    expect(draw(10_000, () => twister.nextUint32()).at(-1)).toBe(4123659995);
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN])('refuses the seed %d', (seed) => {
    expect(() => new MersenneTwister(seed)).toThrow(InvalidArgumentError);
    expect(() => new RandomState(seed)).toThrow(
      `seed must be a whole number from 0 to 4294967295, not ${seed}`,
    );
  });
});

describe('RandomState draws what numpy draws', () => {
  test('uniform numbers', () => {
    const random = new RandomState(42);
    expect(draw(8, () => random.randomSample())).toEqual(golden.random_sample_seed42_first8);
  });

  test.each([
    [0, golden.randn_seed0_first8],
    [42, golden.randn_seed42_first8],
  ])('normal deviates of seed %d', (seed, expected) => {
    const random = new RandomState(seed);
    expect(float32(draw(8, () => random.randn()))).toEqual(float32(expected));
  });

  test.each([
    [16, golden.randn_512x16_seed0],
    [32, golden.randn_512x32_seed0],
  ])('a whole array of 512 x %d normal deviates', (cols, expected) => {
    const values = new Float32Array(512 * cols);
    new RandomState(0).fillNormal(values);
    expect(Array.from(values.subarray(0, cols))).toEqual(float32(expected.first_row));
    expect(sha256(values)).toBe(expected.sha256_float32_le_row_major);
  });

  test('integers', () => {
    const random = new RandomState(42);
    const drawn = draw(8, () => random.randint(0, 1000));
    expect(drawn).toEqual(golden.randint_0_1000_seed42_first8_int64);
  });

  test.each([
    [10, golden.permutation_10_seed42],
    [1000, golden.permutation_1000_seed42],
    [60000, golden.permutation_60000_seed42],
  ])('a permutation of %d', (n, expected) => {
    const order = new RandomState(42).permutation(n);
    expect(Array.from(order.subarray(0, 12))).toEqual(expected.first12);
    expect(Array.from(order.subarray(-4))).toEqual(expected.last4);
    expect(sha256AsInt64(order)).toBe(expected.sha256_int64_le);
  });
});

describe('normal deviates', () => {
  test('keep the second of a pair until it is asked for', () => {
    const odd = new RandomState(7);
    const whole = new RandomState(7);
    const filled = new Float32Array(10);
    odd.fillNormal(filled.subarray(0, 3));
    odd.randomSample();
    filled[3] = odd.randn();
    const expected = float32(draw(4, () => whole.randn()));
    expect(Array.from(filled.subarray(0, 4))).toEqual(expected);
  });

  test('have mean 0 and variance 1', () => {
    const values = new Float32Array(200_000);
    new RandomState(3).fillNormal(values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(square - 1)).toBeLessThan(0.02);
  });
});

describe('randint', () => {
  test('stays within its bounds', () => {
    const safe = fc.maxSafeInteger();
    const bounds = fc.tuple(safe, safe).filter(([a, b]) => a !== b);
    const narrow = fc
      .tuple(fc.integer(), fc.integer({ min: 1, max: 9 }))
      .map(([a, d]) => [a, a + d]);
    fc.assert(
      fc.property(seeds, fc.oneof(bounds, narrow), (seed, [a, b]) => {
        const low = Math.min(a, b);
        const high = Math.max(a, b);
        fc.pre(high - low <= Number.MAX_SAFE_INTEGER);
        const value = new RandomState(seed).randint(low, high);
        expect(Number.isSafeInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThan(high);
      }),
    );
  });

  test('joins two draws, the high word first, for a range beyond 32 bits', () => {
    const twister = new MersenneTwister(1);
    const high = twister.nextUint32() & 0xff;
    expect(new RandomState(1).randint(0, 2 ** 40)).toBe(high * 2 ** 32 + twister.nextUint32());
  });

  test('takes a whole draw for a range of 2^32', () => {
    const twister = new MersenneTwister(1);
    const random = new RandomState(1);
    const draws = draw(8, () => twister.nextUint32());
    expect(draw(8, () => random.randint(0, 2 ** 32))).toEqual(draws);
    expect(Math.max(...draws)).toBeGreaterThan(2 ** 31);
  });

  test('draws nothing where only one number is possible', () => {
    const random = new RandomState(42);
    expect(random.randint(5, 6)).toBe(5);
    expect(random.randomSample()).toBe(golden.random_sample_seed42_first8[0]);
  });

  test('refuses an empty or too wide range', () => {
    const random = new RandomState(0);
    expect(() => random.randint(3, 3)).toThrow('high must be above low, 3, not 3');
    expect(() => random.randint(0, 1.5)).toThrow(InvalidArgumentError);
    expect(() => random.randint(-2, Number.MAX_SAFE_INTEGER)).toThrow('at most 2^53 - 1');
  });
});

describe('a permutation', () => {
  test('holds every number once', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 300 }), (seed, n) => {
        const sorted = new RandomState(seed).permutation(n).sort();
        expect(Array.from(sorted)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  test('needs a whole number', () => {
    expect(() => new RandomState(0).permutation(-1)).toThrow(InvalidArgumentError);
    expect(() => new RandomState(0).permutation(2.5)).toThrow('n must be a whole number');
  });
});

describe('gaussianHyperplanes', () => {
  test("are the columns of numpy's randn(dimensions, bits), one a row", () => {
    const planes = gaussianHyperplanes(new RandomState(0), 512, 16);
    expect([planes.rows, planes.cols]).toEqual([16, 512]);
    const component = (d: number) => Array.from({ length: 16 }, (_, j) => planes.row(j)[d]);
    expect(component(0)).toEqual(float32(golden.randn_512x16_seed0.first_row));
    expect(component(511)).toEqual(float32(golden.randn_512x16_seed0.last_row));
  });

  test('need at least one dimension and one bit', () => {
    const random = new RandomState(0);
    expect(() => gaussianHyperplanes(random, 0, 8)).toThrow('dimensions must be a whole number');
    expect(() => gaussianHyperplanes(random, 8, 0)).toThrow('bits must be a whole number');
  });
});
