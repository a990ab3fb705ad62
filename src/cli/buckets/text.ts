import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import { shortened } from '../output/shortened.ts';
import type { BucketsReport, ReportedBucket } from './report.ts';

/** Ids that are shown of one bucket. */
const SHOWN_IDS = 8;

/** Buckets for people: how many, and the ids in the fullest, with their classes. */
export function bucketsText(report: BucketsReport, paint: Paint): string {
  const { table, bits, size, count, minSize, withMinSize, largest, buckets } = report;
  const number = (n: number) => n.toLocaleString('en-US');
  const heading =
    `${paint('bold', `Table ${table}`)}, ${bits} bits: ${number(size)} vectors in ${number(count)} ` +
    `buckets, mean size ${(size / Math.max(1, count)).toFixed(2)}, largest ${number(largest)}; ` +
    `${number(withMinSize)} hold ${number(minSize)} or more`;
  const rest = withMinSize - buckets.length;
  const more = rest > 0 ? [`... and ${number(rest)} more: --limit shows them`] : [];
  const lines = [heading, ...buckets.map((bucket) => bucketText(bucket, paint)), ...more];
  return `${lines.join('\n')}\n${adviceOf(report)}`;
}

/** How many are of which class, where the index knows, and the first ids. */
function bucketText({ index, ids, classes }: ReportedBucket, paint: Paint): string {
  const shown = ids.slice(0, SHOWN_IDS).map((id) => printable(String(id)));
  const rest = ids.length > SHOWN_IDS ? ', ...' : '';
  const counts = classes ? `${countsOf(classes)}; ids ` : `${ids.length} × `;
  return `  ${paint('bold', shortened(index))}: ${counts}${shown.join(', ')}${rest}`;
}

/** `12 × Sneaker, 1 × Bag`: the commonest first, as the tutorial has it. */
function countsOf(classes: readonly (string | null)[]): string {
  const counts = new Map<string, number>();
  for (const name of classes) {
    const shown = name ?? 'no class';
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} × ${printable(name)}`)
    .join(', ');
}

/** How long codes should be for searches in buckets. */
function adviceOf({ bits, shared, suggested, size }: BucketsReport): string {
  if (size === 0) return '';
  const others = (n: number) =>
    `${n < 9.95 ? n.toFixed(1) : Math.round(n).toLocaleString('en-US')} others`;
  const now = `A vector shares its bucket with ${others(shared)} on average`;
  if (!suggested) return `\n${now}\n`;
  const length = suggested.bits < bits ? 'shorter' : 'longer';
  return (
    `\n${now}; codes of ${suggested.bits} bits would make it about ${others(suggested.shared)}.\n` +
    `For searches in buckets make an index of ${length} codes: hashplane index ... --bits ${suggested.bits}\n`
  );
}
