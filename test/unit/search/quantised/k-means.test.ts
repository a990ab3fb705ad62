import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { assign, kMeans } from '../../../../src/search/quantised/k-means.ts';
import { allBackends } from '../../../support/backends.ts';
import { randomSource } from '../../../support/inputs.ts';

const backends = allBackends();
const [kernels] = backends;

/** 60 points near each of four corners. */
function corners(): Matrix {
  const random = randomSource(4);
  const data = Float32Array.from({ length: 480 }, (_, i) => {
    const corner = (i >> 1) % 4;
    return (i % 2 === 0 ? corner & 1 : corner >> 1) * 10 + random();
  });
  return new Matrix(data, 240, 2);
}

describe('k-means', () => {
  test('finds groups that lie apart', async () => {
    const points = corners();
    const centres = await kMeans(kernels, points, { clusters: 4, seed: 0, iterations: 20 });
    const { clusters } = await assign(kernels, points, centres);
    for (let i = 0; i < points.rows; i++) expect(clusters[i]).toBe(clusters[i % 4]);
    expect(new Set(clusters.slice(0, 4)).size).toBe(4);
  });

  test('every centre is the mean of its points once nothing moves', async () => {
    const points = corners();
    const centres = await kMeans(kernels, points, { clusters: 7, seed: 1, iterations: 50 });
    const { clusters } = await assign(kernels, points, centres);
    for (let c = 0; c < 7; c++) {
      const own = [...clusters.keys()].filter((i) => clusters[i] === c);
      expect(own.length).toBeGreaterThan(0);
      for (const k of [0, 1]) {
        const mean = own.reduce((sum, i) => sum + points.row(i)[k], 0) / own.length;
        expect(centres.row(c)[k]).toBeCloseTo(mean, 5);
      }
    }
  });

  test('no centre stays without points while there are different ones', async () => {
    // All but three points are equal, so that the first centres are too.
    const points = new Matrix(new Float32Array(200).fill(1), 100, 2);
    points.data.set([5, 5, -5, 5, 5, -5], 100);
    const centres = await kMeans(kernels, points, { clusters: 4, seed: 2 });
    const { clusters, distances } = await assign(kernels, points, centres);
    expect(new Set(clusters).size).toBe(4);
    expect(distances.every((distance) => distance === 0)).toBe(true);
  });

  test('is the same on every backend', async () => {
    const points = corners();
    const found = [];
    for (const own of backends)
      found.push((await kMeans(own, points, { clusters: 9, seed: 5 })).data);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });
});
