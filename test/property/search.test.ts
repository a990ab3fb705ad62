import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../src/core/hash-codes.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { ExactSearch } from '../../src/search/exact-search.ts';
import { groupCodes } from '../../src/search/group-codes.ts';
import { type Candidates, HashTable } from '../../src/search/hash-table.ts';
import { codesWithin } from '../../src/search/probe-cost.ts';
import { allBackends } from '../support/backends.ts';
import { bruteForceSearch, relatedCodes, rowsByCode } from '../support/codes.ts';

const backends = allBackends();
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Database, query and bits; the query is a row of the database or another code. */
const cases = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 }), seed)
  .map(([count, bits, seed]) => {
    const all = relatedCodes(count + 1, bits, seed);
    const rows = Array.from({ length: count }, (_, i) => i);
    return { codes: all.select(rows), query: all.code(count), bits };
  });

/** The widest radius, at most `radius`, at which probing looks up few enough codes for a test. */
function probeRadius(bits: number, radius: number): number {
  let r = radius;
  while (r > 0 && codesWithin(bits, r) > 20_000) r--;
  return r;
}

function plain({ rows, withinRadius }: Candidates): { rows: number[]; withinRadius: number[] } {
  return { rows: Array.from(rows), withinRadius: Array.from(withinRadius) };
}

function whileOpen<R extends { dispose(): void }>(resource: R, body: (resource: R) => void): void {
  try {
    body(resource);
  } finally {
    resource.dispose();
  }
}

describe('a hash table', () => {
  test('finds what a comparison with every code finds, by either strategy, on every backend', () => {
    fc.assert(
      fc.property(cases, fc.nat(100), ({ codes, query, bits }, r) => {
        const radius = r % (bits + 1);
        const near = probeRadius(bits, radius);
        const expected = bruteForceSearch(codes, query, radius);
        const expectedNear = bruteForceSearch(codes, query, near);
        for (const kernels of backends) {
          whileOpen(new HashTable(kernels, codes), (table) => {
            expect(plain(table.search(query, { radius, strategy: 'scan' }))).toEqual(expected);
            if (bits > 64) return;
            const probed = table.search(query, { radius: near, strategy: 'probe' });
            expect(plain(probed)).toEqual(expectedNear);
            const scanned = table.search(query, { radius: near, strategy: 'scan' });
            expect(probed).toMatchObject({ buckets: scanned.buckets });
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('finds more and more as the radius grows, each as a prefix of the next, and all in the end', () => {
    fc.assert(
      fc.property(cases, ({ codes, query, bits }) => {
        whileOpen(new HashTable(backends[2], codes), (table) => {
          const all = table.search(query, { radius: bits });
          expect(all.rows.toSorted()).toEqual(
            Uint32Array.from(codes.words.keys()).slice(0, codes.count),
          );
          expect(all.withinRadius.at(-1)).toBe(codes.count);
          let before = 0;
          for (let radius = 0; radius <= bits; radius += 1 + (radius >> 2)) {
            const { rows, withinRadius } = table.search(query, { radius });
            expect(rows.length).toBeGreaterThanOrEqual(before);
            expect(rows).toEqual(all.rows.subarray(0, rows.length));
            expect(withinRadius).toEqual(all.withinRadius.subarray(0, radius + 1));
            before = rows.length;
          }
        });
      }),
      { numRuns: 80 },
    );
  });
});

describe('groupCodes', () => {
  test('finds the groups that a Map finds', () => {
    fc.assert(
      fc.property(cases, ({ codes }) => {
        const { distinct, members, starts } = groupCodes(codes);
        const groups = new Map(
          Array.from({ length: distinct.count }, (_, g) => [
            distinct.code(g).join(),
            Array.from(members.subarray(starts[g], starts[g + 1])),
          ]),
        );
        expect(groups).toEqual(rowsByCode(codes));
      }),
    );
  });

  test('keeps equal codes apart from those that differ in one bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(129), (bits, at) => {
        const bit = at % bits;
        const words = new Uint32Array(3 * Math.ceil(bits / 32));
        words[words.length / 3 + (bit >>> 5)] = 1 << (bit & 31);
        const { members, starts } = groupCodes(new HashCodes(words, 3, bits));
        expect(Array.from(members)).toEqual([0, 2, 1]);
        expect(Array.from(starts)).toEqual([0, 2, 3]);
      }),
    );
  });
});

describe('exact search', () => {
  // Small whole numbers: distances are exact in float32, and many are equal.
  const value = fc.integer({ min: -3, max: 3 });
  const points = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }))
    .chain(([rows, cols]) => {
      const row = fc.array(value, { minLength: cols, maxLength: cols });
      return fc.record({
        rows: fc.array(row, { minLength: rows, maxLength: rows }),
        query: row,
        chosen: fc.option(fc.uniqueArray(fc.nat(rows - 1), { maxLength: rows })),
      });
    });

  test.each(['euclidean', 'dot'] as const)('by %s ranks ties by ascending row', (metric) => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 50 }), ({ rows, query, chosen }, k) => {
        const distance = (row: number[]) =>
          metric === 'dot'
            ? 0 - row.reduce((sum, x, i) => sum + x * query[i], 0)
            : row.reduce((sum, x, i) => sum + (x - query[i]) ** 2, 0);
        const expected = (chosen ?? [...rows.keys()])
          .map((row) => ({ row, distance: distance(rows[row]) }))
          .sort((a, b) => a.distance - b.distance || a.row - b.row)
          .slice(0, k);
        for (const kernels of backends) {
          whileOpen(new ExactSearch(kernels, Matrix.from(rows), metric), (search) => {
            const candidates = chosen === null ? undefined : Uint32Array.from(chosen);
            const found = search.nearest(Float32Array.from(query), k, candidates);
            expect(Array.from(found.rows)).toEqual(expected.map(({ row }) => row));
            // -0 is 0.
            const distances = Array.from(found.distances, (d) => d + 0);
            expect(distances).toEqual(expected.map(({ distance }) => distance));
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});
