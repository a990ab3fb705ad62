import { describe, expect, test } from 'vitest';
import { DEFAULTS, readSettings, settingsParameters } from '../../../../src/demo/train/settings.ts';
import { promise, resultSentence, secondsText } from '../../../../src/demo/train/words.ts';

const read = (query: string) => readSettings(new URLSearchParams(query));

describe('settings of the address', () => {
  test('are those that were written', () => {
    const settings = {
      ...{ bits: 32, alpha: 0.85, iterations: 7, labels: 350, seed: 3 },
      learner: 'ridge',
    } as const;
    const texts = Object.entries(settingsParameters(settings)).map(([name, value]) => [
      name,
      String(value),
    ]);
    expect(readSettings(new URLSearchParams(texts))).toEqual(settings);
  });

  test('that are missing or senseless are as by default', () => {
    expect(read('')).toEqual(DEFAULTS);
    expect(read('bits=many&alpha=&learner=forest&seed=NaN')).toEqual(DEFAULTS);
  });

  test('lie in their range, at a step that the control has', () => {
    expect(read('bits=1e9&alpha=-3&iterations=2.6&labels=1')).toMatchObject({
      ...{ bits: 64, alpha: 0, iterations: 3, labels: 50 },
    });
    expect(read('bits=17&alpha=.9')).toMatchObject({ bits: 16, alpha: 0.9 });
  });
});

const BASE = {
  lsh: { precision: [0.2, 0.5, 0.69], candidates: [1, 2, 3] },
  ...{ exact: 0.8, dataset: 'd', isImages: true },
  sizes: { queries: 10, database: 100, train: 300 },
};

test('the result is told from the numbers, at radius 2 or the widest there is', () => {
  const trained = (precision: number[]) =>
    ({ curve: { precision, candidates: [] } }) as unknown as Parameters<typeof resultSentence>[1];
  expect(resultSentence(BASE, trained([0.7, 0.75, 0.811]))).toBe(
    'Within radius 2, trained hyperplanes find 8.1 of 10 where random ones find 6.9; at radius 0, where codes must be equal, 7.0 instead of 2.0.',
  );
  expect(resultSentence(BASE, trained([0.1, 0.2]))).toContain('Within radius 1');
});

test('what will happen counts the labels that there are', () => {
  expect(promise(BASE, 1200, 16)).toContain('16 hyperplanes from 300 labelled images');
  expect(promise({ ...BASE, isImages: false }, 50, 8)).toContain('from 50 labelled rows');
});

test('seconds are short', () => {
  expect([0.0423, 0.92, 3.14].map(secondsText)).toEqual(['42 ms', '920 ms', '3.1 s']);
});
