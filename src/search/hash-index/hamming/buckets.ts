import { checkWhole } from '../../../core/checks.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Id } from '../types.ts';
import type { TableCodes } from './table-codes.ts';

/** The ids that share a code. */
export interface IndexBucket {
  /** The code as the tutorial's integer; see HashCodes.bucketIndex. */
  readonly index: number | bigint;
  /** In order of insertion. */
  readonly ids: readonly Id[];
}

/** The buckets of one table, the fullest first, ties by index. */
export function bucketsOf(snapshot: Snapshot, table: number, tables: number): IndexBucket[] {
  checkWhole('table', table, 0, tables - 1);
  const buckets = new Map<number | bigint, Id[]>();
  for (const { segment, removed } of snapshot.parts) {
    const codes = (segment.codes as TableCodes).tables[table];
    for (const [row, id] of segment.ids.entries()) {
      if (removed.has(row)) continue;
      const index = codes.bucketIndex(row);
      const ids = buckets.get(index);
      if (ids) ids.push(id);
      else buckets.set(index, [id]);
    }
  }
  return [...buckets]
    .map(([index, ids]) => ({ index, ids }))
    .sort((a, b) => b.ids.length - a.ids.length || (a.index < b.index ? -1 : 1));
}
