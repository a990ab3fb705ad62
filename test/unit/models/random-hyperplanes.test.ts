import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import golden from '../../fixtures/golden/numpy-random.json' with { type: 'json' };
import { allBackends } from '../../support/backends.ts';
import { gaussianPoints } from '../../support/points.ts';

const backends = allBackends();
const kernels = createKernelsSync({ backend: 'typescript' });
const raw = { normalise: false, centre: false } as const;

/** Projection of a point that is normalised and centred in float64, as far as asked for. */
function projections(
  hasher: RandomHyperplanes,
  point: Float32Array,
  mean: ArrayLike<number> | null,
): number[] {
  const norm = hasher.normalise ? Math.hypot(...point) : 1;
  const x = Array.from(point, (value, d) => value / norm - (mean ? mean[d] : 0));
  return Array.from({ length: hasher.bits }, (_, j) =>
    hasher.hyperplanes.row(j).reduce((sum, value, d) => sum + value * x[d], 0),
  );
}

describe('random hyperplanes are those of numpy', () => {
  const nothing = new Matrix(new Float32Array(512), 1, 512);

  test.each([
    [16, golden.randn_512x16_seed0],
    [32, golden.randn_512x32_seed0],
  ])('randn(512, %d) of seed 0, one a column', (bits, expected) => {
    const { hyperplanes } = new RandomHyperplanes({ kernels, bits }).fitSync(nothing);
    expect([hyperplanes.rows, hyperplanes.cols]).toEqual([bits, 512]);
    const columns = Float32Array.from(
      { length: 512 * bits },
      (_, at) => hyperplanes.row(at % bits)[Math.floor(at / bits)],
    );
    expect(Array.from(columns.subarray(0, bits))).toEqual(expected.first_row.map(Math.fround));
    const digest = createHash('sha256').update(new Uint8Array(columns.buffer)).digest('hex');
    expect(digest).toBe(expected.sha256_float32_le_row_major);
  });

  test('of another seed are others', () => {
    const of = (seed: number) => new RandomHyperplanes({ kernels, bits: 4, seed }).fitSync(nothing);
    const first = of(42).hyperplanes.data;
    expect([0, 1, 2, 3].map((j) => first[j * 512])).toEqual(
      golden.randn_seed42_first8.slice(0, 4).map(Math.fround),
    );
    expect(of(2 ** 32 - 1).hyperplanes.data).not.toEqual(first);
  });
});

describe.each(backends)('encode ($name)', (kernels) => {
  const points = gaussianPoints(120, 20, 1);
  points.data.forEach((value, at) => {
    points.data[at] = value + 0.7 * (at % 3);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('sets a bit iff the projection is >= 0: normalise %s, centre %s', (normalise, centre) => {
    const hasher = new RandomHyperplanes({ kernels, bits: 37, seed: 5, normalise, centre });
    const codes = hasher.fitSync(points).encode(points);
    const mean = centre ? columnMeans(points, normalise) : null;
    expect(hasher.mean === null).toBe(!centre);
    mean?.forEach((value, d) => {
      expect(hasher.mean?.[d]).toBeCloseTo(value, 6);
    });
    for (let i = 0; i < points.rows; i++) {
      projections(hasher, points.row(i), mean).forEach((projection, j) => {
        // No projection of these points lies within rounding of 0.
        expect(Math.abs(projection)).toBeGreaterThan(1e-5);
        if (codes.bit(i, j) !== Number(projection >= 0)) {
          throw new Error(`bit ${j} of row ${i} is ${codes.bit(i, j)} at ${projection}`);
        }
      });
    }
    hasher.dispose();
  });

  test('gives a zero vector all ones where nothing is subtracted, and zeros beyond them', () => {
    for (const normalise of [true, false]) {
      const hasher = new RandomHyperplanes({ kernels, bits: 37, normalise, centre: false });
      const zeros = Matrix.from([
        [0, 0, 0],
        [-0, -0, -0],
      ]);
      const { words } = hasher.fitSync(zeros).encode(zeros);
      expect(words).toEqual(Uint32Array.of(0xffffffff, 31, 0xffffffff, 31));
      hasher.dispose();
    }
  });

  test('hashes a row alone as it hashes it among others', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 20 }).fitSync(points);
    const all = hasher.encode(points);
    for (const row of [0, 1, 57, 119]) {
      expect(hasher.encode(points.selectRows([row])).code(0)).toEqual(all.code(row));
    }
    hasher.dispose();
  });

  test('takes points that lie in a larger array, and leaves them alone', () => {
    const inner = new Matrix(points.data.subarray(20), 119, 20);
    const copy = points.data.slice();
    const hasher = new RandomHyperplanes({ kernels, bits: 20 }).fitSync(inner);
    const codes = hasher.encode(inner);
    expect(points.data).toEqual(copy);
    const other = new RandomHyperplanes({ kernels, bits: 20 });
    const separate = new Matrix(inner.data.slice(), 119, 20);
    expect(other.fitSync(separate).encode(separate)).toEqual(codes);
    hasher.dispose();
    other.dispose();
  });

  test('ignores the length of points that are normalised', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 64 }).fitSync(points);
    const scaled = new Matrix(
      points.data.map((value) => 8 * value),
      points.rows,
      points.cols,
    );
    expect(hasher.encode(scaled)).toEqual(hasher.encode(points));
    hasher.dispose();
  });

  test('of no points gives no codes', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 20 }).fitSync(points);
    expect(hasher.encode(new Matrix(new Float32Array(0), 0, 20)).count).toBe(0);
    hasher.dispose();
  });
});

/** Means of columns in float64, of normalised rows if asked for. */
function columnMeans(points: Matrix, normalise: boolean): number[] {
  const sums = new Array<number>(points.cols).fill(0);
  for (let i = 0; i < points.rows; i++) {
    const norm = normalise ? Math.hypot(...points.row(i)) : 1;
    points.row(i).forEach((value, d) => {
      sums[d] += value / norm;
    });
  }
  return sums.map((sum) => sum / points.rows);
}

describe('random hyperplanes', () => {
  const points = gaussianPoints(30, 6, 2);

  test('give the same codes on every backend', () => {
    const [first, ...others] = backends.map((kernels) => {
      const hasher = new RandomHyperplanes({ kernels, bits: 45, seed: 3 }).fitSync(points);
      const { words } = hasher.encode(points);
      const { data } = hasher.hyperplanes;
      const mean = hasher.mean?.slice();
      hasher.dispose();
      return { words, data, mean };
    });
    for (const other of others) expect(other).toEqual(first);
  });

  test('normalise and centre unless told otherwise, with the seed 0', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 8 });
    expect(hasher).toMatchObject({ normalise: true, centre: true, seed: 0, bits: 8 });
  });

  test('subtract the mean of the points of fit, whatever is encoded later', () => {
    const settings = { kernels, bits: 16, normalise: false };
    const hasher = new RandomHyperplanes(settings).fitSync(
      Matrix.from([
        [1, 2],
        [3, 6],
      ]),
    );
    expect(hasher.mean).toEqual(Float32Array.of(2, 4));
    const centred = new RandomHyperplanes({ ...settings, centre: false }).fitSync(
      Matrix.from([[0, 0]]),
    );
    const later = Matrix.from([
      [5, 1],
      [-3, 9],
    ]);
    const moved = Matrix.from([
      [3, -3],
      [-5, 5],
    ]);
    expect(hasher.encode(later)).toEqual(centred.encode(moved));
  });

  test('differ in a bit with the probability angle / pi', () => {
    const bits = 4096;
    const hasher = new RandomHyperplanes({ kernels, bits, ...raw });
    for (const degrees of [0, 20, 60, 90, 150, 180]) {
      const angle = (degrees / 180) * Math.PI;
      const pair = Matrix.from([
        [1, 0],
        [Math.cos(angle), Math.sin(angle)],
      ]);
      const codes = hasher.fitSync(pair).encode(pair);
      let differences = 0;
      for (let j = 0; j < bits; j++) differences += Number(codes.bit(0, j) !== codes.bit(1, j));
      expect(Math.abs(differences / bits - degrees / 180)).toBeLessThan(0.025);
    }
  });

  test('can be fitted to points of other dimensions', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 8 }).fitSync(points);
    expect(hasher.dimensions).toBe(6);
    hasher.fitSync(gaussianPoints(9, 11, 3));
    expect(hasher.dimensions).toBe(11);
    expect(hasher.mean).toHaveLength(11);
  });
});
