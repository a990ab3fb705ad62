import { describe, expect, test } from 'vitest';
import {
  areaUnderPrecisionRecall,
  precisionRecallCurve,
} from '../../../src/evaluation/precision-recall.ts';
import golden from '../../fixtures/golden/metrics.json' with { type: 'json' };
import { histograms } from './histograms.ts';

const each = golden.query_bits.map((_, query) => histograms(golden, query));
const total = Uint32Array.from(each.flatMap((one) => Array.from(one.total)));
const relevant = Uint32Array.from(each.flatMap((one) => Array.from(one.relevant)));

describe('the precision-recall curve', () => {
  const curve = precisionRecallCurve(total, relevant, 9);

  test.each(golden.precision_recall_micro)(
    'of the reference case is $precision_micro, $recall_micro at radius $radius',
    (expected) => {
      const { radius, precision, recall } = curve[expected.radius];
      expect(radius).toBe(expected.radius);
      expect(precision).toBeCloseTo(expected.precision_micro, 14);
      expect(recall).toBeCloseTo(expected.recall_micro, 14);
    },
  );

  test('of the reference case has its area', () => {
    const expected = golden.auprc_trapezoid_first_point_extended_to_recall_0;
    expect(areaUnderPrecisionRecall(curve)).toBeCloseTo(expected, 14);
  });

  test('has no precision where nothing is found, and its area starts after that', () => {
    const late = precisionRecallCurve(Uint32Array.of(0, 2, 2), Uint32Array.of(0, 2, 0), 3);
    expect(late).toEqual([
      { radius: 0, precision: null, recall: 0 },
      { radius: 1, precision: 1, recall: 1 },
      { radius: 2, precision: 0.5, recall: 1 },
    ]);
    expect(areaUnderPrecisionRecall(late)).toBe(1);
  });

  test('refuses histograms of another shape', () => {
    expect(() => precisionRecallCurve(total, relevant, 10)).toThrow('have 10 bins a query');
    expect(() => precisionRecallCurve(total, relevant.subarray(9), 9)).toThrow('of one size');
  });
});
