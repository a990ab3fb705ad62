import type { IndexBucket } from '../../search/hash-index/hamming/buckets.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { type BucketFit, suggestBits } from './suggest-bits.ts';

/** What a table's buckets are: counts of all, and those that are shown. */
export interface BucketsReport {
  readonly table: number;
  readonly bits: number;
  readonly size: number;
  /** Buckets of the table, and how many hold `minSize` or more. */
  readonly count: number;
  readonly minSize: number;
  readonly withMinSize: number;
  readonly largest: number;
  /** Others with which a vector shares its bucket, on average. */
  readonly shared: number;
  /** The length of codes with which about ten would be, where it is another. */
  readonly suggested: BucketFit | null;
  readonly buckets: readonly ReportedBucket[];
}

export interface ReportedBucket {
  /** The code as a binary number: a text, since it may be larger than a number holds. */
  readonly index: string;
  readonly ids: readonly Id[];
  /** The class of each id; left out where the index has no classes. */
  readonly classes?: readonly (string | null)[];
}

/** Buckets of one table with at least so many ids, the fullest first, up to a limit. */
export function reportBuckets(
  index: HashIndex,
  { table, minSize, limit }: { table: number; minSize: number; limit: number },
): BucketsReport {
  const buckets = index.buckets(table);
  const full = buckets.filter(({ ids }) => ids.length >= minSize);
  const classOf = classesById(index.metadata.classes);
  const bits = index.stats.bits[table];
  const { now, suggested } = suggestBits(buckets, bits);
  return {
    table,
    bits,
    size: index.size,
    count: buckets.length,
    minSize,
    withMinSize: full.length,
    largest: buckets[0]?.ids.length ?? 0,
    shared: now.shared,
    suggested,
    buckets: full.slice(0, limit).map((bucket) => reported(bucket, classOf)),
  };
}

function reported(
  { index, ids }: IndexBucket,
  classOf: ReadonlyMap<Id, string> | null,
): ReportedBucket {
  const classes = classOf && ids.map((id) => classOf.get(id) ?? null);
  return { index: String(index), ids, ...(classes && { classes }) };
}

/** What `hashplane index` wrote into the metadata; null if it is not there. */
function classesById(classes: unknown): Map<Id, string> | null {
  if (!Array.isArray(classes)) return null;
  const byId = new Map<Id, string>();
  for (const each of classes) {
    const { name, ids } = Object(each) as { name?: unknown; ids?: unknown };
    if (typeof name !== 'string' || !Array.isArray(ids)) return null;
    for (const id of ids) byId.set(id, name);
  }
  return byId;
}
