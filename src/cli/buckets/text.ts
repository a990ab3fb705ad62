import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import type { BucketsReport, ReportedBucket } from './report.ts';

/** Ids that are shown of one bucket. */
const SHOWN_IDS = 8;
const MOST_DIGITS = 20;

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
  return `${[heading, ...buckets.map((bucket) => bucketText(bucket, paint)), ...more].join('\n')}\n`;
}

function bucketText({ index, ids, classes }: ReportedBucket, paint: Paint): string {
  const shown = ids.slice(0, SHOWN_IDS).map((id, i) => {
    const name = classes?.[i];
    return printable(name ? `${id} (${name})` : String(id));
  });
  const rest = ids.length > SHOWN_IDS ? ', ...' : '';
  return `  ${paint('bold', shortened(index))}: ${ids.length} × ${shown.join(', ')}${rest}`;
}

function shortened(index: string): string {
  if (index.length <= MOST_DIGITS) return index;
  return `${index.slice(0, 8)}…${index.slice(-8)} (${index.length} digits)`;
}
