import { createKernels } from '../../kernels/create.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import type { IndexBucket } from '../../search/hash-index/buckets.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { printable, UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { bucketsText } from './text.ts';

/** Options as commander parsed them. */
export interface BucketsOptions {
  readonly table: number;
  readonly minSize: number;
  readonly limit?: number;
  readonly json?: boolean;
}

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
  readonly buckets: readonly ReportedBucket[];
}

export interface ReportedBucket {
  /** The code as a binary number: a text, since it may be larger than a number holds. */
  readonly index: string;
  readonly ids: readonly Id[];
  /** The class of each id; left out where the index has no classes. */
  readonly classes?: readonly (string | null)[];
}

const SHOWN = 20;

export async function runBucketsCommand(file: string, options: BucketsOptions): Promise<void> {
  const progress = progressLine();
  try {
    progress.update(`reading ${printable(file)}`, 0);
    // Nothing is computed here: any backend will do.
    const index = await loadIndexFile(file, { kernels: await createKernels() });
    const { tables } = index.stats;
    if (options.table >= tables) {
      throw new UsageError(`--table must be from 0 to ${tables - 1}, not ${options.table}`);
    }
    const limit = options.limit ?? (options.json ? Number.POSITIVE_INFINITY : SHOWN);
    const report = reportOf(index, options, limit);
    progress.clear();
    process.stdout.write(
      options.json ? `${JSON.stringify(report)}\n` : bucketsText(report, painter(process.stdout)),
    );
  } finally {
    progress.clear();
  }
}

function reportOf(
  index: HashIndex,
  { table, minSize }: BucketsOptions,
  limit: number,
): BucketsReport {
  const buckets = index.buckets(table);
  const full = buckets.filter(({ ids }) => ids.length >= minSize);
  const classOf = classesById(index.metadata.classes);
  return {
    table,
    bits: index.stats.bits[table],
    size: index.size,
    count: buckets.length,
    minSize,
    withMinSize: full.length,
    largest: buckets[0]?.ids.length ?? 0,
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
