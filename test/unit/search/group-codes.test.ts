import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { groupCodes } from '../../../src/search/group-codes.ts';
import { relatedCodes, rowsByCode } from '../../support/codes.ts';

/** The groups as a Map, like the oracle. */
function asMap(codes: HashCodes): Map<string, number[]> {
  const { distinct, members, starts } = groupCodes(codes);
  return new Map(
    Array.from({ length: distinct.count }, (_, g) => [
      distinct.code(g).join(),
      Array.from(members.subarray(starts[g], starts[g + 1])),
    ]),
  );
}

describe('groupCodes', () => {
  test.each([1, 5, 8, 15, 16, 17, 31, 32, 33, 48, 64, 65, 100, 256])(
    'finds the groups that a Map finds, at %d bits',
    (bits) => {
      const codes = relatedCodes(300, bits, bits);
      expect(asMap(codes)).toEqual(rowsByCode(codes));
    },
  );

  test('lists every row once, and where each group starts', () => {
    const codes = relatedCodes(500, 9, 1);
    const { distinct, members, starts } = groupCodes(codes);
    expect(members.toSorted()).toEqual(Uint32Array.from({ length: 500 }, (_, i) => i));
    expect(starts).toHaveLength(distinct.count + 1);
    expect([starts[0], starts.at(-1)]).toEqual([0, 500]);
  });

  test.each([20, 32, 45, 64, 90])(
    'lists distinct codes ascending as numbers, at %d bits',
    (bits) => {
      const { distinct } = groupCodes(relatedCodes(300, bits, bits));
      const value = (i: number) =>
        distinct.code(i).reduceRight((number, word) => (number << 32n) | BigInt(word), 0n);
      for (let i = 1; i < distinct.count; i++) expect(value(i)).toBeGreaterThan(value(i - 1));
    },
  );

  test('of codes that are all equal is one group', () => {
    const { distinct, members, starts } = groupCodes(new HashCodes(Uint32Array.of(6, 6, 6), 3, 3));
    expect(distinct.words).toEqual(Uint32Array.of(6));
    expect(members).toEqual(Uint32Array.of(0, 1, 2));
    expect(starts).toEqual(Uint32Array.of(0, 3));
  });

  test('of no codes is no group', () => {
    const { distinct, members, starts } = groupCodes(new HashCodes(new Uint32Array(0), 0, 8));
    expect([distinct.count, members.length, Array.from(starts)]).toEqual([0, 0, [0]]);
  });
});
