import { describe, expect, test } from 'vitest';
import { naiveNearestCodes, popcount } from '../../../src/bench/naive/hamming.ts';
import { naiveProbe, naiveTable } from '../../../src/bench/naive/probe.ts';
import { naiveEncode } from '../../../src/bench/naive/projection.ts';
import { naiveRerank } from '../../../src/bench/naive/rerank.ts';
import { naiveSvm } from '../../../src/bench/naive/svm.ts';
import { nearestByCosine } from '../../../src/bench/oracles/cosine.ts';
import { nearestOracle, withinOracle } from '../../../src/bench/oracles/hamming.ts';
import { projectionOracle, wrongBits } from '../../../src/bench/oracles/projection.ts';
import { dualObjective, primalObjective } from '../../../src/bench/oracles/svm.ts';
import { fastRandom, randomMatrix, randomWords } from '../../../src/bench/random-data.ts';
import { hammingDistance } from '../../../src/core/hash-codes.ts';
import { Matrix } from '../../../src/core/matrix.ts';

describe('the projection oracle', () => {
  const points = randomMatrix(70, 37, 1);

  test.each([1, 5, 16, 32, 33, 64])('agrees with the naive form at %i bits', (bits) => {
    const hyperplanes = randomMatrix(bits, 37, 2);
    const expected = projectionOracle(points, hyperplanes);
    const found = new Uint32Array(expected.length);
    naiveEncode(points.data, 70, 37, hyperplanes.data, bits, found);
    expect(wrongBits(points, hyperplanes, expected, found)).toBe(0);
    expect(new Set(expected).size).toBeGreaterThan(1);
  });

  test.each([0, 17, 31, 36])('finds one flipped bit: %i', (bit) => {
    const hyperplanes = randomMatrix(37, 37, 2);
    const expected = projectionOracle(points, hyperplanes);
    const found = expected.slice();
    found[2 * 12 + (bit >>> 5)] ^= 1 << (bit & 31);
    expect(wrongBits(points, hyperplanes, expected, found)).toBe(1);
  });

  test('lets pass what lies within the rounding of float32, but no padding bit', () => {
    const zero = new Matrix(new Float32Array(8), 1, 8);
    const hyperplanes = randomMatrix(4, 8, 3);
    const expected = projectionOracle(zero, hyperplanes);
    expect(expected).toEqual(Uint32Array.of(0b1111));
    expect(wrongBits(zero, hyperplanes, expected, Uint32Array.of(0b0110))).toBe(0);
    expect(wrongBits(zero, hyperplanes, expected, Uint32Array.of(0b11111))).toBe(1);
  });
});

describe('the Hamming oracle', () => {
  test.each([16, 32, 64, 256])('agrees with the naive form at %i bits, ties included', (bits) => {
    const words = randomWords(3000, bits, 4);
    const query = randomWords(1, bits, 5);
    const perCode = query.length;
    const { positions, distances } = nearestOracle(words, perCode, query, 100);
    const naive = naiveNearestCodes(words, 3000, perCode, query, 100);
    expect(Array.from(positions)).toEqual(naive.map(({ position }) => position));
    expect(Array.from(distances)).toEqual(naive.map(({ distance }) => distance));
    expect(new Set(distances).size).toBeLessThan(100);
  });

  test('counts bits as hammingDistance does', () => {
    for (const word of [0, 1, 0x80000000, 0xffffffff, 0x12345678]) {
      const distance = hammingDistance(Uint32Array.of(word), Uint32Array.of(0));
      expect(popcount(word)).toBe(distance);
      expect(nearestOracle(Uint32Array.of(word), 1, Uint32Array.of(0), 1).distances[0]).toBe(
        distance,
      );
    }
  });

  test('and the naive probe find the same codes within a radius', () => {
    const words = randomWords(20_000, 16, 6);
    const [query] = randomWords(1, 16, 7);
    const rings = withinOracle(words, query, 3);
    const found = naiveProbe(naiveTable(words), query, 16, 3).sort((a, b) => a - b);
    expect(rings.flat().sort((a, b) => a - b)).toEqual(found);
    expect(rings.every((ring) => ring.length > 0)).toBe(true);
  });
});

test('the cosine oracle agrees with the naive form', () => {
  const points = randomMatrix(500, 33, 8);
  const random = fastRandom(9);
  const ids = Uint32Array.from({ length: 60 }, () => random() % 500).sort();
  const distinct = Uint32Array.from(new Set(ids));
  const query = points.row(3);
  expect(nearestByCosine(points, query, distinct, 10)).toEqual(
    naiveRerank(points.data, 33, query, distinct, 10),
  );
});

describe('the SVM oracle', () => {
  const points = randomMatrix(60, 12, 10);
  const random = fastRandom(11);
  const signs = Int8Array.from({ length: 60 * 3 }, () => (random() & 1024 ? 1 : -1));
  const problem = { points, bits: 3, signs, cost: 1 };
  const order = () => Uint32Array.from({ length: 60 }, (_, i) => i);

  test('bounds the objective of any hyperplane from below, whatever the dual', () => {
    const solved = new Matrix(naiveSvm(points.data, 60, 12, signs, 3, 1, 1e-6, order), 3, 12);
    for (const value of [0, 0.3, 1, 7, -2]) {
      const dual = new Float32Array(60 * 3).fill(value);
      for (const bit of [0, 1, 2]) {
        const bound = dualObjective(problem, dual, bit);
        expect(bound).toBeLessThanOrEqual(primalObjective(problem, solved, bit) + 1e-9);
      }
    }
  });

  test('gives the zero hyperplane one loss a point', () => {
    const zero = new Matrix(new Float32Array(3 * 12), 3, 12);
    expect(primalObjective(problem, zero, 1)).toBe(60);
  });
});
