import { Matrix as DenseMatrix, EigenvalueDecomposition, inverse } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { InitialisedHashing } from '../../../src/models/initialised-hashing.ts';
import { canonicalDirections } from '../../../src/models/initialisers/canonical-directions.ts';
import { itqInitialiser } from '../../../src/models/initialisers/itq.ts';
import { itqCcaInitialiser } from '../../../src/models/initialisers/itq-cca.ts';
import { lshInitialiser } from '../../../src/models/initialisers/lsh.ts';
import { pcaInitialiser } from '../../../src/models/initialisers/pca.ts';
import {
  centred,
  gramMatrix,
  principalDirections,
} from '../../../src/models/initialisers/principal-directions.ts';
import { quantisingRotation } from '../../../src/models/initialisers/rotation.ts';
import { sklshInitialiser } from '../../../src/models/initialisers/sklsh.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { gaussianClasses, gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const { points, labels } = gaussianClasses({
  rows: 200,
  classes: 3,
  dimensions: 6,
  distance: 4,
  seed: 1,
});
// Directions of different variance.
for (let i = 0; i < points.data.length; i++) points.data[i] *= 1 + (i % 6);
const about = centred(kernels, points).points;

function context(seed = 0) {
  return { random: new RandomState(seed), labels, signal: undefined };
}

describe('principal directions', () => {
  test('are at right angles and of falling variance, as large as the eigenvalues', async () => {
    const directions = await principalDirections(kernels, about, 6);
    const gram = await gramMatrix(kernels, about);
    const dense = DenseMatrix.from1DArray(6, 6, [...gram]);
    const values = new EigenvalueDecomposition(dense).realEigenvalues.sort((a, b) => b - a);
    for (let j = 0; j < 6; j++) {
      for (let k = 0; k < 6; k++) {
        const product = directions.row(j).reduce((s, v, d) => s + v * directions.row(k)[d], 0);
        expect(product).toBeCloseTo(j === k ? 1 : 0, 5);
      }
      const column = DenseMatrix.columnVector([...directions.row(j)]);
      const variance = column.transpose().mmul(dense).mmul(column).get(0, 0);
      expect(variance / values[j]).toBeCloseTo(1, 5);
    }
  });
});

describe('quantisingRotation', () => {
  test('is orthogonal, and its objective never grows', async () => {
    for (const bits of [6, 9]) {
      const rotation = await quantisingRotation(kernels, about, bits, 30, context());
      const r = DenseMatrix.from1DArray(bits, bits, [...rotation.matrix]);
      const product = r.transpose().mmul(r);
      expect(product.sub(DenseMatrix.eye(bits)).norm()).toBeLessThan(1e-12);
      expect(rotation.objective).toHaveLength(31);
      rotation.objective.forEach((value, i) => {
        if (i > 0) expect(value).toBeLessThanOrEqual(rotation.objective[i - 1] * (1 + 1e-6));
      });
      expect(rotation.objective[30]).toBeLessThan(rotation.objective[0]);
    }
  });

  test('finds the rotation of points that are corners of a turned cube', async () => {
    const corners = Array.from({ length: 64 }, (_, i) =>
      [0, 1, 2].map((k) => ((i >> k) & 1) * 2 - 1),
    );
    const [c, s] = [Math.cos(0.5), Math.sin(0.5)];
    const turned = Matrix.from(corners.map(([x, y, z]) => [c * x - s * y, s * x + c * y, z]));
    const { objective } = await quantisingRotation(kernels, turned, 3, 50, context(3));
    expect(objective.at(-1)).toBeLessThan(1e-3);
  });
});

test('canonical directions are the eigenvectors of the textbook problem, times correlations', async () => {
  const [d, classes] = [6, 3];
  const y = Matrix.from(Array.from(labels, (l) => [0, 1, 2].map((c) => Number(l === c))));
  const targets = centred(kernels, y).points;
  const both = Matrix.from(Array.from(labels, (_, i) => [...about.row(i), ...targets.row(i)]));
  const gram = (await gramMatrix(kernels, both)).map((value) => value / 199);
  const found = await canonicalDirections(kernels, { data: gram, size: 9 }, d, 5, 1e-4);
  expect(found.rows).toBe(classes);
  const all = DenseMatrix.from1DArray(9, 9, [...gram]);
  const xx = all.subMatrix(0, 5, 0, 5).add(DenseMatrix.eye(6).mul(1e-4));
  const yy = all.subMatrix(6, 8, 6, 8).add(DenseMatrix.eye(3).mul(1e-4));
  const xy = all.subMatrix(0, 5, 6, 8);
  const problem = inverse(xx).mmul(xy).mmul(inverse(yy)).mmul(xy.transpose());
  for (let j = 0; j < 2; j++) {
    const w = DenseMatrix.columnVector([...found.data.subarray(j * d, (j + 1) * d)]);
    // Problem w = r^2 w, and w C_xx w = r^2, since directions are scaled by r.
    const squared = w.transpose().mmul(xx).mmul(w).get(0, 0);
    const image = problem.mmul(w);
    expect(squared).toBeGreaterThan(0.1);
    expect(squared).toBeLessThan(1);
    expect(image.sub(w.clone().mul(squared)).norm() / w.norm()).toBeLessThan(1e-4);
  }
});

describe('InitialisedHashing', () => {
  const initialisers = [
    lshInitialiser(),
    pcaInitialiser(),
    itqInitialiser({ iterations: 10 }),
    itqCcaInitialiser({ iterations: 10 }),
    sklshInitialiser(),
  ];

  test.each(initialisers)(
    'hashes by $name to codes of any length, by seed',
    async (initialiser) => {
      // More bits than dimensions and than classes, too.
      for (const bits of [2, 17]) {
        const train = (seed: number) =>
          new InitialisedHashing({ kernels, bits, initialiser, seed }).fit(points, labels);
        const hasher = await train(1);
        const codes = hasher.encode(points);
        expect([codes.count, codes.bits]).toEqual([200, bits]);
        expect((await train(1)).encode(points)).toEqual(codes);
        expect(hasher.description).toMatchObject({
          method: initialiser.name,
          training: { points: 200 },
        });
        // Thresholds of sklsh are drawn, and may leave a bit without two sides.
        if (initialiser.name === 'sklsh') continue;
        for (let bit = 0; bit < bits; bit++) {
          const values = new Set(
            Array.from({ length: 200 }, (_, i) => (codes.code(i)[0] >>> bit) & 1),
          );
          expect(values.size).toBe(2);
        }
      }
    },
  );

  test('by lsh is RandomHyperplanes', async () => {
    const hasher = new InitialisedHashing({
      kernels,
      bits: 9,
      initialiser: lshInitialiser(),
      seed: 4,
    });
    await hasher.fit(points);
    const plain = new RandomHyperplanes({ kernels, bits: 9, seed: 4 }).fitSync(points);
    expect(hasher.hyperplanes).toEqual(plain.hyperplanes);
    expect(hasher.encode(points)).toEqual(plain.encode(points));
  });

  test('by itq-cca separates classes that by pca it does not', async () => {
    // Classes differ along a direction of small variance.
    const data = gaussianPoints(300, 4, 8);
    const classes = Int32Array.from({ length: 300 }, (_, i) => i % 2);
    for (let i = 0; i < 300; i++) {
      data.row(i)[3] = data.row(i)[3] * 0.1 + classes[i] * 0.5;
      for (let k = 0; k < 3; k++) data.row(i)[k] *= 5;
    }
    const agreement = async (initialiser = itqCcaInitialiser()) => {
      const hasher = new InitialisedHashing({ kernels, bits: 1, initialiser, normalise: false });
      const codes = (await hasher.fit(data, classes)).encode(data);
      let same = 0;
      for (let i = 0; i < 300; i++) if (codes.code(i)[0] === classes[i]) same++;
      return Math.max(same, 300 - same) / 300;
    };
    expect(await agreement()).toBeGreaterThan(0.95);
    expect(await agreement(pcaInitialiser())).toBeLessThan(0.7);
  });

  test('by sklsh differs in about as many bits as the kernel says', async () => {
    const hasher = new InitialisedHashing({
      kernels,
      bits: 4096,
      initialiser: sklshInitialiser({ width: 8 }),
      normalise: false,
      centre: false,
    });
    await hasher.fit(points);
    const pair = Matrix.from([
      [0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0],
    ]);
    const codes = hasher.encode(pair);
    let differing = 0;
    for (let bit = 0; bit < 4096; bit++) {
      const word = codes.code(0)[bit >>> 5] ^ codes.code(1)[bit >>> 5];
      differing += (word >>> (bit & 31)) & 1;
    }
    // Raginsky & Lazebnik, equation (2): 8/pi^2 sum_m (1 - K(m x - m y)) / (4 m^2 - 1).
    let expected = 0;
    for (let m = 1; m < 50; m++) {
      expected += ((8 / Math.PI ** 2) * (1 - Math.exp((-2 * m * m) / 8))) / (4 * m * m - 1);
    }
    expect(Math.abs(differing / 4096 - expected)).toBeLessThan(0.025);
  });

  test('refuses points without the labels that itq-cca needs, and is not fitted then', async () => {
    const hasher = new InitialisedHashing({ kernels, bits: 2, initialiser: itqCcaInitialiser() });
    await expect(hasher.fit(points)).rejects.toThrow(InvalidArgumentError);
    await expect(hasher.fit(points)).rejects.toThrow(/^itq-cca learns from labels/);
    await expect(hasher.fit(points, new Int32Array(200))).rejects.toThrow(/two classes/);
    await expect(hasher.fit(points, new Int32Array(3))).rejects.toThrow(/as many labels, not 3/);
    expect(() => hasher.encode(points)).toThrow(/call fit/);
  });
});
