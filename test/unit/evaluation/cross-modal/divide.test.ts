import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideCrossModal } from '../../../../src/evaluation/cross-modal/divide.ts';

const LABELS = Int32Array.from({ length: 200 }, (_, i) => i % 4);
const SIZES = { supervision: 40, queries: 50, seed: 3 };

const all = (...parts: Uint32Array[]) => parts.flatMap((part) => [...part]);
const ascending = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
const everyRow = Array.from({ length: 200 }, (_, row) => row);

describe('the standard protocol', () => {
  const drawn = divideCrossModal(LABELS, null, SIZES);

  test('searches all pairs but the queries', () => {
    expect(drawn.queries.length).toBe(50);
    expect(ascending(all(drawn.queries, drawn.database))).toEqual(everyRow);
  });

  test('draws labelled pairs from the database, and leaves none without labels to look at', () => {
    const database = new Set(drawn.database);
    expect(new Set(drawn.labelled).size).toBe(40);
    expect([...drawn.labelled].every((row) => database.has(row))).toBe(true);
    expect(drawn.unlabelled.length).toBe(0);
  });
});

describe('with a database that is held out', () => {
  const drawn = divideCrossModal(LABELS, null, { ...SIZES, database: 70 });

  test('every pair is one of four things', () => {
    const { queries, database, labelled, unlabelled } = drawn;
    expect([queries, database, labelled, unlabelled].map((rows) => rows.length)).toEqual([
      50, 70, 40, 40,
    ]);
    expect(ascending(all(queries, database, labelled, unlabelled))).toEqual(everyRow);
  });

  test('more labels change neither queries nor database, and keep those there were', () => {
    const more = divideCrossModal(LABELS, null, { ...SIZES, database: 70, supervision: 60 });
    expect(more.queries).toEqual(drawn.queries);
    expect(more.database).toEqual(drawn.database);
    expect(more.labelled.subarray(0, 40)).toEqual(drawn.labelled);
  });

  test('another seed draws another partition', () => {
    const other = divideCrossModal(LABELS, null, { ...SIZES, database: 70, seed: 4 });
    expect(other.queries).not.toEqual(drawn.queries);
  });
});

test('pairs of one group are on one side', () => {
  const sizes = fc.record({
    seed: fc.integer({ min: 0, max: 1000 }),
    groups: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 200, maxLength: 200 }),
    isHeldOut: fc.boolean(),
  });
  fc.assert(
    fc.property(sizes, ({ seed, groups, isHeldOut }) => {
      const database = isHeldOut ? 60 : undefined;
      const own = Int32Array.from(groups);
      const drawn = divideCrossModal(LABELS, own, { ...SIZES, seed, database });
      const sides = isHeldOut
        ? [drawn.queries, drawn.database, Uint32Array.from(all(drawn.labelled, drawn.unlabelled))]
        : [drawn.queries, drawn.database];
      expect(ascending(all(...sides))).toEqual(everyRow);
      const places = new Map<number, number>();
      for (const [side, rows] of sides.entries()) {
        for (const row of rows) {
          expect(places.get(own[row]) ?? side).toBe(side);
          places.set(own[row], side);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('groups that are too large for what is left are passed over', () => {
  // Groups of three: 50 queries are 48.
  const groups = Int32Array.from(LABELS, (_, row) => Math.floor(row / 3));
  const drawn = divideCrossModal(LABELS, groups, { ...SIZES, queries: 50 });
  expect([48, 50]).toContain(drawn.queries.length);
  const large = new Int32Array(200);
  expect(() => divideCrossModal(LABELS, large, SIZES)).toThrow(/queries must be at least 200/);
});

describe('refuses', () => {
  test.each([
    [{ queries: 200 }, /queries must leave pairs to search: at most 199/],
    [{ queries: 201 }, /queries must be at most 200, the pairs that can be drawn, not 201/],
    [{ supervision: 151 }, /supervision must be at most 150/],
    [{ database: 151 }, /database must be at most 150/],
    [{ database: 120 }, /supervision must be at most 30/],
  ])('%j', (change, message) => {
    expect(() => divideCrossModal(LABELS, null, { ...SIZES, ...change })).toThrow(message);
  });

  test('labelled pairs of one class', () => {
    const one = Int32Array.from({ length: 200 }, (_, i) => (i === 0 ? 1 : 0));
    const sizes = { ...SIZES, queries: 100, supervision: 2 };
    expect(() => divideCrossModal(one, null, sizes)).toThrow(/its 2 are of one/);
  });
});
