import { InvalidArgumentError } from '../../core/errors.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { splitDataset } from '../../data/dataset/split.ts';
import type { TutorialSettings } from '../../evaluation/tutorial/settings.ts';
import { asUsage, UsageError } from '../errors.ts';

const PARTS = 3;

/** Refuses, before any work, a split that leaves a part empty or a training set of one class. */
export function checkSplit(dataset: Dataset, settings: TutorialSettings): void {
  const { name, points, labels } = dataset;
  if (points.rows < PARTS) {
    throw new InvalidArgumentError(
      `${name}: there must be at least ${PARTS} rows, one each for the queries, the training set ` +
        `and the database, not ${points.rows}`,
    );
  }
  const { queries, train, splitSeed: seed } = settings;
  const split = asUsage(() => splitDataset(points.rows, { queries, train, seed }));
  const classes = new Set(Array.from(split.train, (row) => labels[row]));
  // A dataset of one class is refused in words of its own.
  if (classes.size < 2 && new Set(labels).size > 1) {
    const { length } = split.train;
    const rows = length === 1 ? '1 row is' : `${length} rows are`;
    throw new UsageError(
      `--train must give a training set of two classes or more, but its ${rows} of one class: ` +
        `take more rows or another --split-seed`,
    );
  }
}
