// Tables of documents that are generated.

/**
 * A table of Markdown: the first column to the left, figures to the right.
 * @param {readonly string[]} header
 * @param {readonly (readonly unknown[])[]} rows
 */
export function markdownTable(header, rows) {
  /** @param {readonly unknown[]} cells */
  const line = (cells) => `| ${cells.map(inCell).join(' | ')} |`;
  const rule = `|${header.map((_, i) => (i === 0 ? '--|' : '--:|')).join('')}`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/**
 * Text that Markdown takes as nothing else.
 * @param {unknown} text
 */
function inCell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}
