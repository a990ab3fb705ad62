import { refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';
import type { Labels } from '../models/supervision.ts';
import { type Bucket, HashTable } from '../search/hash-table.ts';

/** How many rows are of one class. */
export interface ClassCount {
  readonly label: number;
  readonly count: number;
}

/** A bucket of a hash table and the classes of its rows. */
export interface LabelledBucket extends Bucket {
  /** The commonest class first, ties by ascending label. */
  readonly classes: readonly ClassCount[];
  /** Share of the commonest class, above 0 and at most 1. */
  readonly purity: number;
}

/**
 * Every bucket of a hash table with the classes of its rows: the fullest first, ties in the order of
 * `table.buckets()`. Hashing is good where buckets are pure and hold many rows. Cost: O(rows).
 *
 * @param labels - the class of each row of the table.
 * @throws InvalidArgumentError unless there is a label for each row.
 */
export function labelledBuckets(table: HashTable, labels: Labels): LabelledBucket[] {
  if (!(table instanceof HashTable)) refuse('the table', 'a HashTable', table);
  const own = asIntegers('labels', labels, Int32Array);
  if (own.length !== table.size) {
    throw new InvalidArgumentError(
      `a table of ${table.size} rows needs as many labels, not ${own.length}`,
    );
  }
  return [...table.buckets()]
    .map((bucket) => withClasses(bucket, own))
    .sort((a, b) => b.rows.length - a.rows.length);
}

/** As `labelledBuckets`, for one bucket; checks nothing. */
export function withClasses(bucket: Bucket, labels: Int32Array): LabelledBucket {
  const classes = classCounts(bucket.rows, labels);
  return { ...bucket, classes, purity: classes[0].count / bucket.rows.length };
}

/** Classes of some rows, the commonest first, ties by ascending label. */
export function classCounts(rows: Iterable<number>, labels: Int32Array): ClassCount[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count || a.label - b.label,
  );
}
