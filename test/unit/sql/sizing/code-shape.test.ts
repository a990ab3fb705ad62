import { expect, test } from 'vitest';
import { clusteredCodes } from '../../../../src/bench/suites/sql/problem.ts';
import { countRadii, countSharing } from '../../../../src/bench/suites/sql/shape.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { countedShape, uniformShape } from '../../../../src/sql/sizing/code-shape.ts';
import { CLUSTERED } from '../../../../src/sql/sizing/shapes.ts';

test('of uniform codes the shares are those of all words', () => {
  const { radii, sharing } = uniformShape(10);
  const ones = Array.from(
    { length: 2 ** 10 },
    (_, word) => word.toString(2).replace(/0/g, '').length,
  );
  for (const radius of [0, 1, 4, 9]) {
    const within = ones.filter((count) => count <= radius).length / 2 ** 10;
    expect(radii(within)).toEqual([{ radius, weight: 1 }]);
    expect(radii(within * 1.001)).toEqual([{ radius: radius + 1, weight: 1 }]);
  }
  expect(sharing(4, 1)).toBe(5 / 16);
});

test('a counted shape has the radii of the shares around, and the shares of the nearest width', () => {
  const shape = countedShape({
    bits: 8,
    radii: [
      [8, 8],
      [4, 5],
      [2, 3],
    ],
    sharing: { 3: [0.1, 0.2], 6: [0.3] },
  });
  const meanOf = (share: number) =>
    shape.radii(share).reduce((sum, { radius, weight }) => sum + radius * weight, 0);
  expect([1, 0.5, 0.25, 2 ** -9].map(meanOf)).toEqual([8, 4.5, 2.5, 2.5]);
  expect(meanOf(2 ** -1.5)).toBeCloseTo(3.5, 12);
  expect([shape.sharing(4, 0), shape.sharing(4, 5), shape.sharing(31, 2)]).toEqual([0.1, 0.2, 0.3]);
});

test.each([64, 128])('shapes of clustered codes of %i bits are what is counted again', (bits) => {
  const kernels = createKernelsSync({ backend: 'wasm-simd' });
  const { codes, queries } = clusteredCodes(kernels, bits, 20_000);
  const again = countRadii(codes, queries);
  const { radii, sharing } = CLUSTERED[bits];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  for (const step of [4, 8, 10]) {
    expect(Math.abs(mean(again[step]) - mean(radii[step]))).toBeLessThan(1);
  }
  const shares = countSharing(codes, queries);
  for (const width of [16, 22]) {
    expect(shares[width][3] / sharing[width][3]).toBeGreaterThan(0.8);
    expect(shares[width][3] / sharing[width][3]).toBeLessThan(1.25);
  }
});
