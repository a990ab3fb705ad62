import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { foldsOf } from '../../../src/evaluation/tuning/folds.ts';
import { searchStages } from '../../../src/evaluation/tuning/search.ts';
import { tuneGraphRegularisedHashing } from '../../../src/evaluation/tuning/tune-grh.ts';
import { leaveOneOut } from '../../../src/evaluation/tuning/validate.ts';
import { allBackends } from '../../support/backends.ts';
import { relatedCodes } from '../../support/codes.ts';
import { labelledPoints } from '../../support/labelled-points.ts';

const [kernels] = allBackends();

describe('the search for settings', () => {
  const stages = [
    [{ a: 2 }, { a: 3 }],
    [{ b: 5 }, { b: 1 }],
  ];
  // Best at a = 2 and b = 5.
  const score = async ({ a, b }: { a: number; b: number }) => -((a - 2) ** 2) - (b - 5) ** 2;

  test('goes from stage to stage with the best so far, and tries nothing twice', async () => {
    const found = await searchStages({ a: 1, b: 1 }, stages, score);
    expect(found).toMatchObject({ best: { a: 2, b: 5 }, isComplete: true });
    const tried = found.trials.map(({ settings }) => settings);
    expect(tried).toEqual([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
      { a: 3, b: 1 },
      { a: 2, b: 5 },
    ]);
  });

  test('keeps the first of equal scores', async () => {
    const { best } = await searchStages({ a: 1, b: 1 }, stages, async () => 7);
    expect(best).toEqual({ a: 1, b: 1 });
  });

  test('tries the start whatever the time allows, and says that it stopped', async () => {
    const found = await searchStages({ a: 1, b: 1 }, stages, score, { seconds: 1e-9 });
    expect(found.trials).toHaveLength(1);
    expect(found).toMatchObject({ best: { a: 1, b: 1 }, isComplete: false });
  });

  test('ends with the best so far where that is enough, in the middle of a trial too', async () => {
    const enough = new AbortController();
    const slow = async (settings: { a: number; b: number }) => {
      if (settings.b === 5) enough.abort(new Error('enough'));
      enough.signal.throwIfAborted();
      return score(settings);
    };
    const options = { enough: enough.signal };
    const found = await searchStages({ a: 1, b: 1 }, stages, slow, options);
    expect(found).toMatchObject({ best: { a: 2, b: 1 }, isComplete: false });
    expect(found.trials).toHaveLength(3);
    // Nothing was tried yet.
    await expect(searchStages({ a: 1, b: 1 }, stages, slow, options)).rejects.toThrow('enough');
    const broken = searchStages({ a: 1, b: 1 }, stages, () => Promise.reject(new Error('broken')), {
      enough: new AbortController().signal,
    });
    await expect(broken).rejects.toThrow('broken');
  });

  test('can be aborted, and tells how far it is', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      seen.push(done);
      expect(total).toBe(5);
      if (done === 2) stop.abort(new Error('enough'));
    };
    const run = searchStages({ a: 1, b: 1 }, stages, score, { signal: stop.signal, onProgress });
    await expect(run).rejects.toThrow('enough');
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('folds', () => {
  const { points, labels } = labelledPoints(50, 4);

  test('hold each point out once and learn from the others', () => {
    const folds = foldsOf(points, labels, 4, 9);
    const rowsOf = (matrix: Matrix) =>
      Array.from({ length: matrix.rows }, (_, i) => matrix.row(i).join());
    const held = folds.flatMap((fold) => rowsOf(fold.validation()));
    const all = rowsOf(points);
    expect(held.toSorted()).toEqual(all.toSorted());
    for (const fold of folds) {
      const learned = rowsOf(fold.points());
      const validation = rowsOf(fold.validation());
      expect(learned.length + validation.length).toBe(50);
      for (const [i, row] of validation.entries()) {
        expect(learned).not.toContain(row);
        expect(labels[all.indexOf(row)]).toBe(fold.validationLabels[i]);
      }
    }
  });

  test('hold no copies of the points', () => {
    const [fold] = foldsOf(points, labels, 4, 9);
    expect(fold.points()).not.toBe(fold.points());
    expect(fold.validation()).toEqual(fold.validation());
  });

  test('need two classes to learn from, and two points a part', () => {
    const rare = Int32Array.from(labels, (_, i) => Number(i === 0));
    expect(() => foldsOf(points, rare, 4, 0)).toThrow('two classes to learn from');
    expect(() => foldsOf(points, labels, 26, 0)).toThrow('folds must be a whole number');
  });
});

test('each validation code is compared with all others but itself', () => {
  const codes = relatedCodes(30, 12, 5);
  const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
  const alone = Int32Array.from({ length: 30 }, (_, i) => i);
  expect(leaveOneOut(kernels, codes, labels)).toBeGreaterThan(0);
  expect(leaveOneOut(kernels, codes, alone)).toBe(0);
});

describe('tuning of graph regularised hashing', () => {
  const { points, labels } = labelledPoints(90, 6);
  const options = { bits: 8, folds: 2, seed: 1 };

  test('chooses the same on every backend, of what it tried', async () => {
    const runs = await Promise.all(
      allBackends().map((one) => tuneGraphRegularisedHashing(one, points, labels, options)),
    );
    const plain = runs.map(({ best, trials }) => ({
      best,
      trials: trials.map(({ settings, score }) => ({ settings, score })),
    }));
    expect(plain[1]).toEqual(plain[0]);
    expect(plain[2]).toEqual(plain[0]);
    const most = Math.max(...plain[0].trials.map(({ score }) => score));
    const chosen = plain[0].trials.find(({ score }) => score === most);
    expect(plain[0].best).toEqual(chosen?.settings);
    expect(plain[0].trials).toHaveLength(12);
  });

  test('prefers smoothing where points lie among others of their class', async () => {
    const found = await tuneGraphRegularisedHashing(kernels, points, labels, options);
    const atZero = found.trials[0].score;
    expect(Math.max(...found.trials.map(({ score }) => score))).toBeGreaterThanOrEqual(atZero);
    expect(atZero).toBeGreaterThan(1 / 3);
  });

  test('refuses too few points', async () => {
    const few = new Matrix(points.data.subarray(0, 3 * 6), 3, 6);
    const run = tuneGraphRegularisedHashing(kernels, few, labels.subarray(0, 3), { folds: 4 });
    await expect(run).rejects.toThrow('folds must be a whole number from 2 to 2, not 4');
  });
});
