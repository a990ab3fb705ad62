import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import {
  distanceHistograms,
  hammingMeanAveragePrecision,
} from '../../../src/evaluation/hamming-ranking.ts';
import golden from '../../fixtures/golden/metrics.json' with { type: 'json' };
import { allBackends } from '../../support/backends.ts';
import { bruteForceSearch, codesFromBits, relatedCodes } from '../../support/codes.ts';
import { histograms } from './histograms.ts';

const queries = {
  codes: codesFromBits(golden.query_bits),
  labels: Int32Array.from(golden.query_labels),
};
const database = {
  codes: codesFromBits(golden.database_bits),
  labels: Int32Array.from(golden.database_labels),
};

describe.each(allBackends())('the Hamming ranking ($name)', (kernels) => {
  test('of the reference case has its histograms', () => {
    const { total, relevant, bins } = distanceHistograms(kernels, queries, database);
    expect(bins).toBe(9);
    golden.query_bits.forEach((_, query) => {
      const expected = histograms(golden, query);
      const [from, to] = [query * bins, (query + 1) * bins];
      expect(total.subarray(from, to)).toEqual(expected.total);
      expect(relevant.subarray(from, to)).toEqual(expected.relevant);
    });
  });

  test('of the reference case has its tie-aware mean average precision', () => {
    const actual = hammingMeanAveragePrecision(kernels, queries, database);
    expect(actual).toBeCloseTo(0.37340585530310283, 14);
    expect(actual).toBeCloseTo(golden.tie_aware_map, 14);
  });

  test.each([1, 31, 32, 33, 64, 100, 300])(
    'counts as a comparison with each code, %d bits',
    (bits) => {
      const all = relatedCodes(130, bits, bits);
      const labels = Int32Array.from({ length: 130 }, (_, i) => (i * 7) % 4);
      const part = (from: number, to: number) => {
        const rows = Array.from({ length: to - from }, (_, i) => from + i);
        return { codes: all.select(rows), labels: labels.slice(from, to) };
      };
      const [queries, database] = [part(0, 30), part(30, 130)];
      const { total, relevant, bins } = distanceHistograms(kernels, queries, database);
      expect(bins).toBe(bits + 1);
      for (let q = 0; q < 30; q++) {
        const code = queries.codes.code(q);
        const { rows, withinRadius } = bruteForceSearch(database.codes, code, bits);
        let before = 0;
        withinRadius.forEach((end, distance) => {
          const ring = rows.slice(before, end);
          const hits = ring.filter((row) => database.labels[row] === queries.labels[q]);
          expect(total[q * bins + distance]).toBe(ring.length);
          expect(relevant[q * bins + distance]).toBe(hits.length);
          before = end;
        });
      }
    },
  );

  test('is null where no query has a relevant item, or there are no queries', () => {
    const strangers = { codes: queries.codes, labels: new Int32Array(5).fill(-77) };
    expect(hammingMeanAveragePrecision(kernels, strangers, database)).toBeNull();
    const none = { codes: new HashCodes(new Uint32Array(0), 0, 8), labels: new Int32Array(0) };
    expect(hammingMeanAveragePrecision(kernels, none, database)).toBeNull();
    expect(hammingMeanAveragePrecision(kernels, queries, none)).toBeNull();
  });

  test('gives its memory back', () => {
    const codes = relatedCodes(2000, 64, 1);
    const labels = new Int32Array(2000);
    const few = { codes: codes.select([0, 1, 2]), labels: labels.subarray(0, 3) };
    const use = () => distanceHistograms(kernels, few, { codes, labels });
    use();
    const before = kernels.memoryBytes;
    for (let i = 0; i < 50; i++) use();
    expect(kernels.memoryBytes).toBe(before);
  });
});

describe('the Hamming ranking refuses', () => {
  const [kernels] = allBackends();

  test('another number of labels than of codes', () => {
    const few = { ...queries, labels: queries.labels.subarray(1) };
    expect(() => distanceHistograms(kernels, few, database)).toThrow(InvalidArgumentError);
    expect(() => distanceHistograms(kernels, few, database)).toThrow(
      '5 codes need as many labels, not 4',
    );
    expect(() => distanceHistograms(kernels, queries, { ...database, labels: few.labels })).toThrow(
      '40 codes need as many labels, not 4',
    );
  });

  test('codes of different lengths', () => {
    const longer = { ...queries, codes: relatedCodes(5, 9, 1) };
    expect(() => distanceHistograms(kernels, longer, database)).toThrow(
      'queries have 9 bits where the database has 8',
    );
  });
});
