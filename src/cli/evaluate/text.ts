import type { DetailedCell } from '../../evaluation/comparison/cell-result.ts';
import type { Comparison } from '../../evaluation/comparison/comparisons.ts';
import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { spentText } from './budget.ts';
import { codeLengths } from './exports.ts';
import type { EvaluateReport } from './report.ts';
import { resourcesText } from './resources.ts';

export const count = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** Everything that the terminal shows after the job. */
export function evaluateText(report: EvaluateReport, paint: Paint): string {
  const { dataset, protocol, cells, comparisons, resumedCells } = report;
  const { partitions } = cells[0];
  const parts = [
    `${paint('bold', printable(dataset.name))}: ${count(dataset.rows)} rows of ` +
      `${count(dataset.dimensions)} values, ${dataset.classes} classes\n` +
      `protocol ${protocol}, ${partitions} partition${partitions === 1 ? '' : 's'}: ` +
      'mean ± standard deviation',
  ];
  for (const supervision of new Set(cells.map((cell) => cell.supervision))) {
    const own = cells.filter((cell) => cell.supervision === supervision);
    parts.push(paint('bold', `━━ ${count(supervision)} labelled points ━━`));
    parts.push(byBits('mAP', own, paint, (cell) => spread(cell.meanAveragePrecision)));
    parts.push(
      byBits('precision, r=2', own, paint, ({ precisionAtRadius2 }) =>
        precisionAtRadius2 ? spread(precisionAtRadius2) : '-',
      ),
    );
    parts.push(
      byBits('empty, r=2', own, paint, ({ precisionAtRadius2 }) =>
        precisionAtRadius2 ? `${(100 * precisionAtRadius2.emptyShare).toFixed(1)}%` : '-',
      ),
    );
    parts.push(byBits('precision@10', own, paint, (cell) => spread(cell.precisionAt10)));
    const classified = own.filter(({ accuracy }) => accuracy !== null);
    if (classified.length > 0) parts.push(accuracyTable(classified, paint));
    if (protocol === 'tutorial') parts.push(reRankedTable(own, paint));
    parts.push(byBits('training s', own, paint, (cell) => cell.trainSeconds.toFixed(3)));
    parts.push(...significance(own, comparisons, supervision));
  }
  if (report.settings.tuning) parts.push(spentText(report.tuningSpent));
  const all = cells.reduce((sum, cell) => sum + cell.partitions, 0);
  const resumed = resumedCells > 0 ? `, ${resumedCells} of ${all} cells resumed` : '';
  parts.push(resourcesText(report, resumed, paint));
  return `${parts.join('\n\n')}\n`;
}

/** One classifier serves all lengths of a method. */
function accuracyTable(cells: readonly DetailedCell[], paint: Paint): string {
  const first = new Map<string, DetailedCell>();
  for (const cell of cells) if (!first.has(cell.method)) first.set(cell.method, cell);
  const rows = [...first.values()].map(({ title, accuracy }) => [
    title,
    accuracy && spread(accuracy),
  ]);
  return table(
    ['classifier behind it', 'accuracy'],
    rows.map((row) => row.map(String)),
    paint,
  );
}

/** A row a method, a column a code length; methods with one entry of their own stand in the last. */
export function byBits<C extends DetailedCell<string>>(
  title: string,
  cells: readonly C[],
  paint: Paint,
  value: (cell: C) => string,
): string {
  const lengths = codeLengths(cells);
  const isOwn = (cell: C) => cell.bits === null || !lengths.includes(cell.bits);
  const header = [title, ...lengths.map((bits) => `${bits} bits`)];
  const hasOwn = cells.some(isOwn);
  if (hasOwn) header.push('other');
  const rows = [...new Set(cells.map(({ title }) => title))].map((name) => {
    const own = cells.filter((cell) => cell.title === name);
    const columns = lengths.map((bits) => {
      const cell = own.find((one) => one.bits === bits);
      return cell ? value(cell) : '';
    });
    const other = own.find(isOwn);
    return [name, ...columns, ...(other ? [value(other)] : [])];
  });
  return table(header, rows, paint);
}

export function spread({ mean, std }: { mean: number; std: number | null }): string {
  return std === null ? mean.toFixed(4) : `${mean.toFixed(4)} ±${std.toFixed(4)}`;
}

function reRankedTable(cells: readonly DetailedCell[], paint: Paint): string {
  const own = cells.filter((cell) => cell.reRanked !== null);
  const radii = [0, 1, 2, 4].filter((r) => own.every((cell) => r < (cell.reRanked?.length ?? 0)));
  const rows = own.map(({ title, bits, reRanked }) => [
    `${title}, ${bits} bits`,
    ...radii.flatMap((r) => {
      const at = reRanked?.[r];
      return [at?.precisionAt10?.mean, at?.precisionAt10EmptyAsZero.mean].map((mean) =>
        mean === undefined ? '-' : mean.toFixed(3),
      );
    }),
  ]);
  const header = ['re-ranked precision@10', ...radii.flatMap((r) => [`r=${r}`, 'empty=0'])];
  return table(header, rows, paint);
}

/** Whether the best method's lead could be chance. */
export function significance(
  cells: readonly DetailedCell<string>[],
  comparisons: readonly Comparison<string>[],
  supervision: number,
): string[] {
  const titles = new Map(cells.map(({ method, title }) => [method, title]));
  const lines = codeLengths(cells).flatMap((bits) => {
    const own = comparisons.filter((c) => c.supervision === supervision && c.bits === bits);
    if (own.length === 0) return [];
    const [next] = [...own].sort((a, b) => a.meanDifference - b.meanDifference);
    return [
      `${bits} bits: ${titles.get(next.method)} leads ${titles.get(next.against)} by ` +
        `${next.meanDifference.toFixed(4)}, p = ${next.p.toPrecision(2)}`,
    ];
  });
  if (lines.length === 0) return [];
  return [['Paired t-test over partitions, two-sided:', ...lines].join('\n  ')];
}
