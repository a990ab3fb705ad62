import type { ShownBucket, SplitStep, TableStep } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { shortened } from '../output/shortened.ts';
import { table } from '../output/table.ts';
import { classesText, fitting, named, percent } from './parts.ts';

const WIDTH = 80;

/** Step 5. */
export function tableText(step: TableStep, row: number, paint: Paint): string {
  const { rows, buckets, meanSize, largest, withTwoOrMore, own, fullest, good, poor } = step;
  const counted =
    `${count(rows, 'row')} in ${count(buckets, 'bucket')}: mean size ${meanSize.toFixed(2)}, ` +
    `largest ${count(largest)}, ${count(withTwoOrMore)} with two or more`;
  const examples: [string, ShownBucket | null][] = [
    [`that of row ${row}`, own],
    ['a pure one', good],
    ['a mixed one', poor],
  ];
  return [
    counted,
    `${paint('bold', 'the fullest')}\n${fullest.map((bucket) => bucketLine(bucket, paint)).join('\n')}`,
    ...examples.flatMap(([title, bucket]) =>
      bucket ? [`${paint('bold', title)}\n${bucketLine(bucket, paint)}\n${rowsLine(bucket)}`] : [],
    ),
  ].join('\n\n');
}

function bucketLine({ index, size, classes, purity }: ShownBucket, paint: Paint): string {
  const shown = shortened(index);
  const share = `${percent(purity)} pure`;
  const head = `  bucket ${shown}: ${count(size)}, ${share}: `;
  return `  bucket ${paint('blue', shown)}: ${count(size)}, ${share}: ${classesText(classes, WIDTH - head.length)}`;
}

function rowsLine({ rows, size }: ShownBucket): string {
  const shown = rows.map(({ row }) => String(row));
  return `  rows ${fitting(size > rows.length ? [...shown, '...'] : shown, WIDTH - 7)}`;
}

/** Step 6: the parts as a bar, and as a table. */
export function splitText({ seed, parts }: SplitStep, paint: Paint): string {
  const marks = { queries: '?', database: '█', train: '▒' } as const;
  const colours = { queries: 'yellow', database: 'blue', train: 'green' } as const;
  const bar = parts
    .map(({ name, share }) =>
      paint(colours[name], marks[name].repeat(Math.max(1, Math.round(share * 74)))),
    )
    .join('');
  const rows = parts.map(({ name, size, share, first }) => [
    name,
    count(size),
    percent(share),
    fitting(
      first.slice(0, 3).map((each) => `${each.row} ${named(each.name, 12)}`),
      50,
    ),
  ]);
  return [
    bar,
    table(['part', 'rows', 'share', 'the first'], rows, paint),
    `split seed ${seed}`,
  ].join('\n\n');
}
