import { beforeAll, describe, expect, test } from 'vitest';
import { precisionByRadius } from '../../../src/evaluation/precision-by-radius.ts';
import type { RadiusResult } from '../../../src/evaluation/tutorial/result.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { RandomRotations } from '../../../src/models/random-rotations.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses } from '../../support/points.ts';
import { oracleCodes, oracleCurve, oracleHyperplanes } from './tutorial-oracle.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const { points, labels } = gaussianClasses({
  ...{ rows: 160, classes: 3, dimensions: 5 },
  ...{ distance: 2, seed: 4 },
});
const queries = { points: points.slice(0, 20), labels: labels.slice(0, 20) };
const database = { points: points.slice(20), labels: labels.slice(20) };
const raw = { normalise: false, centre: false };
const hasher = new RandomHyperplanes({ kernels, bits: 7, seed: 2, ...raw }).fitSync(points);
const timeless = (curve: readonly RadiusResult[]) =>
  curve.map(({ meanQueryMillis, ...rest }) => rest);

describe('precision by radius', () => {
  let curve: RadiusResult[];
  beforeAll(async () => {
    curve = await precisionByRadius(kernels, hasher, queries, database, { k: 5, maxRadius: 4 });
  });

  test('is what plain loops find', () => {
    const rows = Array.from({ length: points.rows }, (_, i) => Array.from(points.row(i)));
    const parts = {
      points: rows,
      labels: Array.from(labels),
      queries: [...rows.keys()].slice(0, 20),
      database: [...rows.keys()].slice(20),
      train: [],
    };
    const codes = oracleCodes(rows, oracleHyperplanes(2, 5, 7));
    const expected = oracleCurve(parts, codes, { top: 5, maxRadius: 4 });
    expect(curve).toHaveLength(5);
    curve.forEach((result, radius) => {
      const { precisionAtK, precisionAtKEmptyAsZero, ...counts } = expected[radius];
      expect(result).toMatchObject(counts);
      expect(result.precisionAtKEmptyAsZero).toBeCloseTo(precisionAtKEmptyAsZero, 12);
      expect(result.precisionAtK).toBeCloseTo(precisionAtK ?? Number.NaN, 12);
      expect(result.meanQueryMillis).toBeGreaterThan(0);
    });
  });

  test('goes up to radius 10, or to the bits, for precision at 10', async () => {
    expect(await precisionByRadius(kernels, hasher, queries, database)).toHaveLength(8);
    const long = new RandomHyperplanes({ kernels, bits: 12 }).fitSync(points);
    expect(await precisionByRadius(kernels, long, queries, database)).toHaveLength(11);
  });

  test('takes any hasher, and rows of plain numbers', async () => {
    const rotations = new RandomRotations({ kernels, bits: 4 }).fitSync(points);
    const rows = (from: number, to: number) => ({
      points: Array.from({ length: to - from }, (_, i) => Array.from(points.row(from + i))),
      labels: Array.from(labels.slice(from, to)),
    });
    const plain = await precisionByRadius(kernels, rotations, rows(0, 20), rows(20, 160));
    const typed = await precisionByRadius(kernels, rotations, queries, database);
    expect(timeless(plain)).toEqual(timeless(typed));
    expect(plain[4]).toMatchObject({ radius: 4, emptyQueries: 0, meanCandidates: 140 });
  });

  test('is the same on every backend, but for the time', async () => {
    for (const kernels of allBackends()) {
      const same = new RandomHyperplanes({ kernels, bits: 7, seed: 2, ...raw }).fitSync(points);
      const options = { k: 5, maxRadius: 4 };
      const other = await precisionByRadius(kernels, same, queries, database, options);
      expect(timeless(other)).toEqual(timeless(curve));
    }
  });

  test('tells of its progress, radius by radius, and stops when the signal asks for it', async () => {
    const radii: number[][] = [];
    const aborted = new AbortController();
    const onProgress = (radius: number, maxRadius: number) => {
      radii.push([radius, maxRadius]);
      if (radius === 2) aborted.abort(new Error('enough'));
    };
    const options = { maxRadius: 6, onProgress, signal: aborted.signal };
    await expect(precisionByRadius(kernels, hasher, queries, database, options)).rejects.toThrow(
      'enough',
    );
    expect(radii).toEqual([
      [0, 6],
      [1, 6],
      [2, 6],
    ]);
  });

  test.each([
    ['labels', { ...queries, labels: [1] }, {}, '20 points of queries need as many labels, not 1'],
    ['a radius', queries, { maxRadius: 8 }, 'maxRadius must be a whole number from 0 to 7, not 8'],
    ['k', queries, { k: 0 }, 'k must be a whole number of at least 1, not 0'],
    [
      'no queries',
      { points: points.slice(0, 0), labels: [] },
      {},
      'queries must have at least one',
    ],
  ] as const)('refuses %s that does not fit', async (_, asked, options, message) => {
    await expect(precisionByRadius(kernels, hasher, asked, database, options)).rejects.toThrow(
      message,
    );
  });
});
