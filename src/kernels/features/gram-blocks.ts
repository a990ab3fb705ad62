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

/** Rows and columns of a tile that is mirrored while it is in the cache. */
const TILE = 32;

/** A cols x cols matrix from the upper triangle of one with rows of `stride`. */
export function symmetric(sums: Float64Array, stride: number, cols: number): Float64Array {
  const out = new Float64Array(cols * cols);
  for (let first = 0; first < cols; first += TILE) {
    const end = Math.min(cols, first + TILE);
    for (let i = first; i < end; i++) {
      out.set(sums.subarray(i * stride + i, i * stride + cols), i * cols + i);
    }
    for (let j0 = first; j0 < cols; j0 += TILE) {
      mirror(out, cols, { first, end, from: j0, to: Math.min(cols, j0 + TILE) });
    }
  }
  return out;
}

/** Entries (j, i) from (i, j > i), for rows first..end and columns from..to. */
function mirror(
  out: Float64Array,
  cols: number,
  { first, end, from, to }: { first: number; end: number; from: number; to: number },
): void {
  for (let j = from; j < to; j++) {
    for (let i = first, last = Math.min(end, j); i < last; i++) {
      out[j * cols + i] = out[i * cols + j];
    }
  }
}

/** The other way: the upper triangle of a cols x cols matrix into one with rows of `stride`. */
export function storeUpper(
  matrix: Float64Array,
  cols: number,
  sums: Float64Array,
  stride: number,
): void {
  sums.fill(0);
  for (let i = 0; i < cols; i++) {
    sums.set(matrix.subarray(i * cols + i, (i + 1) * cols), i * stride + i);
  }
}
