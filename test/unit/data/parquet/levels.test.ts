import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHybrid } from '../../../../src/data/parquet/levels.ts';
import { failure, join } from '../../../support/make-files.ts';

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}

/** A run of one value. */
function run(value: number, width: number, count: number): Uint8Array {
  const bytes = Array.from(
    { length: Math.ceil(width / 8) },
    (_, i) => (value / 2 ** (8 * i)) & 255,
  );
  return Uint8Array.from([...varint(count * 2), ...bytes]);
}

/** Values bit by bit, in groups of eight. */
function packed(values: readonly number[], width: number): Uint8Array {
  const groups = Math.ceil(values.length / 8);
  const bytes = new Uint8Array(groups * width);
  for (const [i, value] of values.entries()) {
    for (let bit = 0; bit < width; bit++) {
      const at = i * width + bit;
      if (Math.floor(value / 2 ** bit) % 2 === 1) bytes[at >> 3] |= 1 << (at & 7);
    }
  }
  return join(varint(groups * 2 + 1), bytes);
}

describe('the hybrid of runs and packed bits', () => {
  test('gives back runs and packed values of every width', () => {
    const width = fc.integer({ min: 0, max: 32 });
    const part = fc.tuple(
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      fc.infiniteStream(fc.nat()),
    );
    fc.assert(
      fc.property(width, fc.array(part, { minLength: 1, maxLength: 6 }), (bits, parts) => {
        const values: number[] = [];
        const pieces = parts.map(([isRun, count, numbers], last) => {
          const next = () => numbers.next().value % 2 ** bits;
          if (isRun) {
            const value = next();
            values.push(...Array(count).fill(value));
            return run(value, bits, count);
          }
          // Only the last group may have values too many.
          const length = last === parts.length - 1 ? count : Math.ceil(count / 8) * 8;
          const list = Array.from({ length }, next);
          values.push(...list);
          return packed(list, bits);
        });
        expect([...decodeHybrid(join(...pieces), bits, values.length)]).toEqual(values);
      }),
    );
  });

  test.each([
    ['a run beyond what is missing', run(1, 1, 2 ** 30), /a run of 1073741824 values can't be/],
    ['a run of nothing', Uint8Array.of(0, 1), /a run of 0 values/],
    ['a run that is cut', Uint8Array.of(16), /cut short/],
    ['packed values that are cut', packed(Array(80).fill(1), 8).slice(0, 20), /cut short/],
    ['packed values without end', Uint8Array.from([...varint(2 ** 31 + 1), 1]), /cut short/],
    ['a length without end', new Uint8Array(10).fill(255), /has no end/],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await failure(() => decodeHybrid(bytes, 8, 80));
    expect(error.message).toMatch(message);
  });
});
