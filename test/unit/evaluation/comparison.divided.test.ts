import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.ts';
import { prepare } from '../../../src/evaluation/comparison/divided.ts';
import { PROTOCOLS } from '../../../src/evaluation/protocols/protocol.ts';
import { PROTOCOL } from '../../../src/evaluation/protocols/registry.ts';
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
    expect(shared.map((points) => points.rows)).toEqual([40, 360]);
    expect(dataset.points.data).toEqual(before);
  });
});
