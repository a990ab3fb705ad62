import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RecentScores } from '../../../../src/models/streaming/recent-scores.ts';

const added = (rows: number[][], places: number[]) => ({
  scores: Matrix.from(rows),
  places: Uint32Array.from(places),
});

test('the last points are kept, but for those of classes that had no score', () => {
  const recent = new RecentScores(3);
  expect(recent.points(2).scores.rows).toBe(0);
  recent.add(
    added(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [0, 2, 1],
    ),
  );
  expect(recent.size).toBe(2);
  recent.add(
    added(
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
      [2, 0],
    ),
  );
  const { scores, places } = recent.points(4);
  expect([...places]).toEqual([1, 2, 0]);
  // Classes that came later have the score 0.
  expect([...scores.data]).toEqual([5, 6, 0, 0, 7, 8, 9, 0, 10, 11, 12, 0]);
  const again = new RecentScores(3);
  again.add(recent.points(4));
  expect(again.points(4)).toEqual(recent.points(4));
});
