import { beforeAll, describe, expect, test } from 'vitest';
import type {
  Walkthrough,
  WalkthroughStepId,
  WalkthroughStepOf,
} from '../../../src/evaluation/walkthrough/types.ts';
import { walkthrough } from '../../../src/evaluation/walkthrough/walkthrough.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { allBackends } from '../../support/backends.ts';
import { withoutMillis } from '../../support/walkthrough.ts';
import { dataset, settings } from './walkthrough-story.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const STEPS: readonly WalkthroughStepId[] = [
  ...(['data', 'hyperplanes', 'bits', 'bucket', 'table', 'split'] as const),
  ...(['neighbours', 'lsh', 'grh', 'comparison', 'toy'] as const),
];

describe('the walkthrough', () => {
  let story: Walkthrough;
  beforeAll(async () => {
    story = await walkthrough(kernels, dataset, settings);
  });

  test('has eleven steps, each with a title, a few sentences and lines of code', () => {
    expect(story.steps.map(({ id }) => id)).toEqual(STEPS);
    for (const { id, title, text, code } of story.steps) {
      expect(title, id).toMatch(/^[^.\n]+$/);
      const sentences = text.split(/[.:] (?=[A-Z])/);
      expect(sentences.length, text).toBeGreaterThan(1);
      expect(text, id).toMatch(/\.$/);
      for (const lines of [code.javascript, code.numpy]) {
        expect(lines.split('\n').filter((line) => line.length > 78)).toEqual([]);
        expect(lines).toMatch(/\w/);
        expect(lines).not.toMatch(/undefined|NaN|\[object/);
      }
    }
    expect(story.dataset).toEqual({ name: 'three classes', rows: 400, dimensions: 8, classes: 3 });
    expect(story.settings).toMatchObject({ ...settings, splitSeed: 42, iterations: 1 });
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(story))).toEqual(story);
  });

  test('is the same on every backend, but for the times', async () => {
    for (const other of allBackends()) {
      expect(withoutMillis(await walkthrough(other, dataset, settings))).toEqual(
        withoutMillis(story),
      );
    }
  });

  test('tells one step as it is within the story, in the order of the story', async () => {
    for (const id of STEPS) {
      const alone = await walkthrough(kernels, dataset, settings, { steps: [id] });
      const within = { ...story, steps: story.steps.filter((step) => step.id === id) };
      expect(withoutMillis(alone)).toEqual(withoutMillis(within));
    }
    const some = await walkthrough(kernels, dataset, settings, { steps: ['bits', 'data'] });
    expect(some.steps.map(({ id }) => id)).toEqual(['data', 'bits']);
  });

  test('tells of its progress, from 0 on and never backwards, and ends when it is stopped', async () => {
    const shares: number[] = [];
    const stop = new AbortController();
    const onProgress = (message: string, share: number) => {
      shares.push(share);
      if (message.includes('radius 2')) stop.abort(new Error('enough'));
    };
    const options = { onProgress, signal: stop.signal };
    await expect(walkthrough(kernels, dataset, settings, options)).rejects.toThrow('enough');
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(1);
  });

  test('has powers of two of any size, and one bit', async () => {
    for (const bits of [1, 70]) {
      const steps = ['bucket', 'table'] as const;
      const told = await walkthrough(kernels, dataset, { bits }, { steps });
      const [{ data: bucket }] = told.steps as [WalkthroughStepOf<'bucket'>];
      const sum = bucket.powers.reduce(
        (total, power, j) => total + BigInt(bucket.bits[j]) * BigInt(power),
        0n,
      );
      expect(bucket.powers).toHaveLength(bits);
      expect(String(sum)).toBe(bucket.index);
    }
  });

  test('calls rows images only where they are, and classes by number where they have no names', async () => {
    const plain = { ...dataset, classNames: null };
    const { steps } = await walkthrough(kernels, plain, {}, { steps: ['bits', 'split'] });
    expect(JSON.stringify(steps)).not.toContain('image');
    expect(steps[0].data).toMatchObject({ name: 'class 0' });
    const images = { ...plain, image: { width: 4, height: 2, channels: 1 } };
    const told = await walkthrough(kernels, images, {}, { steps: ['bits'] });
    expect(told.steps[0].text).toContain('The projection of an image');
  });

  test.each([
    [60000, { queries: 0.002, train: 0.02 }],
    [10000, { queries: 200, train: 1200 }],
    [400, { queries: 40, train: 120 }],
    [10, { queries: 1, train: 3 }],
  ])('of %d rows takes queries and training rows: %o', async (rows, sizes) => {
    const { walkthroughSettings } = await import('../../../src/evaluation/walkthrough/settings.ts');
    expect(walkthroughSettings(rows, {})).toMatchObject(sizes);
  });

  test.each([
    [{ bits: 0 }, 'bits must be a whole number from 1 to 4096, not 0'],
    [{ row: 400 }, 'row must be a whole number from 0 to 399, not 400'],
    [{ query: 40 }, 'query must be a whole number from 0 to 39, not 40'],
    [{ maxRadius: 17 }, 'max-radius must be a whole number from 0 to 16, not 17'],
    [{ alpha: 2 }, 'alpha must be from 0 to 1, not 2'],
    [{ toy: { alpha: -1 } }, 'alpha of the toy example must be from 0 to 1, not -1'],
    [{ toy: { iteration: 1 } }, 'the toy example has no option "iteration": did you mean'],
    [{ beta: 2 }, 'walkthrough has no option "beta"'],
    [{ queries: 1000 }, 'queries must leave at least one row'],
  ])('refuses %o', async (given, message) => {
    await expect(walkthrough(kernels, dataset, given as never)).rejects.toThrow(message);
  });

  test('refuses a step that there is not, and a dataset of one class', async () => {
    const steps = ['bit'] as never;
    await expect(walkthrough(kernels, dataset, {}, { steps })).rejects.toThrow(
      'a step must be one of data,',
    );
    const alike = { ...dataset, labels: new Int32Array(400) };
    await expect(walkthrough(kernels, alike)).rejects.toThrow(
      'labels must name at least two classes',
    );
  });
});
