import { describe, expect, test, vi } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { featureRows } from '../../../src/features/feature-rows.ts';
import { mapFeatures } from '../../../src/features/map-features.ts';
import { randomFourierFeatures } from '../../../src/features/random-fourier.ts';
import { rbfLandmarks } from '../../../src/features/rbf-landmarks.ts';
import { startFeatureMap } from '../../../src/features/start-feature-map.ts';
import type { FeatureMap } from '../../../src/kernels/features/api.ts';
import { columnMeans, subtractMean } from '../../../src/preparation/preprocess.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianPoints } from '../../support/points.ts';

const ROWS = 2500;
const points = gaussianPoints(ROWS, 5, 1);
const [kernels] = allBackends();

/** Doubles of one value a point, noting how many rows each call is for. */
function doubling(): FeatureMap & { readonly calls: number[] } {
  const calls: number[] = [];
  return {
    features: 1,
    dimensions: 1,
    calls,
    map(given, rows, out) {
      calls.push(rows);
      for (let i = 0; i < rows; i++) out[i] = 2 * given[i];
      return true;
    },
    dispose() {},
  };
}

describe('feature rows', () => {
  const maps = [
    rbfLandmarks({ landmarks: 19, seed: 3 }),
    randomFourierFeatures({ features: 19, relativeWidth: 0.5, seed: 3 }),
  ];

  test.each(maps)('are those of $name, to the bit, however many are kept', async (factory) => {
    for (const backend of allBackends()) {
      const map = startFeatureMap(backend, factory.fit(backend, points));
      const whole = mapFeatures(map, points);
      const mean = columnMeans(backend, whole);
      const about = subtractMean(backend, whole, mean);
      for (const keptValues of [0, 19 * 1100, Number.POSITIVE_INFINITY]) {
        const rows = await featureRows(backend, map, points, { keptValues });
        expect([rows.rows, rows.cols]).toEqual([ROWS, 19]);
        const isSameAs = (expected: Matrix) => {
          for (const [start, end] of [
            [0, 7],
            [1000, 1101],
            [1090, 1300],
            [1099, 1100],
            [2493, ROWS],
            [0, ROWS],
          ]) {
            expect(rows.slice(start, end)).toEqual(expected.slice(start, end));
          }
        };
        isSameAs(whole);
        expect(await rows.centre()).toEqual(mean);
        isSameAs(about);
      }
      map.dispose();
    }
  });

  const column = new Matrix(
    Float32Array.from({ length: ROWS }, (_, i) => i),
    ROWS,
    1,
  );

  test('compute those that are kept once, and of the others no more than are asked for', async () => {
    const map = doubling();
    const rows = await featureRows(kernels, map, column, { keptValues: 1024 });
    expect(map.calls.splice(0)).toEqual([1024]);
    rows.slice(0, 1024);
    rows.slice(17, 400);
    expect(map.calls.splice(0)).toEqual([]);
    expect((await rows.centre())[0]).toBe(ROWS - 1);
    expect(map.calls.splice(0)).toEqual([1024, ROWS - 2048]);
    const early = rows.slice(1500, 1600);
    const late = rows.slice(2000, 2050);
    expect(map.calls.splice(0)).toEqual([100, 50]);
    expect(late.data.buffer).toBe(early.data.buffer);
  });

  test('that are not finite are named by their place among all', async () => {
    const broken = column.slice(0, ROWS).selectRows(Array.from({ length: ROWS }, (_, i) => i));
    broken.data[2100] = Number.NaN;
    for (const keptValues of [0, ROWS]) {
      const rows = await featureRows(kernels, doubling(), broken, { keptValues });
      await expect(rows.centre()).rejects.toThrow(
        'features must be finite numbers, but row 2100, column 0 is NaN',
      );
    }
  });

  test('are given up between parts when they are no longer wanted', async () => {
    const map = doubling();
    const rows = await featureRows(kernels, map, column, { keptValues: 0 });
    let stop = new AbortController();
    const calls = vi.spyOn(map, 'map').mockImplementation(() => {
      stop.abort(new Error('enough'));
      return true;
    });
    const { signal } = stop;
    await expect(featureRows(kernels, map, column, { signal })).rejects.toThrow('enough');
    expect(calls).toHaveBeenCalledTimes(1);
    stop = new AbortController();
    await expect(rows.centre(stop.signal)).rejects.toThrow('enough');
    expect(calls).toHaveBeenCalledTimes(2);
  });
});
