import { describe, expect, test } from 'vitest';
import { rbfLandmarks } from '../../../src/features/rbf-landmarks.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { ridge } from '../../../src/learners/ridge/ridge.ts';
import { loadHasher } from '../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { joinHashers } from '../../../src/models/join-hashers.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { RandomRotations } from '../../../src/models/random-rotations.ts';
import { gaussianClasses } from '../../support/points.ts';

const kernels = createKernelsSync();
const given = gaussianClasses({ rows: 60, classes: 3, dimensions: 7, distance: 3, seed: 1 });
const { points, labels } = given;
const random = (bits: number, seed = 1) =>
  new RandomHyperplanes({ kernels, bits, seed }).fitSync(points);
const curved = await new GraphRegularisedHashing({
  kernels,
  bits: 5,
  featureMap: rbfLandmarks({ landmarks: 8 }),
  learner: ridge({ ridge: 0.1, bias: true }),
}).fit(points, labels);

/** The bits of a code as a text, the first one first. */
const text = (code: Uint32Array, bits: number) =>
  Array.from({ length: bits }, (_, j) => (code[j >>> 5] >>> (j & 31)) & 1).join('');

describe('joined hashers', () => {
  test.each([
    ['features and points', curved, random(6)],
    ['points and features', random(30), curved],
    ['points and points', random(6), random(4, 2)],
    ['joined ones and another', joinHashers(kernels, curved, random(6)), random(3, 3)],
  ])('have the bits of both: %s', (_, first, second) => {
    const joined = joinHashers(kernels, first, second);
    expect(joined.bits).toBe(first.bits + second.bits);
    const [codes, a, b] = [joined, first, second].map((hasher) => hasher.encode(points));
    for (let i = 0; i < points.rows; i++) {
      expect(text(codes.code(i), joined.bits)).toBe(
        text(a.code(i), first.bits) + text(b.code(i), second.bits),
      );
    }
    expect(loadHasher(kernels, joined.save()).encode(points)).toEqual(codes);
  });

  test('must be prepared alike, of the same dimensions and no rotations', () => {
    const plain = new RandomHyperplanes({ kernels, bits: 4, normalise: false }).fitSync(points);
    expect(() => joinHashers(kernels, curved, plain)).toThrow('normalise alike');
    const wide = gaussianClasses({
      ...{ rows: 9, classes: 3, dimensions: 8 },
      distance: 1,
      seed: 1,
    });
    const other = new RandomHyperplanes({ kernels, bits: 4 }).fitSync(wide.points);
    expect(() => joinHashers(kernels, curved, other)).toThrow('7 and 8 dimensions');
    const rotated = new RandomRotations({ kernels, bits: 4 }).fitSync(points);
    expect(() => joinHashers(kernels, curved, rotated)).toThrow('rotation');
  });
});
