import { beforeAll, describe, expect, test } from 'vitest';
import { bitsAt, bucketOf, sliceOf } from '../../../../src/demo/how/slice.ts';
import { type SliceResult, slice as sliceCall } from '../../../../src/demo/lab/calls/slice.ts';
import type { LabState } from '../../../../src/demo/lab/lab.ts';
import { storyOf } from '../../../../src/demo/lab/stories.ts';
import { bundledLab } from '../lab/bundled-lab.ts';

describe('the plane of two rows of the bundled images', () => {
  let lab: LabState;
  let result: SliceResult;

  beforeAll(async () => {
    lab = await bundledLab();
    result = await sliceCall(lab, { row: 0, other: null });
  });

  test('is spanned by the row and the nearest other', async () => {
    const { points } = await storyOf(lab, 0);
    const cosine = (row: number) => {
      const [a, b] = [points.row(0), points.row(row)];
      const dot = (v: Float32Array, w: Float32Array) => v.reduce((sum, x, d) => sum + x * w[d], 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    let best = 1;
    for (let row = 2; row < points.rows; row++) if (cosine(row) > cosine(best)) best = row;
    expect(result.rows.map(({ row }) => row)).toEqual([0, best]);
    expect(sliceOf(result).angle).toBeCloseTo((Math.acos(cosine(best)) * 180) / Math.PI, 3);
  });

  test('keeps every projection of both, so that lines give the bits of hyperplanes', () => {
    const { points, normals } = sliceOf(result);
    for (const place of [0, 1] as const) {
      const { projections, bits } = result.rows[place];
      const [x, y] = points[place];
      for (const [j, [a, b]] of normals.entries()) {
        expect(a * x + b * y).toBeCloseTo(projections[j], 6);
      }
      expect(bitsAt(points[place], normals)).toEqual(bits);
    }
  });

  test('has the lengths and the angle of both', () => {
    const { points } = sliceOf(result);
    expect(Math.hypot(...points[0])).toBeCloseTo(result.rows[0].length, 6);
    expect(Math.hypot(...points[1])).toBeCloseTo(result.rows[1].length, 6);
  });

  test('of another row is about that row', async () => {
    const { rows } = await sliceCall(lab, { row: 77, other: 5 });
    expect(rows.map(({ row }) => row)).toEqual([77, 5]);
  });

  test('of a row beyond the last is about the last', async () => {
    const { rows } = await sliceCall(lab, { row: 1e6, other: 5 });
    expect(rows[0].row).toBe(9999);
  });
});

test('two points of one direction still give the bits of the first', () => {
  const point = { row: 0, label: 0, name: '', length: 2, projections: [4, -1], bits: [] };
  const { points, normals, angle } = sliceOf({ rows: [point, point], dot: 4 });
  expect(bitsAt(points[0], normals)).toEqual([1, 0]);
  expect(angle).toBe(0);
});

test('the number of a bucket has the first bit first, and is exact for any length', () => {
  expect(bucketOf([0, 1, 0, 1])).toBe('5');
  expect(bucketOf(new Array(64).fill(1))).toBe('18446744073709551615');
});
