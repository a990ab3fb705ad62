import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { drawRotation, rotationSize } from '../../../src/core/rotation.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { rotationKernels } from '../../../src/kernels/rotation/kernels.ts';
import { describeHasher } from '../../../src/models/describe-hasher.ts';
import { FittedHasher, loadHasher } from '../../../src/models/fitted-hasher.ts';
import { rotationInitialiser } from '../../../src/models/initialisers/random-rotation.ts';
import { RandomRotations } from '../../../src/models/random-rotations.ts';
import golden from '../../fixtures/golden/rotations.json' with { type: 'json' };
import { allBackends } from '../../support/backends.ts';
import { gaussianPoints } from '../../support/points.ts';

const backends = allBackends();
const [kernels] = backends;

describe('the size of a rotation', () => {
  test.each([
    [1, 64],
    [64, 64],
    [65, 96],
    [96, 96],
    [97, 128],
    [128, 128],
    [129, 192],
    [384, 384],
    [385, 512],
    [768, 768],
    [769, 1024],
    [1025, 1536],
    [4096, 4096],
  ])('of %d values is %d', (dimensions, size) => {
    expect(rotationSize(dimensions)).toBe(size);
  });
});

describe.each(backends)('rotations ($name)', (kernels) => {
  test.each(golden)('$dimensions -> $outputs are those of numpy, bit for bit', (expected) => {
    const { dimensions, outputs, points, rotated } = expected;
    const model = drawRotation(new RandomState(5), dimensions, outputs);
    const projector = rotationKernels(kernels).createRotation(model, null);
    const out = new Float32Array(rotated.length);
    projector.project(Float32Array.from(points), rotated.length / outputs, out);
    expect(out).toEqual(Float32Array.from(rotated));
  });

  test.each([64, 100, 192, 256, 384, 512])('of %d values have orthonormal rows', (dimensions) => {
    const size = rotationSize(dimensions);
    const hasher = new RandomRotations({ kernels, bits: Math.min(dimensions, 40), seed: 2 });
    // Of all values of a rotation, so that nothing is cut off.
    const { hyperplanes } = hasher.fitSync(gaussianPoints(2, size, 1));
    for (let i = 0; i < hyperplanes.rows; i++) {
      for (let j = 0; j <= i; j++) {
        const other = hyperplanes.row(j);
        const product = hyperplanes.row(i).reduce((sum, value, k) => sum + value * other[k], 0);
        expect(Math.abs(product - Number(i === j))).toBeLessThan(2e-6);
      }
    }
  });
});

describe.each(backends)('RandomRotations ($name)', (kernels) => {
  const points = gaussianPoints(50, 100, 1);
  points.data.forEach((value, at) => {
    points.data[at] = value + 0.7 * (at % 3);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('sets a bit iff the projection of the prepared point is >= 0: %s, %s', (normalise, centre) => {
    const hasher = new RandomRotations({ kernels, bits: 150, seed: 5, normalise, centre });
    const codes = hasher.fitSync(points).encode(points);
    const projections = hasher.projections(points);
    expect(hasher.mean === null).toBe(!centre);
    for (let i = 0; i < points.rows; i++) {
      const norm = normalise ? Math.hypot(...points.row(i)) : 1;
      const prepared = Array.from(points.row(i), (x, k) => x / norm - (hasher.mean?.[k] ?? 0));
      for (let j = 0; j < hasher.bits; j++) {
        const plane = hasher.hyperplanes.row(j);
        const expected = prepared.reduce((sum, x, k) => sum + x * plane[k], 0);
        const found = projections.row(i)[j];
        expect(Math.abs(found - expected)).toBeLessThan(normalise ? 1e-6 : 2e-5);
        if (codes.bit(i, j) !== Number(found >= 0)) throw new Error(`bit ${j} of row ${i}`);
      }
    }
  });

  test('hashes points of any scale alike where it normalises', () => {
    const hasher = new RandomRotations({ kernels, bits: 128 }).fitSync(points);
    const expected = hasher.encode(points);
    for (const scale of [2 ** -120, 2 ** -40, 2 ** -20, 2 ** 31, 2 ** 80, 2 ** 120]) {
      const scaled = points.data.map((value) => value * scale);
      expect(hasher.encode(new Matrix(scaled, points.rows, points.cols))).toEqual(expected);
    }
  });

  test('keeps a row of zeros, as normalising does', () => {
    const hasher = new RandomRotations({ kernels, bits: 64 }).fitSync(points);
    const projections = hasher.projections(new Matrix(new Float32Array(100), 1, 100)).row(0);
    for (let j = 0; j < hasher.bits; j++) {
      const plane = hasher.hyperplanes.row(j);
      const expected = plane.reduce((sum, w, k) => sum - w * (hasher.mean as Float32Array)[k], 0);
      expect(projections[j]).toBeCloseTo(expected, 5);
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d and says where it is',
    (value) => {
      const hasher = new RandomRotations({ kernels, bits: 64 }).fitSync(points);
      const spoilt = new Matrix(points.data.slice(), points.rows, points.cols);
      spoilt.row(17)[99] = value;
      const place = /row 17.*column 99|17.*99/;
      expect(() => hasher.encode(spoilt)).toThrow(InvalidArgumentError);
      expect(() => hasher.encode(spoilt)).toThrow(place);
      expect(() => hasher.projections(spoilt)).toThrow(place);
    },
  );

  test('gives its codes again when it is saved and loaded', () => {
    for (const options of [{}, { centre: false }, { normalise: false }]) {
      const hasher = new RandomRotations({ kernels, bits: 200, ...options }).fitSync(points);
      const bytes = hasher.save();
      const loaded = loadHasher(kernels, bytes);
      expect(loaded.encode(points)).toEqual(hasher.encode(points));
      expect(loaded.projections(points)).toEqual(hasher.projections(points));
      expect(loaded.save()).toEqual(bytes);
      expect(describeHasher(bytes)).toMatchObject({
        method: 'rotation',
        rotation: true,
        bits: 200,
        dimensions: 100,
        version: 2,
      });
    }
  });
});

describe('RandomRotations', () => {
  const points = gaussianPoints(30, 70, 1);

  test('is fitted by batches as at once', async () => {
    const once = new RandomRotations({ kernels, bits: 40 }).fitSync(points);
    const batches = [points.slice(0, 7), points.slice(7, 30)];
    const hasher = await new RandomRotations({ kernels, bits: 40 }).fitBatches(batches);
    expect(hasher.mean).toEqual(once.mean);
    expect(hasher.rotation).toEqual(once.rotation);
    expect(hasher.description).toEqual(once.description);
  });

  test('adds bits to those of fewer where the seed is the same', () => {
    const few = new RandomRotations({ kernels, bits: 32 }).fitSync(points).encode(points);
    const many = new RandomRotations({ kernels, bits: 300 }).fitSync(points).encode(points);
    for (let i = 0; i < points.rows; i++) expect(many.code(i)[0]).toBe(few.code(i)[0]);
  });

  test('must be fitted before it is used, and after its disposal', () => {
    const hasher = new RandomRotations({ kernels, bits: 8 });
    expect(() => hasher.encode(points)).toThrow(/call fit/);
    expect(() => hasher.hyperplanes).toThrow(/call fit/);
    hasher.fitSync(points).dispose();
    expect(() => hasher.encode(points)).toThrow(/call fit/);
    expect(() => hasher.save()).toThrow(/call fit/);
  });

  test('a fit that fails leaves the hasher as it was', () => {
    const hasher = new RandomRotations({ kernels, bits: 8 }).fitSync(points);
    const before = hasher.encode(points);
    const spoilt = new Matrix(Float32Array.of(Number.NaN), 1, 1);
    expect(() => hasher.fitSync(spoilt)).toThrow(InvalidArgumentError);
    expect(hasher.encode(points)).toEqual(before);
  });

  test('gives its hyperplanes to graph regularised hashing', async () => {
    const random = new RandomState(3);
    const context = { random, labels: null };
    const model = await rotationInitialiser().fit(kernels, points, 20, context);
    const hasher = new RandomRotations({ kernels, bits: 20, seed: 3 }).fitSync(points);
    expect(model.hyperplanes).toEqual(hasher.hyperplanes);
  });

  test('a model must fit its bits, and have no offsets', () => {
    const { rotation, mean } = new RandomRotations({ kernels, bits: 8 }).fitSync(points);
    const nothing = new Matrix(new Float32Array(0), 0, 70);
    const model = { bits: 8, hyperplanes: nothing, rotation, mean, normalise: true };
    const fitted = { ...model, featureMap: null, offsets: null };
    expect(() => new FittedHasher(kernels, fitted)).not.toThrow();
    for (const wrong of [
      { ...fitted, bits: 9 },
      { ...fitted, offsets: new Float32Array(8) },
      { ...fitted, mean: new Float32Array(3) },
      { ...fitted, rotation: { ...rotation, signs: new Uint8Array(3) } as typeof rotation },
    ]) {
      expect(() => new FittedHasher(createKernelsSync(), wrong)).toThrow(InvalidArgumentError);
    }
  });
});
