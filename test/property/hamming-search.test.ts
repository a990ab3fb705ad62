import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HashCodes, hammingDistance } from '../../src/core/hash-codes.ts';
import { MAX_SUBSTRING_BITS } from '../../src/kernels/multi-index/api.ts';
import { multiIndexKernels } from '../../src/kernels/multi-index/kernels.ts';
import { type HammingNeighbours, HammingSearch } from '../../src/search/hamming-search.ts';
import { allBackends } from '../support/backends.ts';
import { relatedCodes } from '../support/codes.ts';
import { whileResident } from '../support/parity-case.ts';

const backends = allBackends();

/** Database, query and a number of substrings that fits; few distinct codes, so that ties abound. */
const cases = fc
  .record({
    count: fc.integer({ min: 1, max: 250 }),
    bits: fc.integer({ min: 1, max: 300 }),
    seed: fc.nat(2 ** 31),
    copies: fc.integer({ min: 1, max: 8 }),
    cut: fc.nat(30),
  })
  .map(({ count, bits, seed, copies, cut }) => {
    const all = relatedCodes(count + 1, bits, seed);
    const rows = Array.from({ length: count }, (_, i) => i % Math.ceil(count / copies));
    const fewest = Math.ceil(bits / Math.min(MAX_SUBSTRING_BITS, 12));
    return {
      codes: all.select(rows),
      queries: all.select([count, 0]),
      substrings: Math.min(bits, fewest + cut),
    };
  });

function ranked(codes: HashCodes, query: Uint32Array): { row: number; distance: number }[] {
  return Array.from({ length: codes.count }, (_, row) => ({
    row,
    distance: hammingDistance(codes.code(row), query),
  })).sort((a, b) => a.distance - b.distance || a.row - b.row);
}

function plain({ rows, distances }: Pick<HammingNeighbours, 'rows' | 'distances'>) {
  return Array.from(rows, (row, i) => ({ row, distance: distances[i] }));
}

describe('multi-index hashing', () => {
  test('finds the k nearest and all within a radius, as a comparison with every code does', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 300 }), fc.nat(300), (drawn, k, r) => {
        const { codes, queries, substrings } = drawn;
        // So wide a radius visits every bucket; narrower ones end early.
        const radius = Math.min(r, codes.bits, 3 * substrings);
        for (const kernels of backends) {
          const index = multiIndexKernels(kernels).createMultiIndex(codes, substrings);
          whileResident(index, () => {
            for (let q = 0; q < queries.count; q++) {
              const query = queries.code(q);
              const expected = ranked(codes, query);
              const work = { lookupCost: 1, budget: 300_000, lookups: 0, compared: 0 };
              const nearest = index.nearest(query, k, work);
              if (nearest) {
                const found = { rows: nearest.positions, distances: nearest.distances };
                expect(plain(found), kernels.name).toEqual(expected.slice(0, k));
              } else {
                expect(work.lookups + work.compared).toBeGreaterThan(300_000);
              }
              const within = index.within(query, radius, work);
              if (!within) continue;
              expect(plain({ rows: within.positions, distances: within.distances })).toEqual(
                expected.filter(({ distance }) => distance <= radius),
              );
            }
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a Hamming search', () => {
  test('finds the same by either strategy, on every backend', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 40 }), fc.nat(300), (drawn, k, r) => {
        const { codes, queries } = drawn;
        const radius = r % (codes.bits + 1);
        const expected = Array.from({ length: queries.count }, (_, q) =>
          ranked(codes, queries.code(q)),
        );
        for (const kernels of backends) {
          for (const strategy of ['scan', 'multi-index'] as const) {
            whileResident(new HammingSearch(kernels, codes, { strategy }), (search) => {
              const found = search.nearest(queries, k);
              expect(found.map(plain)).toEqual(expected.map((list) => list.slice(0, k)));
              const within = search.within(queries.code(0), radius);
              expect(plain(within)).toEqual(
                expected[0].filter(({ distance }) => distance <= radius),
              );
            });
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
