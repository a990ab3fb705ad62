import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regulariseByClass } from '../../src/graph/class-labels.ts';
import { allBackends } from '../support/backends.ts';
import { denseGraphStep, type RationalStep } from './adjacency-oracle.ts';

const backends = allBackends();
const sign = fc.constantFrom(-1, 1);

/** Small steps; alpha is a fraction with a small denominator, which makes exact ties common. */
const steps = (rule: 'paper' | 'tutorial'): fc.Arbitrary<RationalStep> =>
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }))
    .chain(([rows, bits]) => {
      const signs = fc
        .array(sign, { minLength: rows * bits, maxLength: rows * bits })
        .map((values) => Int8Array.from(values));
      const label = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 1, -9) }, fc.integer());
      return fc.record({
        signs,
        initial: signs,
        bits: fc.constant(bits),
        labels: fc
          .array(label, { minLength: rows, maxLength: rows })
          .map((values) => Int32Array.from(values)),
        numerator: fc.constant(0),
        denominator: fc.constant(1),
        rule: fc.constant(rule),
      });
    })
    .chain((step) =>
      fc
        .integer({ min: 1, max: 20 })
        .chain((denominator) =>
          fc
            .integer({ min: 0, max: denominator })
            .map((numerator) => ({ ...step, numerator, denominator })),
        ),
    );

describe.each(['paper', 'tutorial'] as const)('the graph step (%s)', (rule) => {
  test('is that of the dense row-normalised adjacency matrix, ties included', () => {
    fc.assert(
      fc.property(steps(rule), (step) => {
        const { numerator, denominator, ...options } = step;
        const alpha = numerator / denominator;
        const expected = denseGraphStep(step);
        for (const kernels of backends) {
          expect(regulariseByClass(kernels, { ...options, alpha })).toEqual(expected);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the paper rule at alpha 1', () => {
  test('gives all points of a class the same bits', () => {
    fc.assert(
      fc.property(steps('paper'), (step) => {
        const { numerator: _, denominator: __, ...options } = step;
        const { bits, labels } = options;
        const out = regulariseByClass(backends[0], { ...options, alpha: 1 });
        labels.forEach((label, i) => {
          const first = labels.indexOf(label);
          const codeword = out.slice(first * bits, (first + 1) * bits);
          expect(out.slice(i * bits, (i + 1) * bits)).toEqual(codeword);
        });
      }),
    );
  });
});
