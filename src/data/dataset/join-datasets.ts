import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import type { Dataset } from './dataset.ts';

/**
 * The rows of several datasets, one after another: what is published as a training and a test set,
 * for instance. Class names and the image's shape are those of the first. Cost: one copy.
 *
 * @throws InvalidArgumentError if points differ in their dimensions.
 */
export function joinDatasets(parts: readonly Dataset[], name?: string): Dataset {
  const [first] = parts;
  if (!first) throw new InvalidArgumentError('there must be a dataset to join');
  const { cols } = first.points;
  for (const part of parts) {
    if (part.points.cols !== cols) {
      throw new InvalidArgumentError(
        `${part.name}: points have ${part.points.cols} values where those of ${first.name} have ` +
          `${cols}`,
      );
    }
  }
  const joined = name ?? parts.map((part) => part.name).join(' + ');
  if (parts.length === 1) return { ...first, name: joined };
  const rows = parts.reduce((sum, { points }) => sum + points.rows, 0);
  const data = new Float32Array(rows * cols);
  const labels = new Int32Array(rows);
  let at = 0;
  for (const part of parts) {
    data.set(part.points.data, at * cols);
    labels.set(part.labels, at);
    at += part.points.rows;
  }
  return { ...first, name: joined, points: new Matrix(data, rows, cols), labels };
}
