import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { STREAM_DEFAULTS } from '../../../../src/evaluation/streams/defaults.ts';
import { compareStreams } from '../../../../src/evaluation/streams/run.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { gaussianClasses } from '../../../support/points.ts';

const kernels = createKernelsSync();
const data = gaussianClasses({ rows: 600, classes: 4, dimensions: 10, distance: 3, seed: 5 });
const dataset = { name: 'classes', ...data, classNames: null };
const settings = {
  ...STREAM_DEFAULTS,
  ...{ bits: 12, landmarks: 40, points: 280, batch: 30, every: 70, queries: 60, seeds: [1, 2] },
};

describe('streams that are compared', () => {
  test('are measured when they should be, whatever the batches', async () => {
    const events: number[] = [];
    const { curves, queries, arrivals } = await compareStreams(kernels, dataset, settings, {
      onProgress: (_, done, total) => events.push(done / total),
    });
    expect(queries).toBe(60);
    expect(arrivals.map(({ after }) => after)).toEqual([0, 120, 200]);
    for (const { points } of curves) {
      expect(points.map(({ seen }) => seen)).toEqual([70, 140, 210, 280]);
      expect(points.map(({ classes }) => classes)).toEqual([2, 3, 4, 4]);
      for (const { heldOut, ofStream } of points) {
        for (const { mean, std } of [heldOut, ofStream]) {
          expect(mean).toBeGreaterThan(0.4);
          expect(mean).toBeLessThanOrEqual(1);
          expect(std).not.toBeNull();
        }
      }
    }
    expect(events.at(-1)).toBe(1);
    expect([...events].sort((a, b) => a - b)).toEqual(events);
  });

  test('tell how much changes where there are versions, and the time by the clock given', async () => {
    let time = 0;
    const { curves } = await compareStreams(kernels, dataset, settings, {
      now: () => {
        time += 5;
        return time;
      },
    });
    expect(curves.map(({ millis }) => millis)).toEqual([5, 5, 5]);
    expect(curves.map(({ changes }) => changes !== null)).toEqual([false, false, true]);
    expect(curves[2]!.changes!.codes).toBeGreaterThan(curves[2]!.changes!.bits);
  });

  test('can be stopped, and refuse settings out of range', async () => {
    const stopped = compareStreams(kernels, dataset, settings, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
    for (const wrong of [{ bits: 0 }, { seeds: [] }, { every: 281 }, { variants: ['svm'] }]) {
      const given = { ...settings, ...wrong } as typeof settings;
      await expect(compareStreams(kernels, dataset, given)).rejects.toThrow(InvalidArgumentError);
    }
  });
});
