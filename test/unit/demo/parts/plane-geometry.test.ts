import { describe, expect, test } from 'vitest';
import {
  degreesOf,
  directionOf,
  endsWithin,
  positiveSide,
  ringsOf,
  turnBetween,
  type Vector,
  valueAt,
  wrapped,
} from '../../../../src/demo/parts/plane-geometry.ts';

describe('directions', () => {
  test.each([
    [0, [1, 0]],
    [90, [0, 1]],
    [180, [-1, 0]],
    [270, [0, -1]],
  ] as const)('%d degrees point to %j, and back', (degrees, [x, y]) => {
    const direction = directionOf(degrees);
    expect(direction[0]).toBeCloseTo(x, 12);
    expect(direction[1]).toBeCloseTo(y, 12);
    expect(degreesOf([x, y])).toBeCloseTo(degrees, 12);
  });

  test('are wrapped into [0, 360), a tiny step below 0 too', () => {
    expect([wrapped(-90), wrapped(360), wrapped(725), wrapped(-1e-20)]).toEqual([270, 0, 5, 0]);
  });

  test('turn the shorter way round', () => {
    expect(turnBetween(350, 10)).toBe(20);
    expect(turnBetween(10, 350)).toBe(-20);
    expect(turnBetween(0, 180)).toBe(180);
  });
});

describe('a line', () => {
  const slanted = { normal: [1, 2] as Vector, offset: -0.5 };

  test('has its ends on the circle and on itself, a quarter turn from the normal first', () => {
    const ends = endsWithin(slanted, 2);
    for (const end of ends ?? []) {
      expect(Math.hypot(...end)).toBeCloseTo(2, 12);
      expect(valueAt(slanted, end)).toBeCloseTo(0, 12);
    }
    expect(degreesOf(endsWithin({ normal: [0, 1] }, 1)?.[0] ?? [0, 0])).toBeCloseTo(180, 12);
  });

  test('has none where it passes outside the circle', () => {
    expect(endsWithin({ normal: [1, 0], offset: -3 }, 2)).toBeNull();
    expect(endsWithin({ normal: [1, 0], offset: -2 }, 2)).toBeNull();
  });

  test('cuts off the part of the square where its value is not below 0', () => {
    expect(positiveSide({ normal: [1, 0] }, 1)).toEqual([
      [0, -1],
      [1, -1],
      [1, 1],
      [0, 1],
    ]);
    const corners = positiveSide(slanted, 3);
    expect(corners.length).toBeGreaterThan(2);
    for (const corner of corners) expect(valueAt(slanted, corner)).toBeGreaterThan(-1e-9);
  });

  test('leaves all of the square, or nothing, where it does not meet it', () => {
    expect(positiveSide({ normal: [0, 1], offset: 5 }, 1)).toHaveLength(4);
    expect(positiveSide({ normal: [0, 1], offset: -5 }, 1)).toEqual([]);
  });
});

describe('rings of labels', () => {
  test('are left only by labels without room, across 0 degrees too', () => {
    expect(ringsOf([0, 90, 180], 10, 3)).toEqual([0, 0, 0]);
    expect(ringsOf([358, 3, 100], 10, 3)).toEqual([1, 0, 0]);
  });

  test('hold what is left in the last', () => {
    expect(ringsOf([1, 2, 3, 4], 10, 2).sort()).toEqual([0, 1, 1, 1]);
  });
});
