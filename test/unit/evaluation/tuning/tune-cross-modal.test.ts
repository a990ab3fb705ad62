import { expect, test } from 'vitest';
import { tuneCrossModal } from '../../../../src/evaluation/tuning/tune-cross-modal.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { pairedPoints } from '../../../support/paired-points.ts';

const kernels = createKernelsSync();
const pairs = pairedPoints(60, 3, 2);
const options = { bits: 8, folds: 2, seed: 1 } as const;

test.each([
  ['published', ['imageScaling', 'cost', 'alpha', 'iterations']],
  ['cca', ['regularisation', 'textScaling', 'imageScaling']],
] as const)('%s: the best trial, of its own settings', async (variant, names) => {
  const told: number[] = [];
  const onProgress = (done: number) => told.push(done);
  const { best, trials, isComplete } = await tuneCrossModal(kernels, pairs, {
    ...options,
    variant,
    onProgress,
  });
  expect(isComplete).toBe(true);
  expect(told).toEqual(trials.map((_, i) => i));
  const most = Math.max(...trials.map(({ score }) => score));
  expect(trials.find(({ settings }) => settings === best)?.score).toBe(most);
  const tried = new Set(trials.flatMap(({ settings }) => Object.keys(settings)));
  for (const name of names) expect(tried).toContain(name);
  expect(most).toBeGreaterThan(0.4);
});

test('the kernels are done with one trial', async () => {
  const { trials, best } = await tuneCrossModal(kernels, pairs, { ...options, variant: 'kernel' });
  expect(trials).toHaveLength(1);
  expect(best).toEqual({});
});

test('labels are needed, and enough of them', async () => {
  const { texts, images } = pairs;
  const graph = { rows: 60, offsets: new Uint32Array(61), neighbours: new Uint32Array(0) };
  await expect(
    tuneCrossModal(
      kernels,
      { texts, images, graph: { ...graph, weights: null } },
      { ...options, variant: 'cca' },
    ),
  ).rejects.toThrow(/judged by labels/);
  await expect(
    tuneCrossModal(kernels, pairs, { ...options, folds: 31, variant: 'cca' }),
  ).rejects.toThrow(/folds must be/);
});
