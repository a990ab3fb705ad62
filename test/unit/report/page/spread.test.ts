import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '../../../../src/report/page/spread.ts';

test('positions that are far enough apart stay', () => {
  expect(spread([90, 10, 50], 16, 0, 100)).toEqual([90, 10, 50]);
});

test('equal positions gather around their place, in the order given', () => {
  expect(spread([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
});

test('labels at an edge stay inside', () => {
  expect(spread([0, 2], 10, 0, 100)).toEqual([0, 10]);
  expect(spread([99, 100, 60], 10, 0, 100)).toEqual([90, 100, 60]);
});

test('any labels that fit keep their distance, their order and the bounds', () => {
  const positions = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 6 });
  fc.assert(
    fc.property(positions, (wanted) => {
      const placed = spread(wanted, 16, 0, 100);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
      const sorted = order.map((i) => placed[i]);
      for (let i = 1; i < sorted.length; i++) {
        expect(sorted[i] - sorted[i - 1]).toBeGreaterThan(16 - 1e-9);
      }
      for (const place of placed) {
        expect(place).toBeGreaterThan(-1e-9);
        expect(place).toBeLessThan(100 + 1e-9);
      }
    }),
  );
});
