import { checkObject, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkMatrix } from '../core/matrix.ts';
import type { Dataset } from '../data/dataset/dataset.ts';

/** Throws unless `dataset` is one as `readDataset` gives it: a name, points and their labels. */
export function checkDataset(dataset: Dataset): void {
  checkObject('dataset', dataset);
  const { name, points, labels } = dataset;
  if (typeof name !== 'string') {
    throw new InvalidArgumentError(`the name of the dataset must be a text, not ${show(name)}`);
  }
  checkMatrix('the points of the dataset', points);
  if (!(labels instanceof Int32Array) || labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `the labels of the dataset must be an Int32Array of ${points.rows}, not ${show(labels)}`,
    );
  }
}
