import { el, fill, place } from '../../page/dom.ts';
import { count } from '../../page/format.ts';
import { dataTable, table } from '../../page/tables.ts';
import type { EvaluationPageData, PageCell } from '../data.ts';
import { spread, value } from './figures.ts';
import { byMethod, type MethodStyles } from './methods.ts';

/** Mean average precision: a row a method, a column a code length, the best of each in bold. */
export function glance(
  { settings, protocol }: EvaluationPageData,
  cells: readonly PageCell[],
  styles: MethodStyles,
): void {
  const lengths = [...settings.bits].sort((a, b) => a - b);
  const best = lengths.map((bits) =>
    Math.max(...cells.map((c) => (c.bits === bits ? c.meanAveragePrecision.mean : 0))),
  );
  const isOwn = ({ bits }: PageCell) => bits === null || !lengths.includes(bits);
  const hasOwn = cells.some(isOwn);
  const hasAccuracy = cells.some(({ accuracy }) => accuracy !== null);
  const rows = byMethod(cells).map((own) => [
    styles.named(own[0]),
    ...lengths.map((bits, i) => {
      const cell = own.find((one) => one.bits === bits);
      if (!cell) return '–';
      const isBest = cell.meanAveragePrecision.mean === best[i];
      const text = spread(cell.meanAveragePrecision);
      return isBest ? el('span', { class: 'best' }, text) : text;
    }),
    ...(hasOwn ? [otherColumn(own.find(isOwn))] : []),
    ...(hasAccuracy ? [accuracyColumn(own)] : []),
  ]);
  const [{ supervision, partitions, direction }] = cells;
  const way = direction === undefined ? '' : `, ${wayOf(direction)}`;
  fill(
    'glance',
    table(
      `Mean average precision with ${count(supervision)} labelled points, protocol ${protocol}${way}: ` +
        `mean and standard deviation of ${partitions} partitions`,
      [
        'method',
        ...lengths.map((bits) => `${bits} bits`),
        ...(hasOwn ? ['other'] : []),
        ...(hasAccuracy ? ['accuracy of its classifier'] : []),
      ],
      rows,
    ),
    detailTable(cells),
  );
}

/** A direction in words, as `images find texts`. */
export function wayOf(direction: string): string {
  const [query, found] = direction.split('-to-');
  return `${query}s find ${found}s`;
}

function otherColumn(cell: PageCell | undefined): string {
  if (!cell) return '–';
  const length = cell.bits === null ? '' : ` (${cell.bits} bits)`;
  return `${spread(cell.meanAveragePrecision)}${length}`;
}

function accuracyColumn(cells: readonly PageCell[]): string {
  const accuracy = cells.find((cell) => cell.accuracy !== null)?.accuracy;
  return accuracy ? spread(accuracy) : '–';
}

function detailTable(cells: readonly PageCell[]): HTMLElement {
  const rows = cells.map((cell) => [
    cell.title,
    cell.bits === null ? '–' : String(cell.bits),
    cell.interval ? cell.interval.map((end) => end.toFixed(4)).join(' to ') : '–',
    spread(cell.meanAveragePrecisionAt1000),
    spread(cell.precisionAt10),
    spread(cell.precisionAt100),
    value(cell.areaUnderPrecisionRecall?.mean),
    cell.accuracy ? spread(cell.accuracy) : '–',
    `${cell.trainSeconds.toFixed(3)} s`,
    `${cell.tuneSeconds.toFixed(1)} s`,
  ]);
  const header = [
    'method',
    'bits',
    'mAP, 95% interval',
    'mAP@1000',
    'precision@10',
    'precision@100',
    'AUPRC',
    'accuracy',
    'training',
    'tuning',
  ];
  return dataTable('all measures', header, rows);
}

/** How the codes of one length use their bits. */
export function codesTable(cells: readonly PageCell[]): void {
  const rows = cells.flatMap(({ title, codes, areaUnderPrecisionRecall }) =>
    codes
      ? [
          [
            title,
            codes.bitBalance.toFixed(3),
            value(codes.bitCorrelation).replace(/\d$/, ''),
            count(codes.constantBits),
            count(codes.buckets),
            count(codes.largestBucket),
            value(areaUnderPrecisionRecall?.mean),
          ],
        ]
      : [],
  );
  const header = [
    'method',
    'bit balance',
    'bit correlation',
    'constant bits',
    'buckets',
    'largest bucket',
    'AUPRC',
  ];
  fill('codes', dataTable('statistics of the database’s codes', header, rows));
}

/** The best method against the others. */
export function testsTable({ comparisons }: EvaluationPageData, cells: readonly PageCell[]): void {
  const titles = new Map(cells.map(({ method, title }) => [method, title]));
  const own = comparisons.filter((one) =>
    cells.some(
      ({ bits, supervision, direction }) =>
        one.bits === bits && one.supervision === supervision && one.direction === direction,
    ),
  );
  if (own.length === 0) {
    fill('tests');
    return;
  }
  const rows = own.map(({ method, against, meanDifference, t, degreesOfFreedom, p }) => [
    `${titles.get(method)} – ${titles.get(against)}`,
    meanDifference.toFixed(4),
    t.toFixed(2),
    String(degreesOfFreedom),
    p < 0.0001 ? '< 0.0001' : p.toPrecision(2),
  ]);
  const header = ['methods', 'difference of mAP', 't', 'degrees of freedom', 'p'];
  const caption = 'paired t-tests over partitions, two-sided, not corrected for their number';
  fill('tests', dataTable(caption, header, rows));
}

/** Precision@10 of re-ranked candidates by radius: the tutorial's protocol alone has it. */
export function reRankedTable(cells: readonly PageCell[]): void {
  const own = cells.filter(({ reRanked }) => reRanked !== null);
  place('tutorial').hidden = own.length === 0;
  if (own.length === 0) return;
  const most = Math.max(...own.map(({ reRanked }) => reRanked?.length ?? 0));
  const radii = Array.from({ length: most }, (_, radius) => radius);
  const rows = own.flatMap(({ title, bits, reRanked }) => [
    [
      `${title}, ${bits} bits`,
      ...radii.map((radius) => value(reRanked?.[radius]?.precisionAt10?.mean)),
    ],
    [
      `${title}, ${bits} bits, empty as 0`,
      ...radii.map((radius) => value(reRanked?.[radius]?.precisionAt10EmptyAsZero.mean)),
    ],
  ]);
  const caption =
    'Precision@10 of the candidates within each radius, re-ranked by exact cosine; queries without candidates left out, or counted as 0';
  fill('re-ranked', table(caption, ['method', ...radii.map((r) => `r = ${r}`)], rows));
}
