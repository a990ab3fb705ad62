import { describe, expect, it } from 'vitest';
import { TypeScriptKernels } from '../../../src/kernels/base/typescript/kernels.ts';
import {
  type Convergence,
  convergenceOf,
  describeMissed,
  joined,
  renumbered,
} from '../../../src/learners/convergence.ts';
import type { HyperplaneLearner } from '../../../src/learners/learner.ts';
import { passiveAggressive } from '../../../src/learners/passive-aggressive.ts';
import { ridge } from '../../../src/learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import optimum from '../../fixtures/golden/svm-optimum.json';
import wide from '../../fixtures/golden/svm-wide.json';
import { gaussianPoints } from '../../support/points.ts';
import { goldenProblem, objective } from './svm-problems.ts';

const kernels = new TypeScriptKernels();
const WIDE_BITS = wide.optima.length;
const widePoints = gaussianPoints(60, 600, 3);
const wideSigns = Int8Array.from(gaussianPoints(60, WIDE_BITS, 4).data, (x) => (x >= 0 ? 1 : -1));

async function fitted(
  learner: HyperplaneLearner,
  points = widePoints,
  signs: Int8Array = wideSigns,
) {
  let convergence: Convergence | null = null;
  const bits = signs.length / points.rows;
  const hyperplanes = await learner.fit(kernels, points, signs, bits, {
    onConvergence: (told) => {
      convergence = told;
    },
  });
  return { hyperplanes, convergence: convergence as Convergence | null };
}

const ratiosToOptimum = (hyperplanes: Awaited<ReturnType<typeof fitted>>['hyperplanes']) =>
  wide.optima.map(
    (best, bit) =>
      objective(widePoints, wideSigns, hyperplanes, bit, 'hinge', () => wide.cost) / best,
  );

describe('dual coordinate descent on few points in many dimensions, C = 100', () => {
  it('ends within the gap of 5% of the optimum by default, nearer than liblinear at 1e-4', async () => {
    const { hyperplanes, convergence } = await fitted(svmDualCoordinateDescent({ cost: 100 }));
    ratiosToOptimum(hyperplanes).forEach((ratio, bit) => {
      expect(ratio).toBeGreaterThan(1 - 1e-6);
      expect(ratio).toBeLessThan(1 / (1 - 0.05));
      expect(ratio).toBeLessThan(wide['at_tolerance_1e-4'][bit] / wide.optima[bit]);
    });
    expect(convergence).toMatchObject({ maxEpochs: 1000, maxGap: 0.05, missed: [] });
    for (const { tolerance, violation, isSolved } of convergence?.bits ?? []) {
      expect(isSolved).toBe(true);
      expect(tolerance).toBeLessThan(1e-4);
      expect(violation).toBeLessThanOrEqual(tolerance);
    }
  });

  it('ends far above it at the tolerance alone, and the reported gap tells how far at most', async () => {
    const learner = svmDualCoordinateDescent({ cost: 100, gap: 1 });
    const { hyperplanes, convergence } = await fitted(learner);
    ratiosToOptimum(hyperplanes).forEach((ratio, bit) => {
      expect(ratio).toBeGreaterThan(5);
      const gap = convergence?.bits[bit].gap ?? 1;
      // Rounding apart: the dual is at its optimum by now.
      expect(ratio).toBeLessThan((1 + 1e-3) / (1 - gap));
    });
    // Nothing else was asked for.
    expect(convergence?.missed).toEqual([]);
  });

  it('says what it could not reach: a gap below the rounding of float32', async () => {
    const { convergence } = await fitted(svmDualCoordinateDescent({ cost: 100, gap: 1e-5 }));
    expect(convergence?.missed).toEqual([0, 1, 2]);
    for (const { tolerance, gap } of convergence?.bits ?? []) {
      expect(tolerance).toBeCloseTo(1e-6, 12);
      expect(gap).toBeGreaterThan(1e-5);
    }
  });

  it('gives a bit the same hyperplane whatever other bits are learned beside it', async () => {
    const learner = svmDualCoordinateDescent({ cost: 100 });
    const { hyperplanes, convergence } = await fitted(learner);
    for (let bit = 0; bit < WIDE_BITS; bit++) {
      const own = wideSigns.filter((_, at) => at % WIDE_BITS === bit);
      const alone = await fitted(learner, widePoints, own);
      expect(alone.hyperplanes.row(0)).toEqual(hyperplanes.row(bit));
      expect(alone.convergence?.bits).toEqual([{ ...convergence?.bits[bit], bit: 0 }]);
    }
  });
});

describe('dual coordinate descent', () => {
  const { points, signs } = goldenProblem();

  it('leaves bits whose gap is small at the tolerance, and hyperplanes as they were', async () => {
    for (const cost of [0.01, 1, 10]) {
      const checked = await fitted(svmDualCoordinateDescent({ cost }), points, signs);
      const plain = await fitted(svmDualCoordinateDescent({ cost, gap: 1 }), points, signs);
      expect(checked.hyperplanes).toEqual(plain.hyperplanes);
    }
  });

  it.each(['hinge', 'squared-hinge'] as const)(
    'reports the gap between its objective and the dual one (%s)',
    async (loss) => {
      const learner = svmDualCoordinateDescent({ loss, cost: 1, tolerance: 0.3, gap: 1 });
      const { hyperplanes, convergence } = await fitted(learner, points, signs);
      for (const bit of [0, 1]) {
        const best = optimum.problems.find(
          (problem) =>
            problem.C === 1 && problem.bit === bit && problem.loss === loss.replace('-', '_'),
        );
        const value = objective(points, signs, hyperplanes, bit, loss, () => 1);
        const gap = convergence?.bits[bit].gap ?? 0;
        // The dual can't be above the optimum, and is not far below it.
        expect(value * (1 - gap)).toBeLessThanOrEqual((best?.primal_objective ?? 0) * (1 + 1e-6));
        expect(value * (1 - gap)).toBeGreaterThan(0.9 * (best?.primal_objective ?? 0));
        expect(gap).toBeGreaterThan(1e-5);
      }
    },
  );

  it('names the bits that were cut off, with what they had reached', async () => {
    const learner = svmDualCoordinateDescent({ cost: 10, maxEpochs: 3 });
    const { convergence } = await fitted(learner, points, signs);
    expect(convergence?.missed).toEqual([0, 1]);
    for (const { epochs, violation, tolerance, gap } of convergence?.bits ?? []) {
      expect(epochs).toBe(3);
      expect(tolerance).toBe(0.01);
      expect(violation).toBeGreaterThan(0.01);
      expect(gap).toBeGreaterThan(0.01);
    }
    expect(convergence && describeMissed(convergence)).toMatch(
      /^2 of 2 bits missed their tolerance, 2 cut off after 3 epochs; worst is bit [01] with a duality gap of [\d.]+% \(5% asked for\), violation [\d.]+, tolerance 0\.01$/,
    );
  });
});

describe('ridge regression', () => {
  const points = gaussianPoints(40, 30, 6);
  const signs = Int8Array.from(gaussianPoints(40, 2, 7).data, (x) => (x >= 0 ? 1 : -1));

  it.each(['none', 'balanced-ceil'] as const)(
    'by conjugate gradients tells the residuals of its bits (class weight %s)',
    async (classWeight) => {
      const settings = { solver: 'conjugate-gradient', ridge: 1e-3, classWeight } as const;
      const few = await fitted(ridge({ ...settings, maxIterations: 3 }), points, signs);
      expect(few.convergence).toMatchObject({ maxEpochs: 3, maxGap: null, missed: [0, 1] });
      for (const { violation, tolerance, gap, epochs } of few.convergence?.bits ?? []) {
        expect({ tolerance, gap, epochs }).toEqual({ tolerance: 1e-4, gap: null, epochs: 3 });
        expect(violation).toBeGreaterThan(1e-4);
      }
      expect(few.convergence && describeMissed(few.convergence)).toMatch(/with a residual of /);
      const enough = await fitted(ridge(settings), points, signs);
      expect(enough.convergence?.missed).toEqual([]);
      for (const { violation } of enough.convergence?.bits ?? []) {
        expect(violation).toBeLessThanOrEqual(1e-4);
      }
    },
  );

  it('by a factorisation has no tolerance to miss, nor have learners of fixed effort', async () => {
    for (const learner of [ridge(), svmStochasticGradient(), passiveAggressive()]) {
      expect((await fitted(learner, points, signs)).convergence).toBeNull();
    }
  });
});

describe('convergence of parts', () => {
  const part = (isSolved: boolean) =>
    convergenceOf([{ bit: 0, epochs: 5, violation: 1, tolerance: 0.5, gap: 0.2, isSolved }], {
      maxEpochs: 9,
      maxGap: 0.1,
    });

  it('is that of the whole, in order of the bits', () => {
    const whole = joined([renumbered(part(false), [7]), renumbered(part(true), [2])]);
    expect(whole?.bits.map(({ bit }) => bit)).toEqual([2, 7]);
    expect(whole).toMatchObject({ maxEpochs: 9, maxGap: 0.1, missed: [7] });
    expect(joined([])).toBeNull();
  });

  it('has nothing to say where no bit missed its tolerance', () => {
    expect(describeMissed(part(true))).toBeNull();
  });
});
