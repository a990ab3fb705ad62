import type { Dataset } from '../../data/dataset/dataset.ts';
import type {
  ExampleBucket,
  MethodDetails,
  MethodResult,
  RadiusResult,
} from '../../evaluation/tutorial/result.ts';
import type { TutorialRun } from '../../evaluation/tutorial/run.ts';
import { ALPHA_NOTE } from '../../evaluation/tutorial/settings.ts';
import type { Colour, Paint } from '../output/colour.ts';
import { plot, type Series } from '../output/plot.ts';
import { printable } from '../output/printable.ts';
import { shortened } from '../output/shortened.ts';
import { table } from '../output/table.ts';
import { wrap } from '../output/wrap.ts';

/** Marks that differ in shape, not in colour alone. */
const STYLES: readonly { mark: string; colour: Colour }[] = [
  { mark: '●', colour: 'blue' },
  { mark: '▲', colour: 'yellow' },
  { mark: '■', colour: 'green' },
];

const fraction = (value: number | null) => (value === null ? '-' : value.toFixed(3));
const count = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
/** Five characters up to 99.99 ms and 9,999 candidates: tables by radius fit 80 columns. */
const millis = (value: number) => value.toFixed(value < 9.9995 ? 3 : 2);
const candidates = (value: number) => (value < 99.95 ? value.toFixed(1) : count(Math.round(value)));
/** "1 query", "2 queries". */
const amount = (value: number, one: string, many: string) =>
  `${count(value)} ${value === 1 ? one : many}`;

/** The most radii that a table or a plot shows. */
const MOST_RADII = 11;

/** Everything that the terminal shows after the job. */
export function tutorialText(
  run: TutorialRun,
  dataset: Dataset,
  seconds: number,
  paint: Paint,
): string {
  const { result, settings } = run;
  const { split } = result;
  const parts = [
    `${paint('bold', printable(result.dataset.name))}: ${count(result.dataset.rows)} rows of ` +
      `${amount(result.dataset.dimensions, 'value', 'values')}, ${result.dataset.classes} classes\n` +
      `${amount(split.queries, 'query', 'queries')}, ${count(split.database)} in the database, ` +
      `${count(split.train)} for training; backend ${result.backend}`,
  ];
  for (const bits of settings.bits) {
    const methods = result.methods.filter((method) => method.bits === bits).map(thinned);
    const details = run.details.filter((detail) => detail.bits === bits);
    parts.push(paint('bold', `━━ ${amount(bits, 'bit', 'bits')} ━━`));
    parts.push(bucketsText(methods[0], details[0], dataset, paint));
    parts.push(methodsTable(methods, details, paint));
    parts.push(radiusTables(methods, settings.top, paint));
    if (methods[0].step > 1) {
      parts.push(paint('dim', `One radius in ${methods[0].step} is shown; --json has them all.`));
    }
    parts.push(...plots(methods, settings.top, paint));
  }
  if (settings.bits.length > 1) parts.push(byBitsTable(run, paint));
  parts.push(
    `Exact cosine search of the database: precision@${settings.top} ` +
      `${fraction(result.exact.precisionAtK)}, ${millis(result.exact.meanQueryMillis)} ms a query`,
  );
  parts.push(wrap(ALPHA_NOTE));
  parts.push(paint('dim', `${seconds.toFixed(1)} s in all`));
  return `${parts.join('\n\n')}\n`;
}

function bucketsText(
  lsh: MethodResult,
  details: MethodDetails,
  dataset: Dataset,
  paint: Paint,
): string {
  const { buckets } = lsh;
  return [
    `${paint('bold', 'LSH buckets')}: ${count(buckets.count)}, mean size ` +
      `${buckets.meanSize.toFixed(2)}, largest ${count(buckets.largest)}; ` +
      `${count(details.withTwoOrMore)} hold two or more`,
    `  row 0 is in bucket ${shortened(details.firstRowBucket)}`,
    exampleText('a good one', details.good, dataset),
    exampleText('a poor one', details.poor, dataset),
  ].join('\n');
}

function exampleText(title: string, bucket: ExampleBucket | null, dataset: Dataset): string {
  if (!bucket) return `  ${title}: no bucket of 4 to 12 rows`;
  const counts = new Map<number, number>();
  for (const row of bucket.rows) {
    counts.set(dataset.labels[row], (counts.get(dataset.labels[row]) ?? 0) + 1);
  }
  const classes = [...counts].sort(([, a], [, b]) => b - a);
  const names = classes.map(([label, n]) => `${n} × ${className(dataset, label)}`);
  return `  ${title}, ${shortened(bucket.index)}: ${names.join(', ')}`;
}

function className(dataset: Dataset, label: number): string {
  return printable(dataset.classNames?.[label] ?? `class ${label}`);
}

/** The method with evenly spaced radii, as many as fit a terminal. */
function thinned(method: MethodResult): MethodResult & { readonly step: number } {
  const step = Math.ceil(method.byRadius.length / MOST_RADII);
  return { ...method, step, byRadius: method.byRadius.filter(({ radius }) => radius % step === 0) };
}

function methodsTable(
  methods: readonly MethodResult[],
  details: readonly MethodDetails[],
  paint: Paint,
): string {
  const rows = methods.map((method, i) => [
    method.name,
    method.trainSeconds.toFixed(3),
    fraction(method.meanAveragePrecision),
    count(method.buckets.count),
    method.buckets.meanSize.toFixed(2),
    count(method.buckets.largest),
    details[i].flippedShare === null ? '-' : `${(details[i].flippedShare * 100).toFixed(1)}%`,
  ]);
  const header = ['method', 'train s', 'mAP', 'buckets', 'mean size', 'largest', 'bits flipped'];
  return table(header, rows, paint);
}

function radiusTables(methods: readonly MethodResult[], top: number, paint: Paint): string {
  const radii = methods[0].byRadius.map(({ radius }) => `r=${radius}`);
  const byRadius = (title: string, value: (result: RadiusResult) => string) =>
    table(
      [title, ...radii],
      methods.map(({ name, byRadius }) => [name, ...byRadius.map(value)]),
      paint,
      ' ',
    );
  return [
    byRadius(`precision@${top}`, (r) => fraction(r.precisionAtK)),
    byRadius('with empty = 0', (r) => fraction(r.precisionAtKEmptyAsZero)),
    byRadius('empty queries', (r) => count(r.emptyQueries)),
    byRadius('candidates', (r) => candidates(r.meanCandidates)),
    byRadius('ms a query', (r) => millis(r.meanQueryMillis)),
  ].join('\n\n');
}

function plots(methods: readonly MethodResult[], top: number, paint: Paint): string[] {
  const series = (value: (result: RadiusResult) => number | null): Series[] =>
    methods.map((method, i) => ({
      name: method.name,
      ...STYLES[i],
      values: method.byRadius.map(value),
    }));
  const xTicks = methods[0].byRadius.map(({ radius }) => String(radius));
  const shared = { xLabel: 'Hamming radius', xTicks };
  return [
    plot(
      series((r) => r.precisionAtK),
      { ...shared, title: `precision@${top} by radius`, format: (v) => v.toFixed(2) },
      paint,
    ),
    plot(
      series((r) => r.meanQueryMillis),
      {
        ...shared,
        title: 'milliseconds a query by radius (logarithmic)',
        logarithmic: true,
        format: (v) => v.toPrecision(2),
      },
      paint,
    ),
  ];
}

/** Precision at radius 0, 1 and 2 for every code length, as the tutorial's text promises. */
function byBitsTable(run: TutorialRun, paint: Paint): string {
  const { methods } = run.result;
  const names = [...new Set(methods.map((method) => method.name))];
  const radii = [0, 1, 2].filter((r) => methods.every((m) => r < m.byRadius.length));
  const header = [`precision@${run.settings.top} by bits`, 'bits', ...radii.map((r) => `r=${r}`)];
  const rows = names.flatMap((name) =>
    methods
      .filter((method) => method.name === name)
      .map(({ bits, byRadius }, i) => [
        i === 0 ? name : '',
        String(bits),
        ...radii.map((r) => fraction(byRadius[r].precisionAtK)),
      ]),
  );
  return table(header, rows, paint);
}
