import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HashCodes, hammingDistance, wordsFor } from '../../src/core/hash-codes.ts';
import { allBackends } from '../support/backends.ts';
import { whileResident } from '../support/parity-case.ts';

/** Few distinct codes in any order and number, so that ties abound, and queries near them. */
const scans = fc
  .record({
    bits: fc.integer({ min: 1, max: 300 }),
    seeds: fc.array(fc.array(fc.nat(4095), { maxLength: 12 }), { minLength: 2, maxLength: 9 }),
    order: fc.array(fc.nat(1000), { maxLength: 700 }),
    queryOrder: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
  })
  .map(({ bits, seeds, order, queryOrder }) => {
    const stride = wordsFor(bits);
    const words = new Uint32Array(seeds.length * stride);
    seeds.forEach((places, i) => {
      for (const place of places) words[i * stride + ((place % bits) >>> 5)] ^= 1 << (place % bits);
    });
    const distinct = new HashCodes(words, seeds.length, bits);
    const drawn = (numbers: number[]) => distinct.select(numbers.map((n) => n % seeds.length));
    return { codes: drawn(order), queries: drawn(queryOrder) };
  });

describe('the k nearest codes', () => {
  const backends = allBackends();

  test('are the first k of all codes, sorted by distance and then by position', () => {
    fc.assert(
      fc.property(scans, fc.integer({ min: 1, max: 800 }), ({ codes, queries }, k) => {
        const size = Math.min(k, codes.count);
        const expected = Array.from({ length: queries.count }, (_, q) =>
          Array.from({ length: codes.count }, (_, position) => ({
            position,
            distance: hammingDistance(codes.code(position), queries.code(q)),
          }))
            .sort((a, b) => a.distance - b.distance || a.position - b.position)
            .slice(0, k),
        ).flat();
        for (const kernels of backends) {
          const positions = new Uint32Array(queries.count * size);
          const distances = new Uint16Array(queries.count * size);
          whileResident(kernels.createCodes(codes), (resident) => {
            const found = resident.nearest(queries.words, queries.count, k, positions, distances);
            expect(found).toBe(size);
          });
          expect([...positions], kernels.name).toEqual(expected.map((hit) => hit.position));
          expect([...distances], kernels.name).toEqual(expected.map((hit) => hit.distance));
        }
      }),
      { numRuns: 60 },
    );
  });
});
