import { expect, test } from 'vitest';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { classCodewords } from '../../../../src/models/codewords.ts';
import { hyperplanesOf } from '../../../../src/models/streaming/hyperplanes-of-scores.ts';

test('projections are the mean codeword plus scores times codewords', () => {
  const [classes, size, bits] = [4, 7, 9];
  const random = new RandomState(2);
  const weights = Float64Array.from({ length: classes * size }, () => random.randn());
  const mean = Float64Array.from({ length: size }, () => random.randn());
  const codewords = classCodewords(classes, bits, { seed: 5 });
  const { hyperplanes, offsets } = hyperplanesOf({ weights, mean }, codewords, bits);
  const point = Float64Array.from({ length: size }, () => random.randn());
  for (let j = 0; j < bits; j++) {
    let expected = 0;
    for (let c = 0; c < classes; c++) {
      // 1/k for each class, and so much more as the point looks like it.
      let share = 1 / classes;
      for (let i = 0; i < size; i++) share += weights[c * size + i] * (point[i] - mean[i]);
      expected += share * codewords[c * bits + j];
    }
    const row = hyperplanes.row(j);
    const projection = row.reduce((sum, value, i) => sum + value * point[i], offsets[j]);
    expect(projection).toBeCloseTo(expected, 5);
  }
});
