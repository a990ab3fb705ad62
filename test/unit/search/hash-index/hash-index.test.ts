import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import { hammingDistance } from '../../../../src/core/hash-codes.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { ExactSearch } from '../../../../src/search/exact-search.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type {
  HashIndexSearchOptions,
  Id,
  IdFilter,
} from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { emptyIndex, kernels, lsh } from './made.ts';

describe('add', () => {
  test('numbers vectors from 0 on, past every number that was given', () => {
    const index = emptyIndex(3);
    expect(index.add(gaussianPoints(2, 3, 1))).toEqual([0, 1]);
    index.add(gaussianPoints(2, 3, 2), ['a', 10]);
    expect(index.add(gaussianPoints(1, 3, 3))).toEqual([11]);
    index.remove([11]);
    // A number that was in use names no other vector by itself.
    expect(index.add(gaussianPoints(1, 3, 4))).toEqual([12]);
    expect(index.ids()).toEqual([0, 1, 'a', 10, 12]);
    expect(index.size).toBe(5);
  });

  test.each<[string, Matrix, unknown[] | undefined, RegExp]>([
    ['an id that is there', gaussianPoints(2, 3, 1), [5, 1], /the id 1 is in the index already/],
    ['a text that is there', gaussianPoints(1, 3, 1), ['x'], /the id "x" is in the index already/],
    ['an id given twice', gaussianPoints(2, 3, 1), ['y', 'y'], /the id "y" is given twice/],
    ['0 and -0', gaussianPoints(2, 3, 1), [0, -0], /the id 0 is given twice/],
    ['too few ids', gaussianPoints(2, 3, 1), [7], /1 ids for 2 vectors/],
    ['a fraction', gaussianPoints(1, 3, 1), [1.5], /a whole number or a text, not 1.5/],
    ['no id', gaussianPoints(1, 3, 1), [null], /a whole number or a text, not null/],
    ['2^53', gaussianPoints(1, 3, 1), [2 ** 53], /not 9007199254740992: .*as texts/],
    ['a BigInt', gaussianPoints(1, 3, 1), [7n], /not 7n: .* BigInt as texts/],
    ['half a character', gaussianPoints(1, 3, 1), ['\ud800'], /not a broken text/],
    [
      'other dimensions',
      gaussianPoints(1, 4, 1),
      undefined,
      /the 3 dimensions of the index, not 4/,
    ],
    [
      'NaN',
      new Matrix(Float32Array.of(1, Number.NaN, 1), 1, 3),
      undefined,
      /row 0, column 1 is NaN/,
    ],
    ['too long', new Matrix(Float32Array.of(1, 2e19, 1), 1, 3), undefined, /must be shorter than/],
  ])('refuses %s, and adds nothing', (_, vectors, ids, message) => {
    const index = emptyIndex(3);
    index.add(gaussianPoints(2, 3, 5), [1, 'x']);
    expect(() => index.add(vectors, ids as Id[])).toThrow(InvalidArgumentError);
    expect(() => index.add(vectors, ids as Id[])).toThrow(message);
    expect(index.ids()).toEqual([1, 'x']);
    expect(index.add(gaussianPoints(1, 3, 1))).toEqual([2]);
  });

  test('copies the vectors: what the caller writes later does not count', () => {
    const index = emptyIndex(3);
    const points = gaussianPoints(5, 3, 1);
    const query = points.row(2).slice();
    index.add(points);
    points.data.fill(9);
    expect(index.search(query, { k: 1 }).neighbours).toMatchObject([
      { id: 2, distance: expect.closeTo(0, 5) },
    ]);
  });

  test('keeps segments few, however vectors come', () => {
    const index = emptyIndex(3);
    for (let i = 0; i < 500; i++) index.add(gaussianPoints(1, 3, i));
    expect(index.stats.segments).toBeLessThan(10);
    expect(index.size).toBe(500);
  });
});

describe('ids', () => {
  test.each([
    [
      2 ** 53,
      'not 9007199254740992: numbers go from -(2^53 - 1) to 2^53 - 1, give larger ones and BigInt as texts',
    ],
    [
      -(2 ** 53),
      'not -9007199254740992: numbers go from -(2^53 - 1) to 2^53 - 1, give larger ones and BigInt as texts',
    ],
    [5n, 'not 5n: numbers go from -(2^53 - 1) to 2^53 - 1, give larger ones and BigInt as texts'],
  ])('that numbers can not tell apart are refused with what to do: %s', (id, message) => {
    const index = emptyIndex(3);
    const add = () => index.add(gaussianPoints(1, 3, 5), [id as Id]);
    expect(add).toThrow(`an id must be a whole number or a text, ${message}`);
  });
});

describe('vectors as int8', () => {
  /** Gaussian values beside one dimension of a size. */
  const dominated = (size: number) => {
    const made = gaussianPoints(300, 24, 3);
    for (let row = 0; row < made.rows; row++) made.row(row)[5] += size;
    return made;
  };

  test.each([
    [0, 0],
    [10, 0],
    [100, 1],
    [1000, 1],
  ])('that one value of size %i dominates are warned of: %i times', (size, times) => {
    const told: string[] = [];
    const onWarning = (message: string) => told.push(message);
    const index = emptyIndex(24, { keepVectors: 'int8', onWarning });
    for (const seed of [1, 2])
      index.add(
        dominated(size),
        Array.from({ length: 300 }, (_, i) => `${seed} ${i}`),
      );
    expect(told).toHaveLength(times);
    for (const message of told)
      expect(message).toMatch(/^hashplane keeps vectors as int8 that this doesn't suit: .*$/);
  });

  test('are not warned of where rounding loses nothing', () => {
    const told: string[] = [];
    const index = emptyIndex(24, {
      keepVectors: 'int8',
      onWarning: (message) => told.push(message),
    });
    index.add(
      Array.from({ length: 24 }, (_, i) => Array.from({ length: 24 }, (_, j) => (i === j ? 9 : 0))),
    );
    expect(told).toEqual([]);
  });
});

describe('remove', () => {
  test('passes unknown ids over, and tells 1 from "1"', () => {
    const index = emptyIndex(3);
    index.add(gaussianPoints(3, 3, 1), [1, '1', 2]);
    expect(index.remove(['1', 7, '1', 'x'])).toBe(1);
    expect(index.ids()).toEqual([1, 2]);
    expect(index.has('1')).toBe(false);
  });

  test('frees the memory of what was removed in time', () => {
    const index = emptyIndex(8);
    const ids = index.add(gaussianPoints(1000, 8, 1));
    const full = index.stats.bytes.vectors;
    expect(index.remove(ids.slice(0, 400))).toBe(400);
    expect(index.stats).toMatchObject({ size: 600, removed: 400 });
    index.remove(ids.slice(400, 600));
    expect(index.stats).toMatchObject({ size: 400, removed: 0 });
    expect(index.stats.bytes.vectors).toBe(0.4 * full);
    index.remove(ids);
    expect(index.stats).toMatchObject({ size: 0, segments: 0 });
    expect(index.memoryBytes).toBe(0);
  });

  test('and an id added again is the new vector', () => {
    const index = emptyIndex(2);
    index.add(
      Matrix.from([
        [1, 0],
        [0, 1],
        [-1, 0],
      ]),
      ['a', 'b', 'c'],
    );
    index.remove(['a']);
    index.add(Matrix.from([[0, -1]]), ['a']);
    const { neighbours } = index.search(Float32Array.of(0, -1), { candidates: 'all', k: 1 });
    expect(neighbours).toMatchObject([{ id: 'a', distance: 0 }]);
    expect(index.ids()).toEqual(['b', 'c', 'a']);
  });
});

describe('search', () => {
  const points = gaussianPoints(400, 12, 3);
  const query = gaussianPoints(1, 12, 4).row(0);

  test.each(['cosine', 'dot', 'euclidean'] as const)(
    'ranks by %s as exact search does',
    (metric) => {
      const index = emptyIndex(12, { metric });
      index.add(points);
      const exact = new ExactSearch(kernels, points, metric).nearest(query, 10);
      const result = index.search(query, { candidates: 'all' });
      expect(result).toMatchObject({
        metric,
        direction: 'smaller is nearer',
        candidates: 400,
        probes: 0,
      });
      expect(result.neighbours).toMatchObject(
        Array.from(exact.rows, (id, i) => ({ id, distance: exact.distances[i] })),
      );
    },
  );

  test.each<[object, RegExp]>([
    [{ k: 0 }, /k must be a whole number/],
    [{ candidates: 0 }, /candidates must be a whole number/],
    [{ candidates: 'some' }, /candidates must be a number or 'all', not "some"/],
    [{ radius: 17 }, /radius must be a whole number from 0 to 16/],
    [{ probes: 0 }, /probes must be a whole number/],
    [{ radius: 1, probes: 2 }, /give candidates, radius or probes, not radius and probes/],
    [{ filter: [1] }, /filter must be a function of the id, or a bitmap/],
  ])('refuses %j', (options, message) => {
    const index = emptyIndex(12);
    index.add(points);
    expect(() => index.search(query, options)).toThrow(message);
  });

  test('takes any true answer of a filter, and any bytes as a bitmap', () => {
    const index = emptyIndex(12);
    index.add(points.slice(0, 8));
    const idsBy = (filter: IdFilter) => {
      const { neighbours } = index.search(query, { candidates: 'all', filter });
      return neighbours.map(({ id }) => id).sort();
    };
    const chosen = new Map<Id, string>([
      [1, 'yes'],
      [2, ''],
      [6, 'yes'],
    ]);
    expect(idsBy((id) => chosen.get(id))).toEqual([1, 6]);
    expect(idsBy((id) => Number(id) & 4)).toEqual([4, 5, 6, 7]);
    const bits = Uint8Array.of(0b01000010);
    for (const bitmap of [bits, bits.buffer, Int8Array.from(bits), new DataView(bits.buffer)]) {
      expect(idsBy(bitmap)).toEqual([1, 6]);
    }
    expect(() => idsBy(Uint32Array.of(1, 6))).toThrow('a bitmap must be whole numbers of 8 bits');
    expect(() => idsBy(new Set([1]) as never)).toThrow('for a Set give (id) => set.has(id)');
  });

  test.each<HashIndexSearchOptions>([
    {},
    { candidates: 'all' },
    { candidates: 3 },
    { radius: 16 },
    { probes: 5000 },
  ])('refuses a filter that answers later: %j', (rule) => {
    const index = emptyIndex(12);
    index.add(points);
    const filter = async () => true;
    expect(() => index.search(query, { ...rule, filter })).toThrow(
      'filter must answer at once, but returned a promise',
    );
  });

  test('takes queries in arrays of any type: one vector, or rows', () => {
    const index = emptyIndex(12);
    index.add(
      [...points.data].flatMap((_, at, all) => (at % 12 === 0 ? [all.slice(at, at + 12)] : [])),
    );
    const one = index.search(query, { k: 3 });
    for (const given of [[...query], Float64Array.from(query)]) {
      expect(index.search(given, { k: 3 })).toEqual(one);
    }
    expect(index.search([[...query], Float64Array.from(query)], { k: 3 })).toEqual([one, one]);
  });

  test('refuses a bitmap where an id is a text', () => {
    const index = emptyIndex(12);
    index.add(points.slice(0, 2), [1, 'one']);
    expect(() => index.search(query, { filter: Uint8Array.of(255) })).toThrow(
      /a bitmap can't tell texts apart, but an id is "one"/,
    );
  });

  test('of an empty index finds nothing, by any rule', () => {
    const index = emptyIndex(12);
    for (const rule of [{}, { candidates: 'all' as const }, { radius: 2 }, { probes: 3 }]) {
      expect(index.search(query, rule)).toMatchObject({ neighbours: [], candidates: 0 });
    }
  });

  test('finds those that a filter lets pass, however few', () => {
    const index = emptyIndex(12);
    index.add(points);
    let asked = 0;
    const filter = (id: Id) => {
      asked++;
      return id === 77 || id === 333;
    };
    const { neighbours } = index.search(query, { candidates: 5, filter });
    expect(neighbours.map(({ id }) => id).sort()).toEqual([333, 77]);
    expect(asked).toBe(400);
  });

  test('after dispose is refused', () => {
    const index = emptyIndex(12);
    index.add(points);
    index.dispose();
    expect(() => index.search(query)).toThrow(DisposedError);
    expect(() => index.add(points)).toThrow(DisposedError);
  });
});

describe('without vectors', () => {
  test('results are ranked by |p_j| summed over the bits that differ', () => {
    const hasher = [lsh(40, 6, 1), lsh(9, 6, 2)];
    const index = HashIndex.create({ kernels, hasher, keepVectors: false });
    const points = gaussianPoints(80, 6, 1);
    const query = gaussianPoints(1, 6, 2);
    index.add(points);
    const expected = new Float64Array(80);
    for (const own of hasher) {
      const codes = own.encode(points);
      const code = own.encode(query);
      const values = own.projections(query).row(0);
      for (let row = 0; row < 80; row++) {
        for (let j = 0; j < own.bits; j++) {
          if (codes.bit(row, j) !== code.bit(0, j)) expected[row] += Math.abs(values[j]!);
        }
      }
    }
    const { neighbours, metric } = index.search(query.row(0), { candidates: 'all', k: 80 });
    expect(metric).toBe('asymmetric');
    expect(neighbours.length).toBe(80);
    for (const { id, distance } of neighbours) {
      expect(distance).toBeCloseTo(expected[Number(id)]!, 9);
    }
    const distances = neighbours.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(() => index.rehash(hasher)).toThrow(/without vectors can't be rehashed/);
  });
});

describe('int8 vectors', () => {
  test('are off by 1/254 of the largest value at most, and take a quarter of the memory', () => {
    const points = gaussianPoints(300, 64, 5);
    const exact = emptyIndex(64, { metric: 'euclidean' });
    const small = emptyIndex(64, { metric: 'euclidean', keepVectors: 'int8' });
    exact.add(points);
    small.add(points);
    expect(small.stats.bytes.vectors).toBe(300 * 64 + 300 * 4);
    for (let row = 0; row < 20; row++) {
      const largest = Math.max(...points.row(row).map(Math.abs));
      const { neighbours } = small.search(points.row(row), { candidates: 'all', k: 1 });
      expect(neighbours[0]!.id).toBe(row);
      expect(neighbours[0]!.distance).toBeLessThan(64 * (largest / 254) ** 2);
    }
  });

  test('of zeros and of the smallest values stay near', () => {
    const index = emptyIndex(3, { metric: 'euclidean', keepVectors: 'int8' });
    index.add(new Matrix(Float32Array.of(0, 0, 0, 1e-45, 0, -1e-45), 2, 3));
    const { neighbours } = index.search(Float32Array.of(0, 0, 0), { candidates: 'all' });
    expect(neighbours).toMatchObject([
      { id: 0, distance: 0 },
      { id: 1, distance: 0 },
    ]);
  });
});

describe('several tables', () => {
  test('add their Hamming distances to choose candidates', () => {
    const hasher = [lsh(20, 6, 1), lsh(33, 6, 2)];
    const index = HashIndex.create({ kernels, hasher });
    const points = gaussianPoints(100, 6, 1);
    const query = gaussianPoints(1, 6, 2);
    index.add(points);
    const totals = Array.from({ length: 100 }, (_, row) => {
      const each = hasher.map((own) =>
        hammingDistance(own.encode(points).code(row), own.encode(query).code(0)),
      );
      return { row, distance: each[0]! + each[1]! };
    });
    totals.sort((a, b) => a.distance - b.distance || a.row - b.row);
    const { neighbours } = index.search(query.row(0), { candidates: 12, k: 12 });
    const found = neighbours.map(({ id }) => id as number).sort((a, b) => a - b);
    const expected = totals.slice(0, 12).map(({ row }) => row);
    expect(found).toEqual(expected.sort((a, b) => a - b));
  });

  test.each<[string, () => HashIndex, RegExp]>([
    ['none', () => HashIndex.create({ kernels, hasher: [] }), /an index needs a hasher/],
    [
      'other dimensions',
      () => HashIndex.create({ kernels, hasher: [lsh(8, 3), lsh(8, 4)] }),
      /table 1 has 4 and that of table 0 3/,
    ],
    [
      'too many bits',
      () => HashIndex.create({ kernels, hasher: [lsh(4000, 3), lsh(97, 3)] }),
      /must take 4096 bits at most, in words of 32, not 4128/,
    ],
    [
      'a hasher that is not fitted',
      () => HashIndex.create({ kernels, hasher: new RandomHyperplanes({ kernels, bits: 4 }) }),
      /call fit/,
    ],
    ['a metric', () => emptyIndex(3, { metric: 'manhattan' as never }), /metric must be one of/],
    [
      'a form',
      () => emptyIndex(3, { keepVectors: true as never }),
      /float32, int8 or false, not true/,
    ],
  ])('are refused with %s', (_, create, message) => {
    expect(create).toThrow(message);
  });
});

test('rehash changes the codes and keeps ids, vectors and exact results', () => {
  const index = emptyIndex(6);
  const points = gaussianPoints(50, 6, 1);
  const query = gaussianPoints(1, 6, 2).row(0);
  index.add(points.slice(0, 30));
  index.remove([3]);
  index.add(points.slice(30));
  const before = index.search(query, { candidates: 'all', k: 50 });
  index.rehash([lsh(48, 6, 9), lsh(8, 6, 10)]);
  expect(index.stats).toMatchObject({ tables: 2, bits: [48, 8], size: 49 });
  expect(index.search(query, { candidates: 'all', k: 50 })).toEqual(before);
  expect(() => index.rehash(lsh(8, 5))).toThrow(
    /the hasher has 5 dimensions where the index has 6/,
  );
  expect(index.stats.tables).toBe(2);
});

test('buckets hold every id once, the fullest first', () => {
  const index = emptyIndex(6, { hasher: [lsh(3, 6, 1), lsh(60, 6, 2)] });
  const points = gaussianPoints(50, 6, 1);
  index.add(points);
  index.remove([7, 8]);
  for (const table of [0, 1]) {
    const buckets = index.buckets(table);
    const codes = lsh(table === 0 ? 3 : 60, 6, table + 1).encode(points);
    for (const { index: code, ids } of buckets) {
      for (const id of ids) expect(codes.bucketIndex(id as number)).toBe(code);
    }
    const sizes = buckets.map(({ ids }) => ids.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(buckets.flatMap(({ ids }) => ids).sort()).toEqual(index.ids().sort());
  }
  expect(() => index.buckets(2)).toThrow(/table must be a whole number from 0 to 1/);
});
