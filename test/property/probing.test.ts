import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HashCodes, hammingDistance, wordsFor } from '../../src/core/hash-codes.ts';
import { HashTable } from '../../src/search/hash-table.ts';
import { MultiTable } from '../../src/search/multi-table.ts';
import { allBackends } from '../support/backends.ts';
import { bruteForceSearch, relatedCodes } from '../support/codes.ts';

const [kernels] = allBackends();

interface Query {
  readonly code: Uint32Array;
  readonly projections: Float32Array;
}

/** The code that real projections stand for. */
function queryOf(projections: readonly number[]): Query {
  const code = new Uint32Array(wordsFor(projections.length));
  projections.forEach((value, j) => {
    if (value >= 0) code[j >>> 5] |= 1 << (j & 31);
  });
  return { code, projections: Float32Array.from(projections) };
}

/** Whole numbers, so that scores are exact and many are equal. */
const tableCase = (maxBits: number) =>
  fc
    .record({
      bits: fc.integer({ min: 1, max: maxBits }),
      count: fc.integer({ min: 1, max: 200 }),
      seed: fc.nat(2 ** 31),
      margins: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 100, maxLength: 100 }),
    })
    .map(({ bits, count, seed, margins }) => ({
      codes: relatedCodes(count, bits, seed),
      query: queryOf(margins.slice(0, bits)),
    }));

/** Sum of squared margins of the bits in which a code differs from the query's. */
function scoreOf(code: Uint32Array, query: Query): number {
  return query.projections.reduce((sum, value, j) => {
    const differs = ((code[j >>> 5] ^ query.code[j >>> 5]) >>> (j & 31)) & 1;
    return sum + (differs ? value * value : 0);
  }, 0);
}

function isSubset(some: Uint32Array, all: Uint32Array): boolean {
  const set = new Set(all);
  return some.every((row) => set.has(row));
}

describe('query-directed probing', () => {
  test('takes rows by ascending score, and all of them when it probes everything', () => {
    fc.assert(
      fc.property(tableCase(100), ({ codes, query }) => {
        const table = new HashTable(kernels, codes);
        const found = table.probe(query.code, query.projections, { candidates: codes.count });
        expect(found.rows.toSorted()).toEqual(
          Uint32Array.from({ length: codes.count }, (_, i) => i),
        );
        const scores = Array.from(found.rows, (row) => scoreOf(codes.code(row), query));
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
        expect(found.candidates).toBe(codes.count);
        expect(found.buckets).toBe(table.bucketCount);
        table.dispose();
      }),
    );
  });

  test('looks up every code of few bits once, in order of score, whichever way it ends', () => {
    fc.assert(
      fc.property(tableCase(9), ({ codes, query }) => {
        const table = new HashTable(kernels, codes);
        const all = table.probe(query.code, query.projections, { probes: 2 ** codes.bits });
        expect(all.rows.length).toBe(codes.count);
        expect(all.probes - all.empty).toBe(table.bucketCount);
        const byScan = table.probe(query.code, query.projections, { candidates: codes.count });
        const scores = (rows: Uint32Array) =>
          Array.from(rows, (row) => scoreOf(codes.code(row), query));
        expect(scores(byScan.rows)).toEqual(scores(all.rows));
        table.dispose();
      }),
    );
  });

  test('finds more and more with more probes and with more candidates, each a prefix of the next', () => {
    fc.assert(
      fc.property(tableCase(100), ({ codes, query }) => {
        const table = new HashTable(kernels, codes);
        for (const limit of ['probes', 'candidates'] as const) {
          let before: Uint32Array = new Uint32Array(0);
          for (const n of [1, 2, 3, 5, 9, 30, 100, 300]) {
            const found = table.probe(query.code, query.projections, { [limit]: n });
            expect(found.rows.subarray(0, before.length)).toEqual(before);
            if (limit === 'probes') expect(found.probes).toBeLessThanOrEqual(n);
            else expect(found.rows.length).toBeGreaterThanOrEqual(Math.min(n, codes.count));
            before = found.rows;
          }
        }
        table.dispose();
      }),
      { numRuns: 60 },
    );
  });

  test('with norms is that of projections divided by them', () => {
    fc.assert(
      fc.property(
        tableCase(40),
        fc.array(fc.constantFrom(0.25, 0.5, 1, 2, 4), { minLength: 40, maxLength: 40 }),
        ({ codes, query }, factors) => {
          const table = new HashTable(kernels, codes);
          const norms = Float32Array.from(factors.slice(0, codes.bits));
          const scaled = query.projections.map((value, j) => value * norms[j]);
          const plain = table.probe(query.code, query.projections, { probes: 50 });
          expect(table.probe(query.code, scaled, { probes: 50, norms })).toEqual(plain);
          table.dispose();
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('several tables', () => {
  const several = fc.record({
    count: fc.integer({ min: 1, max: 150 }),
    widths: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 }),
    seed: fc.nat(2 ** 31),
    margins: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 280, maxLength: 280 }),
  });
  const build = ({
    count,
    widths,
    seed,
    margins,
  }: {
    count: number;
    widths: number[];
    seed: number;
    margins: number[];
  }) => ({
    codes: widths.map((bits, t) => relatedCodes(count, bits, seed + t)),
    queries: widths.map((bits, t) => queryOf(margins.slice(70 * t, 70 * t + bits))),
  });

  test('give what their radius searches give together, by least distance and then by row', () => {
    fc.assert(
      fc.property(several, fc.nat(70), (drawn, r) => {
        const { codes, queries } = build(drawn);
        const radius = r % (Math.min(...drawn.widths) + 1);
        const table = new MultiTable(kernels, codes);
        const found = table.search(
          queries.map(({ code }) => code),
          { radius, strategy: 'scan' },
        );
        const least = Array.from({ length: drawn.count }, (_, row) =>
          Math.min(...codes.map((own, t) => hammingDistance(own.code(row), queries[t].code))),
        );
        const expected = [...least.keys()]
          .filter((row) => least[row] <= radius)
          .sort((a, b) => least[a] - least[b] || a - b);
        expect(Array.from(found.rows)).toEqual(expected);
        expect(found.withinRadius[radius]).toBe(expected.length);
        expect(
          isSubset(
            Uint32Array.from(bruteForceSearch(codes[0], queries[0].code, radius).rows),
            found.rows,
          ),
        ).toBe(true);
        table.dispose();
      }),
      { numRuns: 80 },
    );
  });

  test('share out probes by score, find no row twice, and all rows in the end', () => {
    fc.assert(
      fc.property(several, (drawn) => {
        const { codes, queries } = build(drawn);
        const table = new MultiTable(kernels, codes);
        const own = queries.map(({ code }) => code);
        const projections = queries.map(({ projections }) => projections);
        let before: Uint32Array = new Uint32Array(0);
        for (const probes of [1, 2, 4, 10, 50, 200]) {
          const found = table.probe(own, projections, { probes });
          expect(new Set(found.rows).size).toBe(found.rows.length);
          expect(found.rows.subarray(0, before.length)).toEqual(before);
          before = found.rows;
        }
        const all = table.probe(own, projections, { candidates: drawn.count });
        expect(all.rows.toSorted()).toEqual(Uint32Array.from({ length: drawn.count }, (_, i) => i));
        const best = Array.from(all.rows, (row) =>
          Math.min(...codes.map((each, t) => scoreOf(each.code(row), queries[t]))),
        );
        expect(best).toEqual(best.toSorted((a, b) => a - b));
        table.dispose();
      }),
      { numRuns: 80 },
    );
  });

  test('of fewer tables find a subset of what more of them find', () => {
    fc.assert(
      fc.property(several, fc.nat(20), (drawn, r) => {
        const { codes, queries } = build(drawn);
        const radius = Math.min(r, ...drawn.widths);
        const own = queries.map(({ code }) => code);
        let before: Uint32Array = new Uint32Array(0);
        for (let tables = 1; tables <= codes.length; tables++) {
          const table = new MultiTable(kernels, codes.slice(0, tables));
          const { rows } = table.search(own.slice(0, tables), { radius, strategy: 'scan' });
          expect(isSubset(before, rows)).toBe(true);
          before = rows;
          table.dispose();
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('codes of one bit pattern are told apart by every bit', () => {
  const words = new Uint32Array(131 * 5);
  for (let i = 0; i < 130; i++) words[(i + 1) * 5 + (i >>> 5)] = 1 << (i & 31);
  const table = new HashTable(kernels, new HashCodes(words, 131, 130));
  const margins = Float32Array.from({ length: 130 }, (_, j) => -(1 + ((j * 37) % 130)));
  const { rows } = table.probe(new Uint32Array(5), margins, { candidates: 131 });
  const byMargin = [...margins.keys()].sort((a, b) => margins[b] - margins[a]);
  expect(Array.from(rows)).toEqual([0, ...byMargin.map((j) => j + 1)]);
  table.dispose();
});
