/** Rows and columns of the corner that is shown. */
const [ROWS, COLS] = [4, 6];

/** The shape of a matrix and its upper left corner, rounded: what consoles show. */
export function matrixText(data: Float32Array, rows: number, cols: number): string {
  const shown = Array.from({ length: Math.min(rows, ROWS) }, (_, row) =>
    Array.from(data.subarray(row * cols, row * cols + Math.min(cols, COLS)), rounded),
  );
  const width = Math.max(0, ...shown.flat().map((text) => text.length));
  const more = cols > COLS ? ' ...' : '';
  const lines = shown.map((row) => `  ${row.map((text) => text.padStart(width)).join(' ')}${more}`);
  if (rows > ROWS) lines.push('  ...');
  return [`Matrix ${rows} x ${cols}`, ...lines].join('\n');
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
