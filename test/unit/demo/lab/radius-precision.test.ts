import { expect, test } from 'vitest';
import { hashed } from '../../../../src/demo/lab/hashed.ts';
import type { LabState } from '../../../../src/demo/lab/lab.ts';
import { prepared } from '../../../../src/demo/lab/prepared.ts';
import { exactOrders, precisionByRadius } from '../../../../src/demo/lab/radius-precision.ts';
import { TOP } from '../../../../src/demo/lab/top.ts';
import {
  exactBaseline,
  reRankedPrecision,
} from '../../../../src/evaluation/tutorial/radius-curve.ts';
import { smallLab } from './small-lab.ts';

test.each([6, 16, 40])(
  'is what the library measures by tables and re-ranking: %i bits',
  async (bits) => {
    const lab: LabState = await smallLab();
    const points = await prepared(lab);
    const { codes, table } = await hashed(lab, { method: 'lsh', bits, seed: 3 });
    const orders = await exactOrders(lab);
    const curve = precisionByRadius(points, orders, codes);
    const partition = {
      queries: points.queries.points,
      queryLabels: points.queries.labels as Int32Array,
      databaseLabels: points.database.labels as Int32Array,
    };
    const maxRadius = Math.min(10, bits);
    const first = points.points.rows - points.queries.points.rows;
    const queryCodes = codes.select(Array.from(partition.queryLabels, (_, q) => first + q));
    const measured = { table, exact: points.exact, partition, top: TOP, maxRadius };
    const expected = reRankedPrecision(measured, queryCodes);
    expect(curve.precision.length).toBe(maxRadius + 1);
    for (const [radius, { precisionAtKEmptyAsZero, meanCandidates }] of expected.entries()) {
      expect(curve.precision[radius]).toBeCloseTo(precisionAtKEmptyAsZero, 12);
      expect(curve.candidates[radius]).toBeCloseTo(meanCandidates, 12);
    }
    const exact = exactBaseline(points.exact, partition, TOP);
    expect(orders.precision).toBeCloseTo(exact.precisionAtK, 12);
  },
);
