import { describe, expect, test } from 'vitest';
import type { Lab } from '../../../../src/demo/lab/client.ts';
import { DEFAULTS } from '../../../../src/demo/train/settings.ts';
import { Training } from '../../../../src/demo/train/training.ts';

interface Call {
  readonly name: string;
  readonly parameters: unknown;
  readonly signal?: AbortSignal;
  progress(told: unknown): void;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** A lab that answers when the test says so. */
function stubLab() {
  const calls: Call[] = [];
  const call = (name: string, parameters: unknown, options: Record<string, unknown> = {}) =>
    new Promise((resolve, reject) => {
      const signal = options.signal as AbortSignal | undefined;
      signal?.addEventListener('abort', () => reject(signal.reason));
      const progress = options.onProgress as Call['progress'];
      calls.push({ name, parameters, progress, resolve, reject, ...(signal && { signal }) });
    });
  let changes = 0;
  const lab = { call } as unknown as Pick<Lab, 'call'>;
  const training = new Training(lab, () => changes++);
  return { calls, training, changes: () => changes };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const COMPARISON = { lsh: { precision: [0.5] } };
const iteration = (n: number) => ({ type: 'iteration', trained: { iteration: n, iterations: 4 } });

async function ready() {
  const made = stubLab();
  void made.training.compare(DEFAULTS);
  made.calls[0].resolve(COMPARISON);
  await settled();
  return made;
}

describe('training in the page', () => {
  test('random hyperplanes are measured once for the same bits and seed', async () => {
    const { calls, training } = await ready();
    expect([training.phase, training.comparison]).toEqual(['ready', COMPARISON]);
    await training.compare({ ...DEFAULTS, alpha: 0.5 });
    expect(calls.length).toBe(1);
    void training.compare({ ...DEFAULTS, bits: 32 });
    expect(calls.map(({ parameters }) => parameters)).toEqual([
      { bits: 16, seed: 0 },
      { bits: 32, seed: 0 },
    ]);
    expect([training.phase, training.trained]).toEqual(['loading', null]);
  });

  test('an answer that is late does not replace a newer one', async () => {
    const { calls, training } = await ready();
    void training.compare({ ...DEFAULTS, bits: 32 });
    void training.compare({ ...DEFAULTS, bits: 8 });
    calls[2].resolve({ lsh: 'of 8' });
    await settled();
    calls[1].resolve({ lsh: 'of 32' });
    await settled();
    expect(training.comparison).toEqual({ lsh: 'of 8' });
  });

  test('goes from iteration to iteration to its end', async () => {
    const { calls, training } = await ready();
    void training.train(DEFAULTS);
    expect(training.phase).toBe('training');
    calls[1].progress({ type: 'step', step: 'iteration 1 of 4', share: 0.25 });
    calls[1].progress(iteration(1));
    expect([training.step, training.share, training.trained?.iteration]).toEqual([
      'iteration 1 of 4',
      0.25,
      1,
    ]);
    calls[1].resolve(null);
    await settled();
    expect(training.phase).toBe('done');
  });

  test('that is cancelled keeps the last iteration that has ended', async () => {
    const { calls, training } = await ready();
    void training.train(DEFAULTS);
    calls[1].progress(iteration(2));
    training.stop();
    await settled();
    expect([training.phase, training.trained?.iteration]).toEqual(['cancelled', 2]);
    expect(calls[1].signal?.aborted).toBe(true);
  });

  test('other bits end it, and what it says after that counts no more', async () => {
    const { calls, training } = await ready();
    void training.train(DEFAULTS);
    void training.compare({ ...DEFAULTS, bits: 8 });
    await settled();
    expect([calls[1].signal?.aborted, training.phase]).toEqual([true, 'loading']);
  });

  test('says what failed, and can be tried again', async () => {
    const { calls, training } = stubLab();
    void training.compare(DEFAULTS);
    calls[0].reject(new Error('mine.csv has no labels'));
    await settled();
    expect([training.phase, training.error]).toEqual(['failed', 'mine.csv has no labels']);
    void training.compare(DEFAULTS);
    expect(calls.length).toBe(2);
  });
});
