import type { DetailedCell, EvaluationResult } from '../../evaluation/comparison/result.ts';

/** The table as CSV (RFC 4180): a row a cell. */
export function tableCsv({ cells }: EvaluationResult<DetailedCell>): string {
  const header = [
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
  ];
  const rows = cells.map((cell) => [
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
  ]);
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Mean average precision with its spread as LaTeX tables (booktabs), one a supervision. */
export function tableLatex({ cells, protocol, dataset }: EvaluationResult<DetailedCell>): string {
  const tables = [...new Set(cells.map(({ supervision }) => supervision))].map((supervision) => {
    const own = cells.filter((cell) => cell.supervision === supervision);
    return latexTable(own, supervision, `${dataset.name}, protocol ${protocol}`);
  });
  return tables.join('\n');
}

function latexTable(cells: readonly DetailedCell[], supervision: number, what: string): string {
  const lengths = codeLengths(cells);
  const best = lengths.map((bits) =>
    Math.max(...cells.map((c) => (c.bits === bits ? c.meanAveragePrecision.mean : 0))),
  );
  const rows = [...new Set(cells.map(({ method }) => method))].map((method) => {
    const own = cells.filter((cell) => cell.method === method);
    const single = own.length === 1 && !lengths.includes(own[0].bits as number) ? own[0] : null;
    const values = single
      ? [`\\multicolumn{${lengths.length}}{c}{${latexValue(single, false)}}`]
      : lengths.map((bits, i) => {
          const cell = own.find((one) => one.bits === bits);
          return cell ? latexValue(cell, cell.meanAveragePrecision.mean === best[i]) : '--';
        });
    return `${latexText(own[0].title)} & ${values.join(' & ')} \\\\`;
  });
  const { partitions } = cells[0];
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{Mean average precision on ${latexText(what)}, $T=${supervision}$, ` +
      `mean and standard deviation of ${partitions} partitions.}`,
    `\\begin{tabular}{l${'r'.repeat(lengths.length)}}`,
    '\\toprule',
    `method & ${lengths.map((bits) => `${bits} bits`).join(' & ')} \\\\`,
    '\\midrule',
    ...rows,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

/** The lengths that are shared by most methods: those that were asked for, ascending. */
export function codeLengths(cells: readonly DetailedCell[]): number[] {
  const counts = new Map<number, number>();
  for (const { bits } of cells) if (bits !== null) counts.set(bits, (counts.get(bits) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([bits]) => bits)
    .sort((a, b) => a - b);
}

function latexValue(
  { meanAveragePrecision: { mean, std } }: DetailedCell,
  isBest: boolean,
): string {
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
