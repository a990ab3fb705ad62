import { expect, test } from 'vitest';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { ClassSample, matrixOfRows } from '../../../../src/models/streaming/class-sample.ts';

/** A stream of points that tell their place in it. */
function sampled(places: readonly number[], capacity: number, seed: number): ClassSample {
  const sample = new ClassSample(capacity);
  const random = new RandomState(seed);
  for (const [i, place] of places.entries()) sample.add(Float32Array.of(i), place, random);
  return sample;
}

test('classes are as equal as the stream allows, and all is kept while there is room', () => {
  const places = [...new Array(500).fill(0), ...new Array(5).fill(1), ...new Array(100).fill(2)];
  const sample = sampled(places, 45, 1);
  expect([0, 1, 2].map((place) => sample.kept(place))).toEqual([20, 5, 20]);
  expect([0, 1, 2].map((place) => sample.came(place))).toEqual([500, 5, 100]);
  expect(sampled(places, 1000, 1).size).toBe(605);
});

test('within a class early points are kept as often as late ones', () => {
  const places = Array.from({ length: 400 }, (_, i) => (i < 100 || i % 2 === 0 ? 0 : 1));
  let early = 0;
  let total = 0;
  for (let seed = 0; seed < 200; seed++) {
    const own = sampled(places, 40, seed)
      .points()
      .filter(({ place }) => place === 0);
    early += own.filter(({ values }) => values[0] < 100).length;
    total += own.length;
  }
  // 100 of the 250 points of the class; standard error .008.
  expect(early / total).toBeGreaterThan(0.36);
  expect(early / total).toBeLessThan(0.44);
});

test('is the same after it was restored', () => {
  const sample = sampled([0, 1, 0, 1, 2, 0, 0, 0, 2, 1], 6, 3);
  const again = new ClassSample(6);
  again.restore(
    matrixOfRows(
      sample.points().map(({ values }) => values),
      1,
    ),
    sample.counts(),
  );
  for (const each of [sample, again]) {
    const random = new RandomState(9);
    for (let i = 0; i < 20; i++) each.add(Float32Array.of(100 + i), i % 4, random);
  }
  expect(again.points()).toEqual(sample.points());
  expect(again.counts()).toEqual(sample.counts());
});
