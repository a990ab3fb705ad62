import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { METRICS } from '../../../../src/kernels/api.ts';
import { BITS_PER_DIMENSION } from '../../../../src/kernels/quantised/api.ts';
import { ExactSearch } from '../../../../src/search/exact-search.ts';
import { QuantisedSearch } from '../../../../src/search/quantised/quantised-search.ts';
import { allBackends } from '../../../support/backends.ts';
import { randomSource } from '../../../support/inputs.ts';

const backends = allBackends();
const [kernels] = backends;

function pointsOf(rows: number, cols: number, seed: number): Matrix {
  const random = randomSource(seed);
  return new Matrix(
    Float32Array.from({ length: rows * cols }, () => random() - 0.4),
    rows,
    cols,
  );
}

const points = pointsOf(200, 40, 1);
const queries = pointsOf(5, 40, 2);

function joined(a: Matrix, b: Matrix): Matrix {
  return new Matrix(Float32Array.of(...a.data, ...b.data), a.rows + b.rows, a.cols);
}

describe('QuantisedSearch', () => {
  test.each(METRICS)('finds every row at its own place, by %s without vectors', async (metric) => {
    const options = { metric, keepVectors: false, bitsPerDimension: 4 } as const;
    const search = await QuantisedSearch.create(kernels, points, options);
    if (metric !== 'dot') {
      for (const row of [0, 31, 32, 199]) {
        expect(search.search(points.row(row), { k: 1 }).rows).toEqual(Uint32Array.of(row));
      }
    }
    const { rows, distances, errorBounds } = search.search(queries.row(0), { k: 200 });
    expect(rows.toSorted()).toEqual(Uint32Array.from({ length: 200 }, (_, i) => i));
    expect(distances.toSorted()).toEqual(distances);
    expect(errorBounds.every((bound) => bound > 0)).toBe(true);
    search.dispose();
  });

  test('gives the same results from every backend', async () => {
    const found = [];
    for (const own of backends) {
      const search = await QuantisedSearch.create(own, points, { clusters: 6, seed: 3 });
      found.push([
        search.search(queries.row(1), { candidates: 20 }),
        search.estimateBatch(queries),
      ]);
      search.dispose();
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  test.each([1, 5])(
    'a batch finds what single queries find, with %i clusters',
    async (clusters) => {
      for (const bitsPerDimension of BITS_PER_DIMENSION) {
        const search = await QuantisedSearch.create(kernels, points, {
          clusters,
          bitsPerDimension,
        });
        const single = Array.from({ length: 5 }, (_, q) => search.search(queries.row(q), { k: 7 }));
        expect(search.searchBatch(queries, { k: 7 })).toEqual(single);
        search.dispose();
      }
    },
  );

  test('numbers added rows on, and finds them among the others', async () => {
    const more = pointsOf(50, 40, 9);
    const options = { metric: 'euclidean', candidates: 300 } as const;
    const search = await QuantisedSearch.create(kernels, points, { metric: 'euclidean' });
    expect(await search.add(more)).toBe(200);
    expect(await search.add(new Matrix(new Float32Array(0), 0, 40))).toBe(250);
    expect(search.size).toBe(250);
    expect(search.search(more.row(7), { k: 1 }).rows).toEqual(Uint32Array.of(207));
    const all = joined(points, more);
    const whole = await QuantisedSearch.create(kernels, all, { metric: 'euclidean' });
    const asked = { k: 20, candidates: options.candidates };
    expect(search.searchBatch(queries, asked)).toEqual(whole.searchBatch(queries, asked));
    search.dispose();
    whole.dispose();
  });

  test('leaves out removed rows and those that a filter refuses', async () => {
    const search = await QuantisedSearch.create(kernels, points, { clusters: 4 });
    await search.add(pointsOf(10, 40, 5));
    expect(search.remove([0, 3, 3, 205])).toBe(3);
    expect(search.size).toBe(207);
    const asked = { k: 300, candidates: 300, visit: 4 };
    const { rows } = search.search(queries.row(0), asked);
    expect(rows.length).toBe(207);
    expect([0, 3, 205].some((row) => rows.includes(row))).toBe(false);
    const filtered = search.search(queries.row(0), { ...asked, filter: (row) => row % 2 === 1 });
    expect(filtered.rows).toEqual(rows.filter((row) => row % 2 === 1));
    search.dispose();
  });

  test('a search from its state finds the same, removed rows and all', async () => {
    const options = { clusters: 3, bitsPerDimension: 2, metric: 'dot', seed: 8 } as const;
    const search = await QuantisedSearch.create(kernels, points, options);
    await search.add(pointsOf(11, 40, 6));
    search.remove([1, 208]);
    const state = search.state();
    const again = QuantisedSearch.fromState(kernels, state);
    expect(again.state()).toEqual(state);
    expect(again.size).toBe(209);
    // Error bounds are made for all rows that are coded together.
    const nearest = (own: QuantisedSearch) =>
      own.estimateBatch(queries).map(({ rows, distances }) => ({ rows, distances }));
    expect(nearest(again)).toEqual(nearest(search));
    expect(again.search(queries.row(0))).toEqual(again.estimate(queries.row(0)));
    const vectors = joined(points, pointsOf(11, 40, 6));
    const exact = QuantisedSearch.fromState(kernels, state, { vectors });
    expect(exact.search(queries.row(0))).toEqual(search.search(queries.row(0)));
    for (const each of [search, again, exact]) each.dispose();
  });

  test('zero vectors and equal ones have distances, not NaN', async () => {
    const rows = pointsOf(40, 20, 3);
    rows.data.fill(0, 0, 100);
    rows.data.copyWithin(200, 180, 200);
    for (const metric of METRICS) {
      for (const given of [rows, new Matrix(new Float32Array(100).fill(1e-30), 5, 20)]) {
        const search = await QuantisedSearch.create(kernels, given, { metric });
        for (const query of [new Float32Array(20), given.row(0), rows.row(9)]) {
          const { distances, errorBounds } = search.estimate(query, { k: 40 });
          expect(distances.length).toBe(given.rows);
          expect([...distances, ...errorBounds].every(Number.isFinite)).toBe(true);
        }
        search.dispose();
      }
    }
  });

  test('by cosine a zero vector is at distance 1 of everything, by its estimate too', async () => {
    const rows = pointsOf(64, 128, 3);
    rows.data.fill(0, 0, 128);
    const options = { keepVectors: false, bitsPerDimension: 4 } as const;
    const search = await QuantisedSearch.create(kernels, rows, options);
    const zero = new Float32Array(128);
    const [ofZero, ofOther] = [zero, rows.row(9)].map((query) => search.estimate(query, { k: 64 }));
    for (const [i, distance] of ofZero.distances.entries()) {
      expect(Math.abs(distance - 1)).toBeLessThan(ofZero.errorBounds[i] + 1e-6);
    }
    const place = ofOther.rows.indexOf(0);
    expect(Math.abs(ofOther.distances[place] - 1)).toBeLessThan(ofOther.errorBounds[place] + 1e-6);
    search.dispose();
  });

  test('by dot it finds the best where norms differ a hundredfold and all vectors share a direction', async () => {
    const rows = pointsOf(2000, 192, 7);
    const random = randomSource(8);
    for (let i = 0; i < rows.rows; i++) {
      const factor = 100 ** random();
      const row = rows.row(i);
      for (let k = 0; k < row.length; k++) row[k] = factor * (row[k] + 0.9);
    }
    const asked = pointsOf(20, 192, 9);
    for (let k = 0; k < asked.data.length; k++) asked.data[k] += 0.9;
    const exact = new ExactSearch(kernels, rows, 'dot');
    const search = await QuantisedSearch.create(kernels, rows, { metric: 'dot' });
    const expected = exact.nearestBatch(asked, 10);
    let found = 0;
    for (const [q, own] of search.searchBatch(asked, { candidates: 50 }).entries()) {
      found += own.rows.filter((row) => expected[q].rows.includes(row)).length;
    }
    expect(found / 200).toBeGreaterThan(0.95);
    exact.dispose();
    search.dispose();
  });

  test('says what progress it makes, and ends when it is told to', async () => {
    const steps = new Set<string>();
    const search = await QuantisedSearch.create(kernels, points, {
      clusters: 2,
      onProgress: ({ step, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        steps.add(step);
      },
    });
    search.dispose();
    expect([...steps]).toEqual(['centres', 'codes']);
    const aborted = QuantisedSearch.create(kernels, points, {
      clusters: 2,
      signal: AbortSignal.abort(new Error('no more')),
    });
    await expect(aborted).rejects.toThrow('no more');
  });

  test('refuses what it can not do in a line', async () => {
    const create = (options: object, given: Matrix = points) =>
      QuantisedSearch.create(kernels, given, options);
    await expect(create({ bitsPerDimension: 3 })).rejects.toThrow('one of 1, 2, 4');
    await expect(create({ metric: 'manhattan' })).rejects.toThrow('metric must be one of');
    await expect(create({ clusters: 201 })).rejects.toThrow('need as many points');
    await expect(create({ codedDimensions: 40 })).rejects.toThrow('a multiple of 32 up to 128');
    await expect(create({ cluster: 3 })).rejects.toThrow('did you mean clusters?');
    const broken = new Matrix(points.data.slice(), 200, 40);
    broken.data[81] = Number.NaN;
    await expect(create({}, broken)).rejects.toThrow('row 2, column 1 is NaN');
    const search = await create({ keepVectors: false });
    expect(() => search.search(queries.row(0), { candidates: 5 })).toThrow('keeps none');
    expect(() => search.search([1, 2])).toThrow('must have 40 values');
    expect(() => search.search(queries.row(0), { visit: 2 })).toThrow('visit must be');
    expect(() => search.remove([200])).toThrow("row 200 can't be removed");
    await expect(search.add(broken)).rejects.toThrow('row 2 is not');
    const state = search.state();
    const spoiled = (part: object) => () =>
      QuantisedSearch.fromState(kernels, { ...state, ...part });
    expect(spoiled({ codes: state.codes.slice(1) })).toThrow('as many rows');
    expect(spoiled({ clusters: new Uint16Array(200) })).toThrow('as many rows');
    expect(spoiled({ factors: state.factors.map(() => Number.NaN) })).toThrow('must be finite');
    expect(spoiled({ centres: new Float32Array(41) })).toThrow('centres must be rows of 40');
    expect(spoiled({ removed: new Uint8Array(1) })).toThrow('a bit for each of 200 rows');
    search.dispose();
  });
});
