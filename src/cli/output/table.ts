import type { Paint } from './colour.ts';

/**
 * Rows of cells as aligned columns, the first to the left and the others to the right. `header` is
 * set off by a rule, columns by `gap`.
 */
export function table(
  header: readonly string[],
  rows: readonly string[][],
  paint: Paint,
  gap = '  ',
): string {
  const widths = header.map((cell, c) =>
    // Not spread: there may be more rows than a call takes arguments.
    rows.reduce((width, row) => Math.max(width, (row[c] ?? '').length), cell.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join(gap)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(gap);
  return [paint('bold', line(header)), paint('dim', rule), ...rows.map(line)].join('\n');
}
