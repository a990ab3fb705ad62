import type { DetailedCell } from '../../evaluation/comparison/cell-result.ts';
import type { Summary } from '../../evaluation/statistics/summary.ts';

/** A cell of any protocol; those of two modalities are searched in a direction. */
type TableCell = DetailedCell<string> & { readonly direction?: string };

/** What tables are made of. */
export interface TableResult {
  readonly protocol: string;
  readonly dataset: { readonly name: string };
  readonly cells: readonly TableCell[];
}

/** The table as CSV (RFC 4180): a row a cell. */
export function tableCsv({ cells }: TableResult): string {
  const hasDirection = cells.some(({ direction }) => direction !== undefined);
  const header = [
    ...(hasDirection ? ['direction'] : []),
    'method',
    'bits',
    'supervision',
    'partitions',
    'map_mean',
    'map_std',
    'map_low95',
    'map_high95',
    'precision_radius2_mean',
    'precision_radius2_std',
    'empty_share_radius2',
    'precision10_mean',
    'precision10_std',
    'map1000_mean',
    'auprc_mean',
    'train_seconds',
    'accuracy_mean',
    'accuracy_std',
  ];
  const rows = cells.map((cell) => [
    ...(hasDirection ? [cell.direction] : []),
    cell.method,
    cell.bits,
    cell.supervision,
    cell.partitions,
    cell.meanAveragePrecision.mean,
    cell.meanAveragePrecision.std,
    cell.interval?.[0],
    cell.interval?.[1],
    cell.precisionAtRadius2?.mean,
    cell.precisionAtRadius2?.std,
    cell.precisionAtRadius2?.emptyShare,
    cell.precisionAt10.mean,
    cell.precisionAt10.std,
    cell.meanAveragePrecisionAt1000.mean,
    cell.areaUnderPrecisionRecall?.mean,
    cell.trainSeconds,
    cell.accuracy?.mean,
    cell.accuracy?.std,
  ]);
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Mean average precision with its spread as LaTeX tables (booktabs), one a supervision and direction. */
export function tableLatex({ cells, protocol, dataset }: TableResult): string {
  const groups = new Map<string, TableCell[]>();
  for (const cell of cells) {
    const key = `${cell.direction} ${cell.supervision}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const tables = [...groups.values()].map((own) => {
    const [{ direction, supervision }] = own;
    const way = direction === undefined ? '' : `, ${direction.replaceAll('-', ' ')}`;
    return latexTable(own, supervision, `${dataset.name}, protocol ${protocol}${way}`);
  });
  return tables.join('\n');
}

function latexTable(cells: readonly TableCell[], supervision: number, what: string): string {
  const lengths = codeLengths(cells);
  const best = lengths.map((bits) =>
    Math.max(...cells.map((c) => (c.bits === bits ? c.meanAveragePrecision.mean : 0))),
  );
  const hasAccuracy = cells.some(({ accuracy }) => accuracy !== null);
  const rows = [...new Set(cells.map(({ method }) => method))].map((method) => {
    const own = cells.filter((cell) => cell.method === method);
    const accuracy = own.find((cell) => cell.accuracy !== null)?.accuracy;
    const single = own.length === 1 && !lengths.includes(own[0].bits as number) ? own[0] : null;
    const values = single
      ? [`\\multicolumn{${lengths.length}}{c}{${latexValue(single, false)}}`]
      : lengths.map((bits, i) => {
          const cell = own.find((one) => one.bits === bits);
          return cell ? latexValue(cell, cell.meanAveragePrecision.mean === best[i]) : '--';
        });
    if (hasAccuracy) values.push(accuracy ? latexNumber(accuracy, false) : '--');
    return `${latexText(own[0].title)} & ${values.join(' & ')} \\\\`;
  });
  const { partitions } = cells[0];
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{Mean average precision on ${latexText(what)}, $T=${supervision}$, ` +
      `mean and standard deviation of ${partitions} partitions${
        hasAccuracy ? '; accuracy of the classifier behind the codes' : ''
      }.}`,
    `\\begin{tabular}{l${'r'.repeat(lengths.length + Number(hasAccuracy))}}`,
    '\\toprule',
    `${[
      'method',
      ...lengths.map((bits) => `${bits} bits`),
      ...(hasAccuracy ? ['accuracy'] : []),
    ].join(' & ')} \\\\`,
    '\\midrule',
    ...rows,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

/** The lengths that are shared by most methods: those that were asked for, ascending. */
export function codeLengths(cells: readonly DetailedCell<string>[]): number[] {
  const counts = new Map<number, number>();
  for (const { bits } of cells) if (bits !== null) counts.set(bits, (counts.get(bits) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([bits]) => bits)
    .sort((a, b) => a - b);
}

function latexValue({ meanAveragePrecision }: TableCell, isBest: boolean): string {
  return latexNumber(meanAveragePrecision, isBest);
}

function latexNumber({ mean, std }: Summary, isBest: boolean): string {
  const number = mean.toFixed(4).replace(/^0/, '');
  const shown = isBest ? `\\mathbf{${number}}` : number;
  return std === null ? `$${shown}$` : `$${shown} \\pm ${std.toFixed(4).replace(/^0/, '')}$`;
}

function latexText(text: string): string {
  const escapes: Record<string, string> = {
    '\\': '\\textbackslash{}',
    '~': '\\textasciitilde{}',
    '^': '\\textasciicircum{}',
  };
  return text.replace(/[\\~^&%$#_{}]/g, (character) => escapes[character] ?? `\\${character}`);
}
