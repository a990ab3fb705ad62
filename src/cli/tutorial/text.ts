import type { Dataset } from '../../data/dataset.ts';
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
import { table } from '../output/table.ts';

/** Marks that differ in shape, not in colour alone. */
const STYLES: readonly { mark: string; colour: Colour }[] = [
  { mark: '●', colour: 'blue' },
  { mark: '▲', colour: 'yellow' },
  { mark: '■', colour: 'green' },
];

const fraction = (value: number | null) => (value === null ? '-' : value.toFixed(3));
const count = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
const millis = (value: number) => value.toFixed(value < 0.1 ? 3 : 2);

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
    `${paint('bold', result.dataset.name)}: ${count(result.dataset.rows)} rows of ` +
      `${result.dataset.dimensions} values, ${result.dataset.classes} classes\n` +
      `${count(split.queries)} queries, ${count(split.database)} in the database, ` +
      `${count(split.train)} for training; backend ${result.backend}`,
  ];
  for (const bits of settings.bits) {
    const methods = result.methods.filter((method) => method.bits === bits);
    const details = run.details.filter((detail) => detail.bits === bits);
    parts.push(paint('bold', `━━ ${bits} bits ━━`));
    parts.push(bucketsText(methods[0], details[0], dataset, paint));
    parts.push(methodsTable(methods, details, paint));
    parts.push(radiusTable(methods, settings.top, paint));
    parts.push(...plots(methods, settings.top, paint));
  }
  if (settings.bits.length > 1) parts.push(byBitsTable(run, paint));
  parts.push(
    `Exact cosine search over the whole database: precision@${settings.top} ` +
      `${fraction(result.exact.precisionAtK)}, ${millis(result.exact.meanQueryMillis)} ms a query`,
  );
  parts.push(wrap(ALPHA_NOTE, 80));
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
      `${count(details.withTwoOrMore)} hold two or more; row 0 is in bucket ${details.firstRowBucket}`,
    exampleText('a good one', details.good, dataset),
    exampleText('a poor one', details.poor, dataset),
  ].join('\n');
}

function exampleText(title: string, bucket: ExampleBucket | null, dataset: Dataset): string {
  if (!bucket) return `  ${title}: no bucket of 4 to 12 rows`;
  const names = bucket.rows.map((row) => className(dataset, dataset.labels[row]));
  return `  ${title}, ${bucket.index}: ${names.join(', ')}`;
}

function className(dataset: Dataset, label: number): string {
  return dataset.classNames?.[label] ?? String(label);
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

function radiusTable(methods: readonly MethodResult[], top: number, paint: Paint): string {
  const header = [`precision@${top}`, ...methods[0].byRadius.map(({ radius }) => `r=${radius}`)];
  const rowsOf = (label: string, value: (result: RadiusResult) => string) =>
    methods.map((method) => [`${method.name}${label}`, ...method.byRadius.map(value)]);
  return [
    table(
      header,
      rowsOf('', (r) => fraction(r.precisionAtK)),
      paint,
    ),
    table(
      ['empty counts as 0', ...header.slice(1)],
      rowsOf('', (r) => fraction(r.precisionAtKEmptyAsZero)),
      paint,
    ),
    table(
      ['empty queries', ...header.slice(1)],
      rowsOf('', (r) => String(r.emptyQueries)),
      paint,
    ),
    table(
      ['candidates', ...header.slice(1)],
      rowsOf('', (r) => count(Math.round(r.meanCandidates * 10) / 10)),
      paint,
    ),
    table(
      ['ms a query', ...header.slice(1)],
      rowsOf('', (r) => millis(r.meanQueryMillis)),
      paint,
    ),
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
  const header = [
    `precision@${run.settings.top} by bits`,
    ...run.settings.bits.flatMap((bits) => radii.map((r) => `${bits} bits r=${r}`)),
  ];
  const rows = names.map((name) => [
    name,
    ...run.settings.bits.flatMap((bits) => {
      const method = methods.find((m) => m.name === name && m.bits === bits);
      return radii.map((r) => fraction(method?.byRadius[r].precisionAtK ?? null));
    }),
  ]);
  return table(header, rows, paint);
}

function wrap(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join('\n');
}
