import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectNearest } from '../../../src/core/select-nearest.ts';
import { ranked } from '../../support/oracles.ts';

/** The k nearest as pairs of id and distance. */
function nearest(distances: readonly number[], ids: readonly number[] | null, k: number) {
  const outIds = new Uint32Array(k);
  const outDistances = new Float64Array(k);
  const chosen = ids && Uint32Array.from(ids);
  const found = selectNearest(distances, chosen, distances.length, k, outIds, outDistances);
  return Array.from({ length: found }, (_, i) => ({ id: outIds[i], distance: outDistances[i] }));
}

function pairsOf(distances: readonly number[], ids: readonly number[] | null) {
  return distances.map((distance, c) => ({ id: ids ? ids[c] : c, distance }));
}

const anyDistance = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN),
  fc.double(),
);

describe('selectNearest', () => {
  test('gives the smallest distances, ascending', () => {
    expect(nearest([5, 1, 4, 2, 3], null, 3)).toEqual([
      { id: 1, distance: 1 },
      { id: 3, distance: 2 },
      { id: 4, distance: 3 },
    ]);
  });

  test('breaks ties by ascending id, not by place', () => {
    expect(nearest([1, 1, 1, 1], [9, 3, 7, 5], 3).map(({ id }) => id)).toEqual([3, 5, 7]);
  });

  test('gives all there are where k is larger', () => {
    expect(nearest([2, 1], [10, 20], 5)).toEqual([
      { id: 20, distance: 1 },
      { id: 10, distance: 2 },
    ]);
  });

  test('gives nothing for k = 0 and for no distances', () => {
    expect(nearest([1, 2], null, 0)).toEqual([]);
    expect(nearest([], null, 3)).toEqual([]);
  });

  test('takes only the first `count` distances', () => {
    const ids = new Uint32Array(3);
    const found = selectNearest([3, 2, 1], null, 2, 3, ids, new Float32Array(3));
    expect([...ids.subarray(0, found)]).toEqual([1, 0]);
  });

  test('ranks NaN behind infinity', () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(nearest([nan, 2, nan, infinity, 1], null, 5).map(({ id }) => id)).toEqual([
      4, 1, 3, 0, 2,
    ]);
    expect(nearest([nan, nan, 7], null, 1)).toEqual([{ id: 2, distance: 7 }]);
  });

  test('takes and gives Hamming distances, too', () => {
    const ids = new Uint32Array(2);
    const distances = new Uint16Array(2);
    selectNearest(Uint16Array.of(300, 2, 256), null, 3, 2, ids, distances);
    expect([...ids, ...distances]).toEqual([1, 2, 2, 256]);
  });

  test('gives what a full sort begins with', () => {
    fc.assert(
      fc.property(fc.array(anyDistance), fc.nat(20), fc.boolean(), (distances, k, isNamed) => {
        const ids = isNamed ? distances.map((_, c) => (c * 7919) % 1009) : null;
        const expected = ranked(pairsOf(distances, ids)).slice(0, k);
        expect(nearest(distances, ids, k)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
