import { columnMeans, normaliseRows } from '../../../preparation/preprocess.ts';
import type { LabState } from '../lab.ts';
import { storyOf } from '../stories.ts';

/** A row of the dataset on its way to the hyperplanes, one value a dimension. */
export interface RowStages {
  readonly row: number;
  readonly given: Float32Array;
  /** Divided by its length. */
  readonly unit: Float32Array;
  /** Of all rows of length 1. */
  readonly mean: Float32Array;
  /** What is hashed: unit - mean. */
  readonly prepared: Float32Array;
}

export async function rowStages(lab: LabState, given: { row: number }): Promise<RowStages> {
  const { kernels } = lab;
  const { points } = await lab.dataset;
  const story = await storyOf(lab, given.row);
  const { row } = story.settings;
  const mean = await lab.once('mean of unit rows', () =>
    columnMeans(kernels, normaliseRows(kernels, points)),
  );
  const values = points.selectRows([row]);
  return {
    row,
    given: values.data,
    unit: normaliseRows(kernels, values).data,
    mean,
    prepared: story.points.selectRows([row]).data,
  };
}
