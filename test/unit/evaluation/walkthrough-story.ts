// The dataset and the settings of the story that several tests tell.
import type { Dataset } from '../../../src/data/dataset/dataset.ts';
import { gaussianClasses } from '../../support/points.ts';

export const { points, labels } = gaussianClasses({
  ...{ rows: 400, classes: 3, dimensions: 8 },
  ...{ distance: 2, seed: 6 },
});
export const classNames = ['red', 'green', 'blue'];
export const dataset: Dataset = { name: 'three classes', classNames, points, labels };
export const BITS = 6;
export const settings = {
  ...{ bits: BITS, seed: 3, queries: 30, train: 60, maxRadius: 4, top: 7 },
  ...{ row: 5, query: 2, alpha: 0.9 },
};
