import { InvalidArgumentError } from '../../core/errors.ts';
import type { VectorLike } from '../../core/given.ts';
import { withinT } from './student-t.ts';
import { plainNumbers, summarise } from './summary.ts';

/** Outcome of a paired t-test. */
export interface PairedTest {
  /** Mean of a - b. */
  readonly meanDifference: number;
  /** Mean difference over its standard error; infinite where all differences are one number. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided: how often means of equal methods would differ as much. */
  readonly p: number;
}

/**
 * Paired two-sided t-test between two methods, measured on the same partitions: the partitions'
 * difficulty, which both share, drops out. It takes the differences as normal and independent.
 *
 * @param values - a value for each partition.
 * @param others - values of the other method, in the same order.
 * @returns null of fewer than two pairs.
 * @throws InvalidArgumentError if there are not as many values of each.
 */
export function pairedTTest(values: VectorLike, others: VectorLike): PairedTest | null {
  const a = plainNumbers('values', values);
  const b = plainNumbers('values', others);
  if (a.length !== b.length) {
    throw new InvalidArgumentError(`pairs need as many values of each: ${a.length}, ${b.length}`);
  }
  if (a.length < 2) return null;
  const { mean, std } = summarise(a.map((value, i) => value - b[i]));
  const degreesOfFreedom = a.length - 1;
  const same = mean === 0 && std === 0;
  const t = same ? 0 : mean / ((std as number) / Math.sqrt(a.length));
  const p = Number.isFinite(t) ? 1 - withinT(t, degreesOfFreedom) : 0;
  return { meanDifference: mean, t, degreesOfFreedom, p };
}
