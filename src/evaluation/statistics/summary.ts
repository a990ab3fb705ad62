import { checkRange, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { isVectorLike, type VectorLike } from '../../core/given.ts';
import { quantileOfT } from './student-t.ts';

/** Mean of a measure over partitions, and its spread. */
export interface Summary {
  readonly mean: number;
  /** Standard deviation of a sample (n - 1); null of one value. */
  readonly std: number | null;
}

/** Numbers of any array as plain ones. @throws InvalidArgumentError unless all are finite numbers. */
export function plainNumbers(name: string, given: VectorLike): number[] {
  if (!isVectorLike(given)) {
    throw new InvalidArgumentError(`${name} must be an array of numbers, not ${show(given)}`);
  }
  const values = Array.from(given);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return values;
  throw new InvalidArgumentError(
    `${name} must be finite numbers, but value ${wrong} (counted from 0) is ${show(values[wrong])}`,
  );
}

/** @throws InvalidArgumentError if there is no value. */
export function summarise(given: VectorLike): Summary {
  const values = plainNumbers('values', given);
  if (values.length === 0) throw new InvalidArgumentError('a mean needs at least one value');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, std: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}

/**
 * Confidence interval of the mean by Student's t: mean -/+ t std / sqrt(n). Values of partitions
 * are taken as independent, which overlapping databases make them only nearly.
 *
 * @param level - share of such intervals that hold the true mean, in (0, 1). Default 0.95.
 * @returns [low, high], or null of fewer than two values.
 */
export function confidenceInterval(
  values: VectorLike,
  level = 0.95,
): readonly [low: number, high: number] | null {
  checkRange('level', level, Number.MIN_VALUE, 1 - Number.EPSILON);
  const { mean, std } = summarise(values);
  if (std === null) return null;
  const half = (quantileOfT(level, values.length - 1) * std) / Math.sqrt(values.length);
  return [mean - half, mean + half];
}
