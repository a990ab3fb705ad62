import { describe, expect, test } from 'vitest';
import { nextTask } from '../../../src/core/next-task.ts';
import { atOnce, inTurns, runsOfRows, type Steps } from '../../../src/core/steps.ts';

/** Steps that note what is done, and are longer than a turn. */
function* counting(count: number, events: unknown[]): Steps<string> {
  try {
    for (let i = 0; i < count; i++) {
      const end = performance.now() + 10;
      while (performance.now() < end);
      events.push(i);
      yield;
    }
    return 'done';
  } finally {
    events.push('end');
  }
}

describe('work in steps', () => {
  test('gives the same at once and with turns for others', async () => {
    const [direct, turned]: [unknown[], unknown[]] = [[], []];
    expect(atOnce(counting(3, direct))).toBe('done');
    expect(await inTurns(counting(3, turned))).toBe('done');
    expect(direct).toEqual([0, 1, 2, 'end']);
    expect(turned).toEqual(direct);
  });

  test('lets waiting tasks have their turn', async () => {
    const events: unknown[] = [];
    const work = inTurns(counting(4, events));
    void nextTask().then(() => events.push('other'));
    await work;
    expect(events.indexOf('other')).toBeGreaterThan(0);
    expect(events.indexOf('other')).toBeLessThan(events.indexOf('end'));
  });

  test('is broken off by a signal, and what it holds given back', async () => {
    const events: unknown[] = [];
    const stop = new AbortController();
    const work = inTurns(counting(100, events), stop.signal);
    stop.abort(new Error('left'));
    await expect(work).rejects.toThrow('left');
    expect(events).toEqual([0, 'end']);
    await expect(inTurns(counting(1, events), stop.signal)).rejects.toThrow('left');
    expect(events).toEqual([0, 'end']);
  });

  test('throws what a step throws', async () => {
    function* failing(): Steps<void> {
      yield;
      throw new Error('no');
    }
    expect(() => atOnce(failing())).toThrow('no');
    await expect(inTurns(failing())).rejects.toThrow('no');
  });
});

test('runs of rows cover all rows once, however wide', () => {
  for (const [rows, cols] of [
    [0, 3],
    [1, 1],
    [100_000, 7],
    [5, 10 ** 6],
  ] as const) {
    let next = 0;
    for (const [first, end] of runsOfRows(rows, cols)) {
      expect(first).toBe(next);
      expect(end).toBeGreaterThan(first);
      next = end;
    }
    expect(next).toBe(rows);
  }
});
