import type { Steps } from '../../../core/steps.ts';
import type { Moment } from '../contents.ts';
import type { TableCodes } from '../hamming/table-codes.ts';
import type { Segment } from '../segment.ts';
import { keptRows, liveIn, Snapshot } from '../snapshot.ts';
import type { VersionedCodes } from './versioned-codes.ts';
import { VersionedForm } from './versioned-form.ts';

/** Rows of one segment that are coded anew together, removed ones among them. */
export interface StaleRows {
  readonly form: VersionedForm;
  readonly segment: Segment;
  readonly first: number;
  readonly end: number;
}

/** So many at least, or a share of all rows: what stands beside them is copied each time. */
const LEAST_ROWS = 2 ** 14;
const SHARE = 1 / 16;

/**
 * The next rows to be coded anew: of the oldest version those that were added first. Null if there are
 * none.
 *
 * @param entries - at most so many.
 */
export function nextStale({ snapshot, form }: Moment, entries: number): StaleRows | null {
  if (!(form instanceof VersionedForm)) return null;
  let oldest: (StaleRows & { readonly version: number }) | null = null;
  for (const { segment } of snapshot.parts) {
    for (const run of (segment.codes as VersionedCodes).runs) {
      const { version } = run.form;
      if (run.form === form.current || version >= (oldest?.version ?? version + 1)) continue;
      oldest = { form, segment, version, first: run.first, end: run.end };
    }
  }
  if (oldest === null) return null;
  const { segment, first } = oldest;
  const most = Math.max(LEAST_ROWS, Math.ceil(snapshot.rows * SHARE));
  return { form, segment, first, end: Math.min(oldest.end, first + Math.min(most, entries)) };
}

/** Their codes by the newest hashers. */
export function codesOf({ form, segment, first, end }: StaleRows): Steps<TableCodes> {
  return form.current.tablesOf(keptRows(segment, first, end));
}

/**
 * A moment in which rows have the codes that were made of them at another, and how many of them are not
 * removed; null where the segment is gone: merged, rewritten or kept for newer hashers.
 */
export function withCodes(
  { snapshot, form }: Moment,
  { form: own, segment, first, end }: StaleRows,
  codes: TableCodes,
): { readonly moment: Moment; readonly entries: number } | null {
  const place = snapshot.parts.findIndex((part) => part.segment === segment);
  if (place < 0) return null;
  const part = snapshot.parts[place];
  const anew = (segment.codes as VersionedCodes).with(first, { form: own.current, codes });
  const parts = snapshot.parts.with(place, { ...part, segment: segment.withCodes(anew) });
  return { moment: { snapshot: new Snapshot(parts), form }, entries: liveIn(part, first, end) };
}
