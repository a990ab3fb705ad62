import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { divideStream } from '../../../../src/evaluation/streams/divide.ts';

const labelsOf = (rows: number, classes: number) =>
  Int32Array.from({ length: rows }, (_, i) => i % classes);

describe('a stream', () => {
  test('has the classes of each time alone, and none of the points held out', () => {
    const settings = fc.record({
      classes: fc.integer({ min: 3, max: 12 }),
      points: fc.integer({ min: 70, max: 300 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(settings, ({ classes, points, seed }) => {
        const labels = labelsOf(1200, classes);
        const { arrivals, queries, database, pool, stream } = divideStream(labels, {
          ...{ points, queries: 100, seed },
        });
        expect(stream).toHaveLength(points);
        expect(new Set(stream).size).toBe(points);
        expect(new Set([...queries, ...database, ...pool]).size).toBe(1200);
        const inPool = new Set(pool);
        expect(stream.every((row) => inPool.has(row))).toBe(true);
        const after = new Map(
          arrivals.flatMap((arrival) => arrival.classes.map((c) => [c, arrival.after])),
        );
        expect(after.size).toBe(classes);
        stream.forEach((row, i) => {
          expect(i).toBeGreaterThanOrEqual(after.get(labels[row])!);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('of ten classes goes as it is described', () => {
    const { arrivals } = divideStream(labelsOf(10_000, 10), {
      points: 7000,
      queries: 500,
      seed: 0,
    });
    expect(arrivals).toEqual([
      { after: 0, classes: [0, 1, 2, 3, 4] },
      { after: 3000, classes: [5, 6, 7, 8] },
      { after: 5000, classes: [9] },
    ]);
  });

  test('needs points and classes enough', () => {
    const settings = { points: 700, queries: 100, seed: 0 };
    expect(() => divideStream(labelsOf(800, 5), settings)).toThrow(/too few for a stream/);
    expect(() => divideStream(labelsOf(2000, 2), settings)).toThrow(InvalidArgumentError);
    const rare = Int32Array.from({ length: 2000 }, (_, i) => (i < 1900 ? 4 : i % 4));
    expect(() => divideStream(rare, settings)).toThrow(/classes 0, 1, 2 have too few points/);
  });
});
