import { beforeAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { hashed } from '../../../../src/demo/lab/hashed.ts';
import type { LabState } from '../../../../src/demo/lab/lab.ts';
import { type Prepared, prepared, preparePoint } from '../../../../src/demo/lab/prepared.ts';
import { partition } from '../../../../src/evaluation/tutorial/partition.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { normaliseAndCentre } from '../../../../src/preparation/preprocess.ts';
import { expectSame } from '../../../support/same.ts';
import { bundledLab } from './bundled-lab.ts';

let lab: LabState;
let bundled: Prepared;
beforeAll(async () => {
  lab = await bundledLab();
  bundled = await prepared(lab);
});

describe('the prepared dataset', () => {
  it('is divided and prepared as the tutorial does it, bit by bit', async () => {
    const { points, labels } = await lab.dataset;
    const expected = partition(normaliseAndCentre(lab.kernels, points), labels as Int32Array, {
      queries: 200,
      train: 1200,
      seed: 42,
    });
    for (const part of ['queries', 'train', 'database'] as const) {
      expectSame(bundled[part].points.data, expected[part].data);
      expect(bundled[part].labels).toEqual(
        expected[`${part === 'queries' ? 'query' : part}Labels`],
      );
    }
    expect(bundled.queries.rows).toEqual(expected.queryRows);
    expect(bundled.database.rows).toEqual(expected.databaseRows);
  });

  it('knows the place of each row', () => {
    const { places, queries, points } = bundled;
    const place = places[queries.rows[3]];
    expectSame(points.row(place), queries.points.row(3));
  });

  it('prepares a point from outside like its own', async () => {
    const { points } = await lab.dataset;
    const { data } = preparePoint(lab.kernels, bundled, points.row(17));
    expect(data).toEqual(bundled.points.row(bundled.places[17]));
  });
});

describe('the hashed dataset', () => {
  it('has the codes of all rows, those of the database first', async () => {
    const { codes, databaseCodes, hasher } = await hashed(lab, { method: 'lsh', bits: 16 });
    const own = new RandomHyperplanes({
      kernels: lab.kernels,
      bits: 16,
      normalise: false,
      centre: false,
    }).fitSync(bundled.train.points);
    expectSame(hasher.hyperplanes.data, own.hyperplanes.data);
    expectSame(codes.words, own.encode(bundled.points).words);
    expectSame(databaseCodes.words, own.encode(bundled.database.points).words);
  });

  it('is made once for each setting', async () => {
    const first = hashed(lab, { method: 'grh', bits: 8 });
    expect(hashed(lab, { method: 'grh', bits: 8, alpha: 1 })).toBe(first);
    expect(hashed(lab, { method: 'grh', bits: 8, alpha: 0.9 })).not.toBe(first);
    await first;
  });

  it('learns from labels only', async () => {
    const other = await bundledLab();
    const { points } = await lab.dataset;
    const few = new Matrix(points.data.slice(0, 20 * points.cols), 20, points.cols);
    other.use({
      name: 'plain.npy',
      points: few,
      labels: null,
      classNames: null,
      ids: null,
      isBundled: false,
    });
    await expect(hashed(other, { method: 'grh', bits: 8 })).rejects.toThrow(
      'Learning (GRH) needs labels, and plain.npy has none: give a file that has them, or a second file of labels',
    );
    expect((await hashed(other, { method: 'lsh', bits: 8 })).codes.count).toBe(20);
  });
});
