import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { RadixSorter } from '../../../src/evaluation/radix-sort.ts';
import { vectorRankings } from '../../../src/evaluation/vector-ranking.ts';
import { allBackends } from '../../support/backends.ts';
import { randomMatrix } from '../../support/pools.ts';

describe('the radix sort', () => {
  test('orders floats as a comparison does, flags with them', () => {
    const key = fc.oneof(
      fc.float({ noNaN: true }),
      fc.constantFrom(0, -0, 1, -1, Math.fround(0.1)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 60 }), (items) => {
        const sorter = new RadixSorter(items.length);
        items.forEach(([value, flag], i) => {
          sorter.keys[i] = value;
          sorter.flags[i] = Number(flag);
        });
        sorter.sort();
        const sorted = items.map(
          ([value, flag]) => [value === 0 ? 0 : value, Number(flag)] as const,
        );
        const expected = sorted.toSorted((a, b) => a[0] - b[0]);
        expect(Array.from(sorter.keys)).toEqual(expected.map(([value]) => value));
        expect(Array.from(sorter.flags)).toEqual(expected.map(([, flag]) => flag));
      }),
    );
  });
});

describe.each(allBackends())('rankings by vectors ($name)', (kernels) => {
  const labelsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => i % 3);

  test.each(['cosine', 'dot'] as const)('by %s are those of sorting all products', (metric) => {
    const queries = { vectors: randomMatrix(70, 9, 1), labels: labelsOf(70) };
    const twice = randomMatrix(40, 9, 2);
    // Every vector twice: ties.
    const vectors = new Matrix(Float32Array.of(...twice.data, ...twice.data), 80, 9);
    const database = { vectors, labels: labelsOf(80) };
    const norm = (row: Float32Array) => Math.hypot(...row);
    let q = 0;
    for (const { total, relevant } of vectorRankings(kernels, queries, database, metric)) {
      const query = queries.vectors.row(q);
      const items = Array.from({ length: 40 }, (_, i) => {
        const row = vectors.row(i);
        const dot = row.reduce((sum, value, k) => sum + value * query[k], 0);
        const similarity = metric === 'dot' ? dot : dot / (norm(row) * norm(query));
        const hits = [i, i + 40].filter((at) => database.labels[at] === queries.labels[q]).length;
        return { similarity, hits };
      }).sort((a, b) => b.similarity - a.similarity);
      expect(Array.from(total)).toEqual(items.map(() => 2));
      expect(Array.from(relevant)).toEqual(items.map(({ hits }) => hits));
      q++;
    }
    expect(q).toBe(70);
  });

  test('refuse vectors of other dimensions', () => {
    const one = { vectors: randomMatrix(2, 3), labels: labelsOf(2) };
    const other = { vectors: randomMatrix(2, 4), labels: labelsOf(2) };
    expect(() => vectorRankings(kernels, one, other, 'dot').next()).toThrow(
      'queries have 3 values where the database has 4',
    );
  });
});
