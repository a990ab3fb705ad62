import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { GraphRegularisedHashing } from '../../../../src/models/graph-regularised-hashing.ts';
import { mlp } from '../../../../src/models/networks/mlp.ts';
import { labelledPoints } from '../../../support/labelled-points.ts';

const kernels = createKernelsSync();
const { points, labels } = labelledPoints(300, 8, { classes: 4, spread: 0.5, seed: 2 });
const rowsOf = (classes: readonly number[], from = 0, to = 300) =>
  [...labels.keys()].slice(from, to).filter((row) => classes.includes(labels[row]));
const pick = (rows: readonly number[]) => ({
  points: points.selectRows(rows),
  labels: Int32Array.from(rows, (row) => labels[row]),
});

async function fitted(rows: readonly number[], backend = kernels) {
  const learner = mlp({ hidden: [16], epochs: 30, batch: 16, learningRate: 0.01, dropout: 0.1 });
  const hasher = new GraphRegularisedHashing({ kernels: backend, bits: 12, learner });
  const given = pick(rows);
  return hasher.fit(given.points, given.labels);
}

/** Mean Hamming distance of points of two classes. */
function distance(hasher: GraphRegularisedHashing, a: number, b: number): number {
  const [left, right] = [a, b].map((label) =>
    hasher.encode(pick(rowsOf([label], 200)).points).toSigns(),
  );
  let differing = 0;
  let pairs = 0;
  for (let i = 0; i < left.length; i += 12) {
    for (let k = 0; k < right.length; k += 12, pairs++) {
      for (let j = 0; j < 12; j++) if (left[i + j] !== right[k + j]) differing++;
    }
  }
  return differing / pairs;
}

describe('partialFit with a network', () => {
  test('learns a class that comes later, and keeps the others apart', async () => {
    const hasher = await fitted(rowsOf([0, 1, 2], 0, 200));
    const before = hasher.save();
    const all = pick(rowsOf([0, 1, 2, 3], 0, 200));
    const update = await hasher.partialFit(all.points, all.labels);
    expect(update).toMatchObject({ version: 2, isNew: true, newClasses: [3] });
    expect(update.seen).toBe(rowsOf([0, 1, 2], 0, 200).length + all.labels.length);
    expect(hasher.save()).not.toEqual(before);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < a; b++) {
        expect(distance(hasher, a, b)).toBeGreaterThan(2 * distance(hasher, a, a));
      }
    }
  });

  test('leaves most codes of known classes as they were, and says how many change', async () => {
    const hasher = await fitted(rowsOf([0, 1, 2, 3], 0, 150));
    const more = pick(rowsOf([0, 1, 2, 3], 150, 250));
    const before = hasher.encode(more.points).toSigns();
    const { changes } = await hasher.partialFit(more.points, more.labels);
    const after = hasher.encode(more.points).toSigns();
    const differing = before.reduce((sum, sign, at) => sum + Number(sign !== after[at]), 0);
    expect(changes?.bits).toBeCloseTo(differing / before.length, 12);
    expect(changes?.bits).toBeLessThan(0.15);
  });

  test('is the same on all backends', async () => {
    const saved: Uint8Array[] = [];
    for (const backend of BACKENDS) {
      const hasher = await fitted(rowsOf([0, 1], 0, 120), createKernelsSync({ backend }));
      const more = pick(rowsOf([0, 1, 2], 120, 180));
      await hasher.partialFit(more.points, more.labels);
      saved.push(hasher.save());
    }
    expect(saved[1]).toEqual(saved[0]);
    expect(saved[2]).toEqual(saved[0]);
  });

  test('leaves the hasher as it was where it can not be', async () => {
    const hasher = await fitted(rowsOf([0, 1, 2], 0, 100));
    const before = hasher.save();
    const [alone, more] = [pick(rowsOf([1], 0, 100)), pick(rowsOf([0, 1], 100, 200))];
    const refused = (...args: Parameters<typeof hasher.partialFit>) =>
      expect(hasher.partialFit(...args)).rejects.toThrow(InvalidArgumentError);
    await refused(alone.points, alone.labels);
    await refused([[1, 2, 3]], [0]);
    await refused(more.points, more.labels.slice(1));
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(hasher.partialFit(more.points, more.labels, { signal: stopped })).rejects.toThrow(
      'stopped',
    );
    expect(hasher.save()).toEqual(before);
    await expect(hasher.frozen().partialFit(more.points, more.labels)).rejects.toThrow(/frozen/);
  });

  test('frozen hashers, and those frozen once more, make the same codes', async () => {
    const hasher = await fitted(rowsOf([0, 1, 2], 0, 100));
    const again = hasher.frozen().frozen();
    const { words } = hasher.encode(points);
    const { points: more, labels: theirs } = pick(rowsOf([0, 1, 3], 100, 200));
    await hasher.partialFit(more, theirs);
    expect(hasher.encode(points).words).not.toEqual(words);
    expect(again.encode(points).words).toEqual(words);
    expect(again.version).toBe(1);
  });

  test('is lost, and says so, where the hasher was changed meanwhile', async () => {
    const hasher = await fitted(rowsOf([0, 1, 2], 0, 100));
    const more = pick(rowsOf([0, 1], 100, 200));
    const both = [1, 2].map(() => hasher.partialFit(more.points, more.labels));
    const [first, second] = await Promise.allSettled(both);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(hasher.version).toBe(2);
    const last = hasher.partialFit(more.points, more.labels);
    hasher.dispose();
    await expect(last).rejects.toThrow(InvalidArgumentError);
    expect(() => hasher.encode(points)).toThrow(/fit/);
  });

  test('needs what was fitted', async () => {
    const hasher = new GraphRegularisedHashing({ kernels, bits: 4, learner: mlp() });
    await expect(hasher.partialFit(points, labels)).rejects.toThrow(/fit/);
  });
});
