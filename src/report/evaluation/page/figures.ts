import { el, fill } from '../../page/dom.ts';
import { type Curve, type LineChart, lineChart } from '../../page/line-chart.ts';
import { responsive } from '../../page/responsive.ts';
import { dataTable } from '../../page/tables.ts';
import type { EvaluationPageData, PageCell } from '../data.ts';
import { byMethod, type MethodStyles } from './methods.ts';

const NAME_WIDTH = 138;
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

export const value = (mean: number | null | undefined) =>
  mean === null || mean === undefined ? '–' : mean.toFixed(4);

export const spread = ({ mean, std }: { mean: number; std: number | null }) =>
  std === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${std.toFixed(4)}`;

/** Mean average precision, and precision within radius 2, by code length. */
export function lengthFigures(
  { settings }: EvaluationPageData,
  cells: readonly PageCell[],
  styles: MethodStyles,
): void {
  const lengths = [...settings.bits].sort((a, b) => a - b);
  const shared = { xLabel: 'bits of the hash code', logarithmicX: true, xTicks: lengths };
  const byBits = (of: (cell: PageCell) => { mean: number; std: number | null } | null) =>
    curves(cells, styles, (own) =>
      own
        .filter(({ bits }) => bits !== null && lengths.includes(bits))
        .flatMap((cell) => {
          const at = of(cell);
          if (!at) return [];
          const title = `${cell.title}, ${cell.bits} bits\n${spread(at)}`;
          return [{ x: cell.bits as number, y: at.mean, spread: at.std ?? 0, title }];
        }),
    );
  // One entry for all lengths: a level.
  const baselines = cells
    .filter(({ bits }) => bits === null || !lengths.includes(bits))
    .map(({ method, meanAveragePrecision }) => ({ text: method, y: meanAveragePrecision.mean }));
  figure('map', 'Mean average precision', 'Tie-aware, over the whole Hamming ranking.', {
    ...shared,
    label: 'mean average precision by bits',
    yLabel: 'mAP',
    curves: byBits((cell) => cell.meanAveragePrecision),
    baselines,
  });
  figure('radius2', 'Precision within radius 2', 'An empty ball counts as 0.', {
    ...shared,
    label: 'precision within Hamming radius 2 by bits',
    yLabel: 'precision',
    curves: byBits((cell) => cell.precisionAtRadius2),
  });
}

/** Precision-recall curves, and precision by radius, at one code length. */
export function curveFigures(cells: readonly PageCell[], styles: MethodStyles): void {
  const coded = cells.filter(({ curve }) => curve !== null);
  figure('curve', 'Precision and recall', 'Over all pairs of a query and an item, by radius.', {
    label: 'precision by recall',
    xLabel: 'recall',
    yLabel: 'precision',
    xTicks: SHARES,
    curves: curves(coded, styles, ([cell]) =>
      (cell.curve ?? []).map(({ radius, precision, recall }) => ({
        x: recall,
        y: precision,
        title: `${cell.title}, radius ${radius}\nprecision ${value(precision)}, recall ${value(recall)}`,
      })),
    ),
  });
  const radii = Math.max(0, ...coded.map(({ byRadius }) => byRadius?.length ?? 0));
  figure(
    'by-radius',
    'Precision by radius',
    'Mean over queries; an empty ball counts as 0.',
    {
      label: 'precision by Hamming radius',
      xLabel: 'Hamming radius',
      yLabel: 'precision',
      xTicks: Array.from({ length: radii }, (_, radius) => radius),
      curves: curves(coded, styles, ([cell]) =>
        (cell.byRadius ?? []).map(({ radius, precision, emptyShare }) => ({
          x: radius,
          y: precision.mean,
          spread: precision.std ?? 0,
          title: `${cell.title}, radius ${radius}\n${spread(precision)}, ${(100 * emptyShare).toFixed(1)}% empty`,
        })),
      ),
    },
    radiusTable(coded, radii),
  );
}

function radiusTable(cells: readonly PageCell[], radii: number): HTMLElement {
  const rows = cells.flatMap(({ title, byRadius }) => [
    [title, ...places(radii, (r) => value(byRadius?.[r]?.precision.mean))],
    [`${title}, recall`, ...places(radii, (r) => value(byRadius?.[r]?.recall.mean))],
    [`${title}, empty`, ...places(radii, (r) => percent(byRadius?.[r]?.emptyShare))],
  ]);
  return dataTable('precision, recall and empty balls by radius', header(radii), rows);
}

const header = (radii: number) => ['method', ...places(radii, (r) => `r = ${r}`)];
const places = (count: number, at: (radius: number) => string) =>
  Array.from({ length: count }, (_, radius) => at(radius));
const percent = (share: number | undefined) =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)}%`;

function curves(
  cells: readonly PageCell[],
  styles: MethodStyles,
  points: (own: readonly PageCell[]) => Curve['points'],
): Curve[] {
  return byMethod(cells)
    .map((own) => ({ name: own[0].method, style: styles.of(own[0].method), points: points(own) }))
    .filter((curve) => curve.points.length > 0);
}

function figure(
  id: string,
  title: string,
  text: string,
  chart: LineChart,
  ...after: HTMLElement[]
): void {
  const drawing =
    chart.curves.length === 0
      ? el('p', {}, 'No method has codes of these lengths.')
      : responsive((width) => lineChart({ ...chart, nameWidth: NAME_WIDTH }, width));
  fill(id, el('figcaption', {}, el('h3', {}, title), el('p', {}, text)), drawing, ...after);
}
