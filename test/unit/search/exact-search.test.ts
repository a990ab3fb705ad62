import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { METRICS, type Metric } from '../../../src/kernels/api.ts';
import { ExactSearch } from '../../../src/search/exact-search.ts';
import { allBackends } from '../../support/backends.ts';

const backends = allBackends();
const [kernels] = backends;

function gaussian(rows: number, cols: number, seed: number): Matrix {
  const data = new Float32Array(rows * cols);
  new RandomState(seed).fillNormal(data);
  return new Matrix(data, rows, cols);
}

/** The metrics in float64, from their definitions. */
function distance(x: Float32Array, y: Float32Array, metric: Metric): number {
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
  if (metric === 'dot') return -dot(x, y);
  if (metric === 'cosine') return 1 - dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  return x.reduce((sum, v, i) => sum + (v - y[i]) ** 2, 0);
}

describe.each(backends)('exact search ($name)', (kernels) => {
  test.each(METRICS)('of a batch finds what single queries find, by %s', (metric) => {
    const search = new ExactSearch(kernels, gaussian(203, 21, 1), metric);
    const queries = gaussian(67, 21, 2);
    const found = search.nearestBatch(queries, 9);
    expect(found.length).toBe(67);
    found.forEach((neighbours, q) => {
      expect(neighbours).toEqual(search.nearest(queries.row(q), 9));
    });
    expect(search.nearestBatch(queries.slice(0, 0), 9)).toEqual([]);
    expect(search.nearestBatch(queries.slice(0, 1), 999)[0].rows.length).toBe(203);
  });

  test('of a batch refuses what a single query is refused for', () => {
    const search = new ExactSearch(kernels, gaussian(3, 2, 1));
    expect(() => search.nearestBatch(gaussian(2, 3, 1), 1)).toThrow('2 values like the vectors');
    expect(() => search.nearestBatch(gaussian(2, 2, 1), 0)).toThrow('k must be');
    const bad = new Matrix(Float32Array.of(1, 2, 3, Number.NaN), 2, 2);
    expect(() => search.nearestBatch(bad, 1)).toThrow('row 1');
  });

  describe.each(METRICS)('by %s', (metric) => {
    test.each([1, 3, 8, 31, 100])('is that of float64, in %d dimensions', (cols) => {
      const points = gaussian(150, cols, cols);
      const queries = gaussian(10, cols, 1000 + cols);
      const search = new ExactSearch(kernels, points, metric);
      for (let q = 0; q < queries.rows; q++) {
        const query = queries.row(q);
        const found = search.nearest(query, 12);
        const all = Array.from({ length: 150 }, (_, i) => distance(query, points.row(i), metric));
        const sorted = all.toSorted((a, b) => a - b).slice(0, 12);
        // Rounding may swap neighbours whose distances are all but equal, never others.
        const scale = 1e-5 * Math.max(1, ...all.map(Math.abs));
        found.rows.forEach((row, place) => {
          expect(Math.abs(all[row] - sorted[place])).toBeLessThan(scale);
          expect(Math.abs(all[row] - found.distances[place])).toBeLessThan(scale);
        });
        expect(new Set(found.rows).size).toBe(12);
        expect(found.distances).toEqual(found.distances.toSorted());
      }
      search.dispose();
    });

    test('ranks ties by ascending row, in whatever order candidates come', () => {
      const points = Matrix.from([
        [1, 2],
        [3, 1],
        [1, 2],
        [3, 1],
        [1, 2],
        [3, 1],
      ]);
      const search = new ExactSearch(kernels, points, metric);
      const query = Float32Array.of(2, 1);
      expect(Array.from(search.nearest(query, 6).rows)).toEqual([1, 3, 5, 0, 2, 4]);
      expect(Array.from(search.nearest(query, 2).rows)).toEqual([1, 3]);
      const candidates = Uint32Array.of(4, 5, 2, 1, 0);
      expect(Array.from(search.nearest(query, 9, candidates).rows)).toEqual([1, 5, 0, 2, 4]);
      expect(Array.from(search.nearest(query, 4, candidates).rows)).toEqual([1, 5, 0, 2]);
      search.dispose();
    });

    test('among candidates is the ranking of those rows alone', () => {
      const points = gaussian(80, 17, 5);
      const query = gaussian(1, 17, 6).data;
      const search = new ExactSearch(kernels, points, metric);
      const all = search.nearest(query, 80);
      const chosen = new RandomState(7).permutation(80).slice(0, 30);
      const found = search.nearest(query, 10, chosen);
      const expected = Array.from(all.rows).filter((row) => chosen.includes(row));
      expect(Array.from(found.rows)).toEqual(expected.slice(0, 10));
      found.rows.forEach((row, place) => {
        expect(found.distances[place]).toBe(all.distances[all.rows.indexOf(row)]);
      });
      search.dispose();
    });

    test('finds for a batch what it finds for each query, more than go through at a time', () => {
      const points = gaussian(203, 900, 5);
      const queries = gaussian(150, 900, 6);
      const search = new ExactSearch(kernels, points, metric);
      const found = search.nearestBatch(queries, 7);
      expect(found.length).toBe(150);
      for (const q of [0, 7, 8, 135, 136, 143, 144, 149]) {
        expect(found[q]).toEqual(search.nearest(queries.row(q), 7));
      }
      search.dispose();
    });

    test('takes points and queries that lie in larger arrays', () => {
      const points = gaussian(21, 7, 8);
      const inner = new Matrix(points.data.subarray(7), 20, 7);
      const copy = new Matrix(inner.data.slice(), 20, 7);
      const query = points.row(0);
      const results = [inner, copy].map((matrix, i) => {
        const search = new ExactSearch(kernels, matrix, metric);
        const found = search.nearest(i === 0 ? query : query.slice(), 5);
        search.dispose();
        return found;
      });
      expect(results[0]).toEqual(results[1]);
    });
  });

  test('gives all rows where k is larger', () => {
    const search = new ExactSearch(kernels, gaussian(5, 3, 1));
    for (const k of [5, 6, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
      const { rows, distances } = search.nearest(Float32Array.of(1, 0, 0), k);
      expect(rows.toSorted()).toEqual(Uint32Array.of(0, 1, 2, 3, 4));
      expect(distances).toHaveLength(5);
    }
    search.dispose();
  });

  test('finds nothing for a batch of no queries or among no rows', () => {
    const search = new ExactSearch(kernels, gaussian(5, 3, 1));
    expect(search.nearestBatch(new Matrix(new Float32Array(0), 0, 3), 2)).toEqual([]);
    search.dispose();
    const empty = new ExactSearch(kernels, new Matrix(new Float32Array(0), 0, 3));
    const [none] = empty.nearestBatch(gaussian(1, 3, 1), 2);
    expect([none.rows.length, none.distances.length]).toEqual([0, 0]);
    empty.dispose();
  });

  test('finds nothing among no candidates', () => {
    const search = new ExactSearch(kernels, gaussian(5, 3, 1));
    const found = search.nearest(Float32Array.of(1, 0, 0), 3, new Uint32Array(0));
    expect(found).toEqual({ rows: new Uint32Array(0), distances: new Float32Array(0) });
    search.dispose();
  });

  test('puts zero vectors at the cosine distance 1', () => {
    const search = new ExactSearch(
      kernels,
      Matrix.from([
        [0, 0],
        [-1, 0],
        [1, 1],
      ]),
      'cosine',
    );
    const found = search.nearest(Float32Array.of(1, 0), 3);
    expect(Array.from(found.rows)).toEqual([2, 0, 1]);
    expect(Array.from(found.distances.subarray(1))).toEqual([1, 2]);
    const zero = search.nearest(Float32Array.of(0, 0), 3);
    expect(zero).toEqual({ rows: Uint32Array.of(0, 1, 2), distances: Float32Array.of(1, 1, 1) });
    search.dispose();
  });

  test('ranks vectors by cosine whose squares underflow', () => {
    const points = Matrix.from([
      [0, 1],
      [3e-30, 4e-30],
      [-4e-38, 3e-38],
      [3e-38, 4.01e-38],
    ]);
    const search = new ExactSearch(kernels, points, 'cosine');
    for (const scale of [1e18, 1, 1e-30, 1e-37]) {
      const query = Float32Array.of(3 * scale, 4 * scale);
      const found = search.nearest(query, 4);
      expect([...found.rows]).toEqual([1, 3, 0, 2]);
      expect([...found.distances].map((value) => value.toFixed(4))).toEqual([
        '0.0000',
        '0.0000',
        '0.2000',
        '1.0000',
      ]);
      expect(search.nearestBatch(new Matrix(query, 1, 2), 4)).toEqual([found]);
    }
    search.dispose();
  });

  test('refuses, for the cosine, vectors too short to have a direction in float32', () => {
    const short = Matrix.from([
      [1, 0],
      [0, 1e-38],
    ]);
    const refusal = 'must be zero or longer than 1.1754943508222875e-38 for the cosine, but row ';
    expect(() => new ExactSearch(kernels, short)).toThrow(`points ${refusal}1 has the norm 9.99`);
    const search = new ExactSearch(kernels, short.slice(0, 1));
    expect(() => search.nearest(Float32Array.of(1e-39, 0), 1)).toThrow(`query ${refusal}0`);
    search.dispose();
    const distances = new ExactSearch(kernels, short, 'euclidean');
    expect([...distances.nearest(Float32Array.of(0, 2e-38), 2).rows]).toEqual([1, 0]);
    distances.dispose();
  });

  test('ranks squared distances that float32 gives as 0', () => {
    for (const unit of [1e-30, 2e-38, 2 ** -149]) {
      const points = Matrix.from([
        [unit, 0],
        [0, unit],
        [2 * unit, 0],
        [5 * unit, 0],
        [1, 1],
      ]);
      const search = new ExactSearch(kernels, points, 'euclidean');
      const query = Float32Array.of(2 * unit, 0);
      for (const k of [1, 3, 5]) {
        const found = search.nearest(query, k);
        expect([...found.rows]).toEqual([2, 0, 1, 3, 4].slice(0, k));
        expect(search.nearestBatch(new Matrix(query, 1, 2), k)).toEqual([found]);
        const among = search.nearest(query, k, Uint32Array.of(4, 3, 2, 1, 0));
        expect(among).toEqual(found);
      }
      search.dispose();
    }
  });

  test('gives distances that are subnormal to the last digit', () => {
    const search = new ExactSearch(kernels, Matrix.from([[0], [3e-20]]), 'euclidean');
    const query = Float32Array.of(-6e-20);
    const { distances } = search.nearest(query, 2);
    const exact = [query[0] ** 2, (query[0] - Math.fround(3e-20)) ** 2];
    distances.forEach((distance, i) => {
      expect(Math.abs(distance - exact[i])).toBeLessThanOrEqual(2 ** -149);
    });
    search.dispose();
  });

  test('ranks products that underflow', () => {
    const points = Matrix.from([
      [1e-30, 0],
      [3e-30, 0],
      [2e-38, 1],
      [-1e-30, 0],
    ]);
    const search = new ExactSearch(kernels, points, 'dot');
    const query = Float32Array.of(1e-30, 0);
    const found = search.nearest(query, 4);
    expect([...found.rows]).toEqual([1, 0, 2, 3]);
    expect(search.nearestBatch(new Matrix(query, 1, 2), 4)).toEqual([found]);
    search.dispose();
  });

  test('gives cosine distances from 0 to 2, so that their roots and arcs are numbers', () => {
    const points = Matrix.from([
      [1, 0, 1],
      [-1, 0, -1],
      [1, 1, 1],
      [-1, -1, -1],
    ]);
    const search = new ExactSearch(kernels, points, 'cosine');
    const queries = new Matrix(Float32Array.of(1, 0, 1, 1, 1, 1), 2, 3);
    for (const { rows, distances } of search.nearestBatch(queries, 4)) {
      expect(distances.every((value) => value >= 0 && value <= 2)).toBe(true);
      expect(Math.acos(1 - distances[0]) + Math.sqrt(2 - distances[3])).toBeLessThan(1e-3);
      expect(rows).toHaveLength(4);
    }
    expect(search.nearest(Float32Array.of(1, 0, 1), 1).distances[0]).toBe(0);
    search.dispose();
  });

  test('owns no result, and keeps its own copy of the points', () => {
    const points = gaussian(30, 4, 2);
    const search = new ExactSearch(kernels, points, 'euclidean');
    const query = points.row(3).slice();
    const first = search.nearest(query, 4);
    const copy = structuredClone(first);
    for (let i = 0; i < 30; i++) search.nearest(points.row(i), 9);
    expect(first).toEqual(copy);
    expect(copy.rows[0]).toBe(3);
    search.dispose();
  });

  test('throws once it is disposed of, and can be disposed of again', () => {
    const search = new ExactSearch(kernels, gaussian(5, 3, 1));
    search.dispose();
    expect(() => search.nearest(Float32Array.of(1, 0, 0), 1)).toThrow(DisposedError);
    expect(() => search.dispose()).not.toThrow();
  });

  test('gives its memory back', () => {
    const points = gaussian(500, 64, 3);
    const use = () => {
      const search = new ExactSearch(kernels, points);
      search.nearest(points.row(0), 10);
      search.dispose();
    };
    use();
    const before = kernels.memoryBytes;
    for (let i = 0; i < 40; i++) use();
    expect(kernels.memoryBytes).toBe(before);
  });
});

describe('exact search', () => {
  const search = new ExactSearch(kernels, gaussian(5, 3, 1), 'dot');
  const query = Float32Array.of(1, 2, 3);

  test('is by cosine unless told otherwise, and says what it holds', () => {
    expect(search).toMatchObject({ metric: 'dot', size: 5, dimensions: 3 });
    expect(new ExactSearch(kernels, gaussian(5, 3, 1)).metric).toBe('cosine');
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses k = %d', (k) => {
    expect(() => search.nearest(query, k)).toThrow('k must be a whole number of at least 1');
  });

  test('refuses a metric that it does not know', () => {
    expect(() => new ExactSearch(kernels, gaussian(2, 2, 1), 'manhattan' as never)).toThrow(
      'metric must be one of cosine, dot, euclidean, not "manhattan"',
    );
  });

  test('refuses a query of another length', () => {
    expect(() => search.nearest(Float32Array.of(1, 2), 1)).toThrow(
      'a query has 3 values like the vectors, not 2',
    );
  });

  test('refuses a batch of another length, with values that are not finite, or no k', () => {
    const search = new ExactSearch(kernels, gaussian(5, 3, 1));
    const refused = (queries: Matrix, k: number) => () => search.nearestBatch(queries, k);
    expect(refused(gaussian(2, 4, 1), 2)).toThrow('a query has 3 values like the vectors, not 4');
    expect(refused(Matrix.from([[1, 2, Number.NaN]]), 2)).toThrow(InvalidArgumentError);
    expect(refused(gaussian(2, 3, 1), 0)).toThrow(InvalidArgumentError);
    search.dispose();
  });

  test('refuses candidates that are no rows', () => {
    expect(() => search.nearest(query, 1, Uint32Array.of(0, 5))).toThrow(
      'candidate 5 is not a row of 5 vectors',
    );
    expect(() => search.nearest(query, 1, [0, -1])).toThrow(
      'candidates must be whole numbers of 32 bits, but candidate 1 (counted from 0) is -1',
    );
  });

  test('refuses values that are not finite, and says where', () => {
    const points = (value: number) =>
      Matrix.from([
        [1, 2],
        [3, value],
      ]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => new ExactSearch(kernels, points(value))).toThrow(InvalidArgumentError);
      expect(() => new ExactSearch(kernels, points(value))).toThrow(
        `points must be finite numbers, but row 1, column 1 is ${value}`,
      );
    }
    expect(() => search.nearest(Float32Array.of(0, Number.NaN, 0), 1)).toThrow(
      'query must be finite numbers, but row 0, column 1 is NaN',
    );
  });

  test('refuses vectors so long that their square overflows, and takes the longest others', () => {
    expect(
      () =>
        new ExactSearch(
          kernels,
          Matrix.from([
            [1, 2],
            [3e19, 1],
          ]),
        ),
    ).toThrow('but row 1 has the norm 3');
    const long = new ExactSearch(kernels, Matrix.from([[4.9e18], [-4.9e18]]), 'euclidean');
    const { distances } = long.nearest(Float32Array.of(4.9e18), 2);
    expect(distances.every(Number.isFinite)).toBe(true);
  });
});
