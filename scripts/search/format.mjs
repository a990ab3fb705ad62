// How figures are written in docs/SEARCH.md.

export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

export function figure(value) {
  return value >= 100 ? count(value) : String(Number(value.toPrecision(2)));
}

export function count(value) {
  return Math.round(value).toLocaleString('en');
}

export function seconds(value) {
  if (value === undefined) return '-';
  return `${figure(value)} s`;
}

/** A process that reused what it had freed tells nothing of a graph's memory. */
export function megabytes(bytes) {
  if (bytes === undefined) return '-';
  return bytes === 0 ? 'unknown' : `${figure(bytes / 1e6)} MB`;
}
