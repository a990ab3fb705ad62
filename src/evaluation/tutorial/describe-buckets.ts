import type { HashTable } from '../../search/hash-table.ts';
import { withClasses } from '../labelled-buckets.ts';
import type { BucketSummary, ExampleBucket } from './result.ts';

/** Sizes of buckets that are worth showing as examples. */
const SMALLEST_EXAMPLE = 4;
const LARGEST_EXAMPLE = 12;

/** How many buckets there are, and how full. */
export function summariseBuckets(table: HashTable): BucketSummary {
  return {
    count: table.bucketCount,
    meanSize: table.size / table.bucketCount,
    largest: table.largestBucket,
  };
}

/** Bucket sizes, and one bucket that mostly holds one class beside one that mixes them. */
export function describeBuckets(
  table: HashTable,
  labels: Int32Array,
): {
  sizes: number[];
  withTwoOrMore: number;
  good: ExampleBucket | null;
  poor: ExampleBucket | null;
} {
  const sizes = new Array<number>(table.largestBucket).fill(0);
  let good: ExampleBucket | null = null;
  let poor: ExampleBucket | null = null;
  for (const { index, rows } of table.buckets()) {
    sizes[rows.length - 1]++;
    if (rows.length < SMALLEST_EXAMPLE || rows.length > LARGEST_EXAMPLE) continue;
    const example = {
      index: String(index),
      rows: Array.from(rows),
      purity: withClasses({ index, rows }, labels).purity,
    };
    if (!good || isBetter(example, good)) good = example;
    if (!poor || example.purity < poor.purity) poor = example;
  }
  return { sizes, withTwoOrMore: table.bucketCount - (sizes[0] ?? 0), good, poor };
}

function isBetter(a: ExampleBucket, b: ExampleBucket): boolean {
  return a.purity > b.purity || (a.purity === b.purity && a.rows.length > b.rows.length);
}
