/** Rows whose products are added in float32; see Gram. */
export const GRAM_BLOCK_ROWS = 256;
/** Columns side by side in one packed panel. */
export const PANEL = 8;

/** Writes rows x cols points to `out` as [panel][row][8], the last panel padded with zeros. */
export function packPanels(
  points: Float32Array,
  rows: number,
  cols: number,
  out: Float32Array,
): void {
  const panelLength = rows * PANEL;
  if (cols % PANEL !== 0) out.fill(0, Math.floor(cols / PANEL) * panelLength);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let k = 0; k < cols; k++, from++) {
      out[(k >> 3) * panelLength + row * PANEL + (k & 7)] = points[from];
    }
  }
}

/** A cols x cols matrix from the upper triangle of one with rows of `stride`. */
export function symmetric(sums: Float64Array, stride: number, cols: number): Float64Array {
  const out = new Float64Array(cols * cols);
  for (let i = 0; i < cols; i++) {
    for (let j = i; j < cols; j++) {
      out[i * cols + j] = sums[i * stride + j];
      out[j * cols + i] = sums[i * stride + j];
    }
  }
  return out;
}
