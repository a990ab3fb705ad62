// Tables of documents that are generated, and read again where a part of one stays.

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
 * The rows of the first table of a text, without its header: what `markdownTable` was given.
 * @param {string} text
 * @returns {string[][]}
 */
export function tableRows(text) {
  const [, , ...rows] = /^\|.*(\n\|.*)*/m.exec(text)?.[0].split('\n') ?? [];
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('\\|', '|')),
  );
}

/**
 * Text that Markdown takes as nothing else.
 * @param {unknown} text
 */
function inCell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}
