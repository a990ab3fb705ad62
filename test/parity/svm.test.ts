import { describe, expect, it } from 'vitest';
import { DisposedError } from '../../src/core/errors.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { learningKernels } from '../../src/kernels/learning/kernels.ts';
import { allBackends } from '../support/backends.ts';
import { differences, familiesOf } from '../support/parity-case.ts';
import { soil } from './cases/lifetimes.ts';
import { svmCases } from './cases/svm.ts';

const backends = allBackends();
for (const kernels of backends) soil(kernels, 2 ** 20);

describe('all backends give the same bytes', () => {
  it.each([...familiesOf(svmCases())])('%s', (_, cases) => {
    // The first few tell enough.
    expect(differences(cases, backends).slice(0, 5)).toEqual([]);
  });
});

describe.each(backends.map((kernels) => [kernels.name, kernels] as const))('%s', (_, kernels) => {
  const points = Matrix.from([
    [1, 2],
    [0, 0],
    [-3, 1],
  ]);
  const signs = Int8Array.of(1, -1, 1);
  const cost = Float32Array.of(1);
  const dualProblem = {
    points,
    bits: 1,
    signs,
    loss: 'hinge' as const,
    positiveCost: cost,
    negativeCost: cost,
    tolerance: 1e-4,
  };
  const order = Uint32Array.of(0, 1, 2);

  it('goes on where a warm start left off: a solved problem is solved in one epoch', () => {
    const solver = learningKernels(kernels).createDualCoordinateDescent(dualProblem);
    let epochs = 1;
    while (solver.epoch(order) > 0 && epochs < 1000) epochs++;
    expect(epochs).toBeGreaterThan(1);
    expect(epochs).toBeLessThan(1000);
    const again = learningKernels(kernels).createDualCoordinateDescent({
      ...dualProblem,
      dual: solver.dual(),
    });
    expect(again.epoch(order)).toBe(0);
  });

  it('goes on with a bit that is reopened, to the smaller tolerance, like a solver of that tolerance', () => {
    const coarse = learningKernels(kernels).createDualCoordinateDescent({
      ...dualProblem,
      tolerance: 0.5,
    });
    let epochs = 0;
    do epochs++;
    while (coarse.epoch(order) > 0);
    const at = coarse.progress();
    expect({ ...at, violations: [] }).toEqual({
      solved: Uint8Array.of(1),
      epochs: Uint32Array.of(epochs),
      violations: [],
      tolerances: Float64Array.of(0.5),
    });
    expect(at.violations[0]).toBeLessThanOrEqual(0.5);
    coarse.reopen(0, 1e-6);
    expect(coarse.progress()).toMatchObject({
      solved: Uint8Array.of(0),
      tolerances: Float64Array.of(1e-6),
    });
    while (coarse.epoch(order) > 0);
    const after = coarse.progress();
    expect(after.violations[0]).toBeLessThanOrEqual(1e-6);
    expect(after.epochs[0]).toBeGreaterThan(epochs);
    // What was handed out before stays as it was.
    expect(at.solved[0]).toBe(1);
    expect(at.epochs[0]).toBe(epochs);
  });

  it('hands out copies, which later epochs leave alone', () => {
    const solver = learningKernels(kernels).createDualCoordinateDescent(dualProblem);
    const [w, dual] = [solver.hyperplanes(), solver.dual()];
    solver.epoch(order);
    expect([...w.data, ...dual]).toEqual([0, 0, 0, 0, 0]);
    expect(solver.dual()).not.toEqual(dual);
  });

  it('keeps points, targets and warm start of its own', () => {
    const mine = new Matrix(points.data.slice(), 3, 2);
    const theirs = {
      ...dualProblem,
      points: mine,
      signs: signs.slice(),
      dual: new Float32Array(3),
    };
    const solver = learningKernels(kernels).createDualCoordinateDescent(theirs);
    const sgd = learningKernels(kernels).createPegasos({ ...theirs, lambda: 0.1 });
    mine.data.fill(9);
    theirs.signs.fill(1);
    theirs.dual.fill(1);
    const reference = learningKernels(kernels).createDualCoordinateDescent(dualProblem);
    const referenceSgd = learningKernels(kernels).createPegasos({ ...dualProblem, lambda: 0.1 });
    for (const learner of [solver, reference, sgd, referenceSgd]) learner.epoch(order);
    expect(solver.hyperplanes()).toEqual(reference.hyperplanes());
    expect(sgd.hyperplanes()).toEqual(referenceSgd.hyperplanes());
  });

  it('throws DisposedError after its disposal', () => {
    const solver = learningKernels(kernels).createDualCoordinateDescent(dualProblem);
    const sgd = learningKernels(kernels).createPegasos({ points, bits: 1, signs, lambda: 0.1 });
    for (const learner of [solver, sgd]) {
      learner.dispose();
      learner.dispose();
      expect(() => learner.epoch(order)).toThrow(DisposedError);
      expect(() => learner.hyperplanes()).toThrow(DisposedError);
    }
    expect(() => solver.dual()).toThrow(DisposedError);
    expect(() => solver.progress()).toThrow(DisposedError);
    expect(() => solver.reopen(0, 1e-6)).toThrow(DisposedError);
  });
});
