import { describe, expect, test, vi } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import type { MatrixRows } from '../../../src/core/matrix-rows.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { splitOffsets } from '../../../src/learners/constant-feature.ts';
import { NormalEquations, solveOnce } from '../../../src/learners/ridge/normal-equations.ts';
import type { CheckedRidgeProblem, RidgeFit } from '../../../src/learners/ridge/problem.ts';
import { fitRidge, ridge } from '../../../src/learners/ridge/ridge.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const ROWS = 300;
const COLS = 21;
const BITS = 3;
const points = gaussianPoints(ROWS, COLS, 3);
// Off the origin, so that a bias matters.
for (let i = 0; i < points.data.length; i += COLS) points.data[i] += 2;
const targets = Float32Array.from({ length: ROWS * BITS }, (_, cell) => {
  const x = points.row(Math.floor(cell / BITS));
  return x[cell % BITS] - 0.5 * x[5] + Math.sin(cell) + 0.7;
});
const weights = Float32Array.from({ length: ROWS }, (_, i) => (i % 5) / 2);
const signs = Int8Array.from(targets, (value) => (value > 1.4 ? 1 : -1));

/** Largest component of the objective's gradient, over that at zero hyperplanes, in float64. */
function gradient(problem: CheckedRidgeProblem, { hyperplanes, offsets }: RidgeFit, ridge: number) {
  let worst = 0;
  let scale = 0;
  for (let j = 0; j < problem.bits; j++) {
    const w = hyperplanes.row(j);
    const slope = Float64Array.from(w, (value) => ridge * value);
    const start = new Float64Array(w.length);
    let offsetSlope = 0;
    for (let i = 0; i < problem.points.rows; i++) {
      const x = problem.points.row(i);
      const c = problem.weights?.[i] ?? 1;
      const y = problem.targets[i * problem.bits + j];
      const error = x.reduce((s, v, k) => s + v * w[k], offsets?.[j] ?? 0) - y;
      offsetSlope += c * error;
      x.forEach((value, k) => {
        slope[k] += c * error * value;
        start[k] += c * y * value;
      });
    }
    scale = Math.max(scale, ...start.map(Math.abs));
    worst = Math.max(worst, ...slope.map(Math.abs), offsets ? Math.abs(offsetSlope) : 0);
  }
  return worst / scale;
}

describe('fitRidge', () => {
  const cases: [string, CheckedRidgeProblem][] = [
    ['plain', { points, targets, bits: BITS }],
    ['with a bias', { points, targets, bits: BITS, bias: true }],
    ['with weights', { points, targets, bits: BITS, weights }],
    ['with both', { points, targets, bits: BITS, weights, bias: true }],
  ];
  test.each(cases)('is where the gradient vanishes, %s', async (_, problem) => {
    for (const value of [0.01, 1, 100]) {
      const direct = await fitRidge(kernels, problem, { ridge: value });
      expect(gradient(problem, direct, value)).toBeLessThan(1e-6);
      const options = { ridge: value, solver: 'conjugate-gradient', tolerance: 1e-6 } as const;
      const iterated = await fitRidge(kernels, problem, options);
      expect(gradient(problem, iterated, value)).toBeLessThan(1e-5);
    }
  });

  test('a row of weight 2 counts as much as the row twice', async () => {
    const twice = Float32Array.from({ length: ROWS }, (_, i) => (i < 50 ? 2 : 1));
    const order = [...Array(ROWS).keys(), ...Array(50).keys()];
    const repeated = {
      points: points.selectRows(order),
      targets: Float32Array.from(
        order.flatMap((i) => [...targets.subarray(i * BITS, (i + 1) * BITS)]),
      ),
      bits: BITS,
      bias: true,
    };
    const a = await fitRidge(kernels, { points, targets, bits: BITS, bias: true, weights: twice });
    const b = await fitRidge(kernels, repeated);
    a.hyperplanes.data.forEach((value, at) => {
      expect(value).toBeCloseTo(b.hyperplanes.data[at], 5);
    });
  });

  test('equations that are made once are solved for any ridge', async () => {
    const problem = { points, targets, bits: BITS };
    const equations = await NormalEquations.of(kernels, problem);
    for (const value of [10, 0.1]) {
      expect(equations.solve(value)).toEqual(await fitRidge(kernels, problem, { ridge: value }));
    }
  });

  test('says so when the ridge is too small for points that span too little', async () => {
    // Sixty columns that are sums of two: their Gram matrix has no more pivots than rounding makes.
    const data = Float32Array.from({ length: ROWS * 60 }, (_, cell) => {
      const x = points.row(Math.floor(cell / 60));
      return x[0] * (cell % 60) + x[1] / (1 + (cell % 60));
    });
    const flat = new Matrix(data, ROWS, 60);
    const problem = { points: flat, targets: targets.subarray(0, ROWS), bits: 1 };
    await expect(fitRidge(kernels, problem, { ridge: 1e-20 })).rejects.toThrow(
      /^ridge 1e-20 is too small/,
    );
  });

  test('refuses what does not fit, naming it', async () => {
    const nan = targets.slice();
    nan[7] = Number.NaN;
    const refused: [CheckedRidgeProblem, RegExp][] = [
      [
        { points, targets, bits: 2 },
        /^targets of 300 points and 2 bits must be 600 values, not 900/,
      ],
      [{ points, targets: nan, bits: BITS }, /^targets .* row 2, bit 1 is NaN/],
      [{ points, targets, bits: BITS, weights: weights.subarray(1) }, /as many weights, not 299/],
      [{ points, targets, bits: BITS, weights: weights.map((w) => -w) }, /row 1 is -0.5/],
      [{ points, targets, bits: BITS, weights: new Float32Array(ROWS) }, /must not all be 0/],
    ];
    for (const [problem, message] of refused) {
      await expect(fitRidge(kernels, problem)).rejects.toThrow(InvalidArgumentError);
      await expect(fitRidge(kernels, problem)).rejects.toThrow(message);
    }
  });

  test('stops when told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    for (const solver of ['cholesky', 'conjugate-gradient'] as const) {
      const problem = { points, targets, bits: BITS };
      await expect(fitRidge(kernels, problem, { solver, signal })).rejects.toThrow('enough');
    }
  });
});

describe('ridge, a learner', () => {
  test('fits the signs themselves, offsets in a last column', async () => {
    const problem = { points, targets: Float32Array.from(signs), bits: BITS, bias: true };
    const direct = await fitRidge(kernels, problem, { ridge: 2 });
    const fitted = await ridge({ ridge: 2, bias: true }).fit(kernels, points, signs, BITS);
    expect(splitOffsets(fitted, true)).toEqual(direct);
    const plain = await ridge().fit(kernels, points, signs, BITS);
    expect([plain.rows, plain.cols]).toEqual([BITS, COLS]);
  });

  test('balanced weights make the rarer target of each bit as heavy as the other, rounded up', async () => {
    const learner = ridge({ classWeight: 'balanced-ceil' });
    const fitted = await learner.fit(kernels, points, signs, BITS);
    for (let bit = 0; bit < BITS; bit++) {
      const own = Float32Array.from(signs.filter((_, cell) => cell % BITS === bit));
      const positives = own.filter((y) => y > 0).length;
      const rarer = positives * 2 < ROWS ? 1 : -1;
      const count = Math.min(positives, ROWS - positives);
      const factor = Math.ceil((ROWS - count) / count);
      const balanced = own.map((y) => (y === rarer ? factor : 1));
      const problem = { points, targets: own, bits: 1, weights: balanced };
      const direct = await fitRidge(kernels, problem);
      expect(fitted.row(bit)).toEqual(direct.hyperplanes.row(0));
    }
  });

  test('refuses settings out of range', () => {
    expect(() => ridge({ ridge: 0 })).toThrow(/^ridge must be a finite number above 0/);
    expect(() => ridge({ solver: 'lu' as 'auto' })).toThrow(/^solver must be auto or/);
    expect(() => ridge({ classWeight: 'x' as 'none' })).toThrow(/^classWeight/);
  });
});

describe('rows that come part by part', () => {
  /** Rows in one piece of memory, overwritten by the next call. */
  function inOneBuffer({ rows, cols, data }: Matrix): MatrixRows & { readonly most: () => number } {
    let buffer = new Float32Array(0);
    return {
      rows,
      cols,
      slice(start, end) {
        const length = (end - start) * cols;
        if (buffer.length < length) buffer = new Float32Array(length);
        buffer.fill(Number.NaN);
        buffer.set(data.subarray(start * cols, end * cols));
        return new Matrix(buffer.subarray(0, length), end - start, cols);
      },
      most: () => buffer.length / cols,
    };
  }

  const many = gaussianPoints(2500, 7, 5);
  const manySigns = Int8Array.from({ length: 2500 * 2 }, (_, cell) =>
    Math.sin(cell) > 0.3 ? 1 : -1,
  );

  test.each([
    ['plain', {}],
    ['with a bias', { bias: true }],
    ['with balanced classes', { bias: true, classWeight: 'balanced-ceil' }],
    ['by conjugate gradients', { bias: true, solver: 'conjugate-gradient' }],
  ] as const)('are fitted as all at once, to the bit, %s', async (_, options) => {
    const learner = ridge({ ridge: 0.3, ...options });
    const whole = await learner.fit(kernels, many, manySigns, 2);
    const rows = inOneBuffer(many);
    expect(await learner.fitRows?.(kernels, rows, manySigns, 2)).toEqual(whole);
    const isDirect = !('solver' in options);
    expect(rows.most()).toBe(isDirect ? 1024 : 2500);
  });

  test('that are solved once have the hyperplanes of equations that are kept', async () => {
    const problem = { points: many, targets: Float32Array.from(manySigns), bits: 2, bias: true };
    const equations = await NormalEquations.of(kernels, problem);
    const kept = [equations.solve(0.3), equations.solve(3), equations.solve(0.3)];
    expect(kept[2]).toEqual(kept[0]);
    expect(await solveOnce(kernels, problem, 0.3, {})).toEqual(kept[0]);
    expect(kept[1]).not.toEqual(kept[0]);
  });

  test('are asked for no more once the fit is not wanted, the first time over them too', async () => {
    const stop = new AbortController();
    const slice = vi.fn((start: number, end: number) => {
      stop.abort(new Error('enough'));
      return many.slice(start, end);
    });
    const rows = { rows: many.rows, cols: many.cols, slice };
    const problem = { points: rows, targets: Float32Array.from(manySigns), bits: 2, bias: true };
    const solved = solveOnce(kernels, problem, 0.3, { signal: stop.signal });
    await expect(solved).rejects.toThrow('enough');
    expect(slice).toHaveBeenCalledOnce();
  });
});
