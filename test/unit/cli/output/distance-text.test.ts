import { expect, test } from 'vitest';
import { distanceText } from '../../../../src/cli/output/distance-text.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [1.1920928955078125e-7, '1.2e-7'],
  [-5.96e-8, '-6.0e-8'],
  [0.00571930231, '0.005719'],
  [0.0137784, '0.013778'],
  [-0.5, '-0.500000'],
  [1, '1.00000'],
  [12.345678, '12.3457'],
  [345678.9, '345679'],
  [3239184896, '3,239,180,000'],
  [-250431782912, '-250,432,000,000'],
  [1.5e30, '1.50000e+30'],
])('a distance of %d is printed as %s', (distance, text) => {
  expect(distanceText(distance)).toBe(text);
});
