import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.ts';
import { prepare } from '../../../src/evaluation/comparison/divided.ts';
import { encodeRows } from '../../../src/evaluation/comparison/encode-rows.ts';
import { PROTOCOLS } from '../../../src/evaluation/protocols/protocol.ts';
import { PROTOCOL } from '../../../src/evaluation/protocols/registry.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../../src/preparation/preprocess.ts';
import { allBackends } from '../../support/backends.ts';
import { labelledPoints } from '../../support/labelled-points.ts';

const dataset = labelledPoints(400, 12, { classes: 4, spread: 1.5 });
const settings = { supervision: 90, queriesPerClass: 10, seed: 7 };

describe('a divided dataset', () => {
  test.each(PROTOCOLS)('has the points as all at once, to the bit, by the protocol %s', (name) => {
    const rows = PROTOCOL[name].divide(dataset.labels, settings);
    for (const kernels of allBackends()) {
      const normalised = normaliseRows(kernels, dataset.points);
      const seen = name === 'tutorial' ? normalised : normalised.selectRows(rows.labelled);
      const all = subtractMean(kernels, normalised, columnMeans(kernels, seen));
      const { given, select } = prepare(kernels, dataset, rows, name, (points) => points);
      expect(given.labelled).toEqual(all.selectRows(rows.labelled));
      expect(given.visible()).toEqual(all.selectRows(rows.visible));
      for (const some of [rows.queries, rows.database]) {
        expect(select(some)).toEqual(all.selectRows(some));
      }
    }
  });

  test('copies points only where they are asked for, and leaves those of the dataset alone', () => {
    const rows = PROTOCOL.paper.divide(dataset.labels, settings);
    const before = dataset.points.data.slice();
    const shared: Matrix[] = [];
    const share = (points: Matrix) => {
      shared.push(points);
      return points;
    };
    const [kernels] = allBackends();
    const { given, select } = prepare(kernels, dataset, rows, 'paper', share);
    expect(shared).toEqual([]);
    select(rows.queries);
    expect(given.visible()).toBe(given.visible());
    expect(shared.map((points) => points.rows)).toEqual([360]);
    expect(dataset.points.data).toEqual(before);
  });

  test('is hashed part by part, to the same codes', async () => {
    const rows = Uint32Array.from({ length: 20_000 }, (_, i) => i % 400);
    const [kernels] = allBackends();
    const hashers = await Promise.all(
      [7, 40].map((bits) => new RandomHyperplanes({ kernels, bits }).fit(dataset.points)),
    );
    const parts: number[] = [];
    const method = {
      lengths: hashers.map(({ bits }) => ({ bits, trainSeconds: 0, tuneSeconds: 0, settings: {} })),
      async encode(points: Matrix) {
        parts.push(points.rows);
        return hashers.map((hasher) => hasher.encode(points));
      },
    };
    const select = (some: Uint32Array) => dataset.points.selectRows(some);
    expect(await encodeRows(method, { select }, rows)).toEqual(await method.encode(select(rows)));
    expect(parts).toEqual([8192, 8192, 3616, 20_000]);
  });
});
