import { describe, expect, test } from 'vitest';
import {
  comparison,
  type TrainedIteration,
  type TrainProgress,
  train,
} from '../../../../../src/demo/lab/calls/train.ts';
import { hashed } from '../../../../../src/demo/lab/hashed.ts';
import { prepared } from '../../../../../src/demo/lab/prepared.ts';
import { exactOrders, precisionByRadius } from '../../../../../src/demo/lab/radius-precision.ts';
import { TRAIN_LEARNERS, type TrainSettings } from '../../../../../src/demo/train/learners.ts';
import { smallLab } from '../small-lab.ts';

const SETTINGS: TrainSettings = {
  ...{ bits: 12, alpha: 1, iterations: 2, learner: 'svm-dcd', labels: 1200, seed: 0 },
};

async function trained(settings: Partial<TrainSettings> = {}, lab = smallLab()) {
  const told: TrainProgress[] = [];
  const context = {
    report: (p: TrainProgress) => void told.push(p),
    signal: new AbortController().signal,
  };
  const last = await train(await lab, { ...SETTINGS, ...settings }, context);
  const iterations = told.flatMap((p) => (p.type === 'iteration' ? [p.trained] : []));
  return { last: last as TrainedIteration, told, iterations };
}

describe('training in the lab', () => {
  test('tells each iteration, and progress that never falls', async () => {
    const { last, told, iterations } = await trained();
    expect(iterations.map(({ iteration }) => iteration)).toEqual([1, 2]);
    expect(iterations.at(-1)).toBe(last);
    const shares = told.flatMap((p) => (p.type === 'step' ? [p.share] : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(iterations[1].seconds).toBeGreaterThanOrEqual(iterations[0].seconds);
  });

  test('finds what the hasher of the other views finds with the same settings', async () => {
    const lab = await smallLab();
    const { last } = await trained({}, Promise.resolve(lab));
    const same = { method: 'grh', bits: 12, seed: 0, alpha: 1, iterations: 2 } as const;
    const { codes } = await hashed(lab, same);
    expect(last.curve).toEqual(
      precisionByRadius(await prepared(lab), await exactOrders(lab), codes),
    );
  });

  test('beats random hyperplanes at small radii, within exact search', async () => {
    const lab = await smallLab();
    const context = { report: () => {}, signal: new AbortController().signal };
    const base = await comparison(lab, SETTINGS, context);
    const { last } = await trained({}, Promise.resolve(lab));
    expect(last.curve.precision[1]).toBeGreaterThan(base.lsh.precision[1]);
    expect(base.sizes).toEqual({ queries: 30, database: 180, train: 90 });
  });

  test.each(TRAIN_LEARNERS)('%s gives every class a codeword of its own', async (learner) => {
    const { last } = await trained({ learner });
    expect(last.codewords.names).toEqual(['ants', 'bees', 'cats']);
    const words = last.codewords.ones.map((row) => row.map((share) => Math.round(share)).join(''));
    expect(new Set(words).size).toBe(3);
    expect(words[0].length).toBe(12);
  });

  test('counts bits that the graph step flipped: none at first below alpha of one half', async () => {
    const { iterations } = await trained({ alpha: 0.4 });
    expect(iterations[0].flipped).toBe(0);
    const { last } = await trained({ iterations: 1, labels: 50 });
    expect(last.trainingBits).toBe(50 * 12);
    expect(last.flipped).toBeGreaterThan(0);
  });

  test('shows the first classes of many, and says how many there are', async () => {
    const labels = Int32Array.from({ length: 300 }, (_, i) => i % 40);
    const { last } = await trained({}, smallLab({ labels, classNames: null }));
    expect(last.codewords.names.length).toBe(24);
    expect(last.codewords.names[0]).toBe('class 0');
    expect(last.codewords.classes).toBeGreaterThan(24);
  });

  test('says what to give where there are no labels', async () => {
    const without = smallLab({ labels: null });
    await expect(trained({}, without)).rejects.toThrow(
      'learning needs labels, and insects.csv has none: give a file that has them',
    );
  });

  test('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const report = (p: TrainProgress) => p.type === 'iteration' && controller.abort();
    const context = { report, signal: controller.signal };
    const fit = train(await smallLab(), { ...SETTINGS, iterations: 50 }, context);
    await expect(fit).rejects.toMatchObject({ name: 'AbortError' });
  });
});
