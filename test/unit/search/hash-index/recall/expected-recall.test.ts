import { describe, expect, test } from 'vitest';
import { normalFrom } from '../../../../../src/bench/clusters.ts';
import { fastRandom } from '../../../../../src/bench/random-data.ts';
import {
  expectedRecall,
  rowsForRecall,
  withSharedError,
} from '../../../../../src/search/hash-index/recall/expected-recall.ts';

const K = 10;

/** Rows at random distances, found where distance and a normal error stay below a threshold. */
function trial(normal: () => number, threshold: number) {
  const rows = Array.from({ length: 400 }, () => {
    const distance = 10 + 2 * normal();
    return { distance, estimate: distance + 0.7 * normal() };
  });
  rows.sort((a, b) => a.distance - b.distance);
  const found = rows.filter(({ estimate }) => estimate <= threshold).slice(0, K);
  const hits = rows.slice(0, K).filter(({ estimate }) => estimate <= threshold).length;
  const distances = found.map(({ distance }) => distance);
  const deviations = found.map(() => 0.7);
  return { hits: hits / K, expected: expectedRecall({ distances, deviations }, threshold, K) };
}

describe('withSharedError', () => {
  const neighbours = { distances: [1, 2, 3, 4], deviations: [1, 1, 1, 1] };

  test('leaves distances as they are where estimates are off by chance, or too small', () => {
    for (const error of [-50, 0, 1]) {
      const estimates = neighbours.distances.map((distance) => distance + error);
      expect(withSharedError(neighbours, estimates)).toEqual(neighbours);
    }
    expect(withSharedError({ distances: [], deviations: [] }, []).distances).toEqual([]);
  });

  test('moves them by what is above two standard errors of the mean', () => {
    const { distances } = withSharedError(neighbours, [11, 12, 13, 14]);
    expect(Array.from(distances)).toEqual([10, 11, 12, 13]);
  });
});

describe('expectedRecall', () => {
  test.each([6, 6.5, 7, 7.5])(
    'is on average what is found of the nearest, up to the estimate %d',
    (threshold) => {
      const normal = normalFrom(fastRandom(1));
      let [hits, expected] = [0, 0];
      for (let i = 0; i < 2000; i++) {
        const own = trial(normal, threshold);
        hits += own.hits / 2000;
        expected += own.expected / 2000;
      }
      expect(Math.abs(expected - hits)).toBeLessThan(0.015);
    },
  );

  test('is 1 where estimates are exact, and 0 where nothing was found', () => {
    expect(expectedRecall({ distances: [1, 2], deviations: [0, 0] }, 2, 2)).toBe(1);
    expect(expectedRecall({ distances: [], deviations: [] }, 2, 2)).toBe(0);
  });
});

describe('rowsForRecall', () => {
  const estimates = Float32Array.from({ length: 100 }, (_, i) => i / 10);
  const neighbours = { distances: [1, 1.5, 2], deviations: [0.5, 0.5, 0.5] };
  const asked = { k: 3, aim: 0.9, least: 5 };

  test('gives the fewest rows whose last estimate is far enough', () => {
    const rows = rowsForRecall(neighbours, estimates, asked)!;
    expect(expectedRecall(neighbours, estimates[rows - 1], 3, 0.1)).toBeGreaterThanOrEqual(0.9);
    expect(expectedRecall(neighbours, estimates[rows - 2], 3, 0.1)).toBeLessThan(0.9);
  });

  test('gives the least number of rows where that is enough', () => {
    expect(rowsForRecall(neighbours, estimates, { ...asked, least: 80 })).toBe(80);
  });

  test('gives none where all estimates listed are too near', () => {
    expect(rowsForRecall(neighbours, estimates.subarray(0, 20), asked)).toBeNull();
  });
});
