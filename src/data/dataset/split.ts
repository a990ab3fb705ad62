import { checkWhole, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../core/random/random-state.ts';

/** Row numbers of the two parts of a split, each in random order. */
export interface TrainTestSplit {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** How much of a data set goes to each part; the rest is the database. */
export interface SplitSizes {
  /** Query set: a fraction of all rows, in (0, 1), or a whole number of rows. */
  readonly queries: number;
  /** Training set: a fraction of the rows that are no queries, or a whole number of rows. */
  readonly train: number;
  /** Seed of both permutations: a whole number from 0 to 2^32 - 1. */
  readonly seed: number;
}

/** Row numbers of the three parts: disjoint, and together all rows. */
export interface DatasetSplit {
  readonly queries: Uint32Array;
  readonly train: Uint32Array;
  readonly database: Uint32Array;
}

/**
 * Splits the rows 0 to n - 1 at random into a training and a test part, with the same rows in the
 * same order as scikit-learn's `train_test_split(random_state=seed)`: one permutation, of which
 * the first ceil(testSize * n) are the test part. Cost: O(n).
 *
 * @param n - number of rows, at least 2.
 * @param testSize - a fraction in (0, 1), or a whole number of rows.
 * @param seed - a whole number from 0 to 2^32 - 1.
 * @throws InvalidArgumentError if an argument is out of range or a part would be empty.
 */
export function trainTestSplit(n: number, testSize: number, seed: number): TrainTestSplit {
  checkRows(n, 2);
  return splitFirst(n, partSize('testSize', testSize, n), seed);
}

/**
 * Splits the rows 0 to n - 1 into query, training and database set as the tutorial does, with two
 * splits by the same seed: queries off all rows, then training rows off the others. Cost: O(n).
 *
 * @param n - number of rows, at least 3.
 * @throws InvalidArgumentError if a size is out of range or a part would be empty.
 */
export function splitDataset(n: number, sizes: SplitSizes): DatasetSplit {
  checkRows(n, 3);
  checkOptions('splitDataset', sizes, { queries: 1, train: 1, seed: 1 });
  const { seed } = sizes;
  const queries = partSize('queries', sizes.queries, n);
  const train = partSize('train', sizes.train, n - queries);
  const first = splitFirst(n, queries, seed);
  const second = splitFirst(n - queries, train, seed);
  // The second split numbers the rows that the first one left over; map back to original rows.
  const original = (index: number) => first.train[index];
  return {
    queries: first.test,
    train: second.test.map(original),
    database: second.train.map(original),
  };
}

function splitFirst(n: number, testCount: number, seed: number): TrainTestSplit {
  const order = new RandomState(seed).permutation(n);
  return { train: order.slice(testCount), test: order.slice(0, testCount) };
}

function checkRows(n: number, least: number): void {
  checkWhole('n', n, least, 2 ** 32 - 1);
}

/** The number of rows that `size` means out of `rows`, at least one of which must be left. */
function partSize(name: string, size: number, rows: number): number {
  const fraction = typeof size === 'number' && size > 0 && size < 1;
  if (!fraction && !(Number.isInteger(size) && size >= 1)) {
    throw new InvalidArgumentError(
      `${name} must be a fraction between 0 and 1 or a whole number of at least 1, not ${show(size)}`,
    );
  }
  const count = fraction ? Math.ceil(size * rows) : size;
  if (count >= rows) {
    const taken = fraction ? `${size} (${count} of ${rows} rows)` : `${size} of ${rows} rows`;
    throw new InvalidArgumentError(`${name} must leave at least one row, not take ${taken}`);
  }
  return count;
}
