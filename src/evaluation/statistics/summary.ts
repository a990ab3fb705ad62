import { checkRange } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { quantileOfT } from './student-t.ts';

/** Mean of a measure over partitions, and its spread. */
export interface Summary {
  readonly mean: number;
  /** Standard deviation of a sample (n - 1); null of one value. */
  readonly std: number | null;
}

/** @throws InvalidArgumentError if there is no value. */
export function summarise(values: readonly number[]): Summary {
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
  values: readonly number[],
  level = 0.95,
): readonly [low: number, high: number] | null {
  checkRange('level', level, Number.MIN_VALUE, 1 - Number.EPSILON);
  const { mean, std } = summarise(values);
  if (std === null) return null;
  const half = (quantileOfT(level, values.length - 1) * std) / Math.sqrt(values.length);
  return [mean - half, mean + half];
}
