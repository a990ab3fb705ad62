import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { bucketLayout, hashCode } from '../../../../src/kernels/base/bucket-layout.ts';
import { distinctCodes, randomCodes } from '../../../support/inputs.ts';

describe('bucketLayout', () => {
  test('is an array indexed by the code up to 20 bits', () => {
    const layout = bucketLayout(new HashCodes(Uint32Array.of(2, 5), 2, 20));
    expect(layout.bitmap).toBeNull();
    expect(layout.slots.length).toBe(2 ** 20);
    expect([layout.slots[2], layout.slots[5], layout.slots[3]]).toEqual([1, 2, 0]);
  });

  test.each([21, 32, 33, 64])('is a table at most half full behind a bitmap at %d bits', (bits) => {
    const codes = distinctCodes(randomCodes(1000, bits, 1));
    const { slots, slotMask, bitmap, bitmapShift } = bucketLayout(codes);
    expect(slots.length).toBe(slotMask + 1);
    expect(slots.length).toBeGreaterThanOrEqual(2 * codes.count);
    const positions = [...slots].filter((slot) => slot > 0).map((slot) => slot - 1);
    expect(positions.sort((a, b) => a - b)).toEqual(
      Array.from({ length: codes.count }, (_, i) => i),
    );
    for (let i = 0; i < codes.count; i++) {
      const [low, high = 0] = codes.code(i);
      const bit = hashCode(low, high) >>> bitmapShift;
      expect((bitmap?.[bit >>> 5] ?? 0) & (1 << (bit & 31))).not.toBe(0);
    }
    expect((bitmap?.length ?? 0) * 32).toBe(2 ** (32 - bitmapShift));
  });

  test('holds no code at all', () => {
    const { slots } = bucketLayout(new HashCodes(new Uint32Array(0), 0, 40));
    expect(slots.every((slot) => slot === 0)).toBe(true);
    expect(slots.length).toBeGreaterThan(0);
  });
});

describe('hashCode', () => {
  test('is a whole number of 32 bits, whatever the signs of its words', () => {
    expect(hashCode(-1, -1)).toBe(hashCode(0xffffffff, 0xffffffff));
    expect(hashCode(0x80000000, 1)).toBe(hashCode(-0x80000000, 1));
    for (const word of [0, 1, -1, 0x7fffffff, 0xfffffffe]) {
      const h = hashCode(word, word);
      expect(h).toBe(h >>> 0);
    }
  });
});
