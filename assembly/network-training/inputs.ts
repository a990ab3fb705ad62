// Points as the products want them: [panel][row][8], eight columns side by side, padded with zeros.
import { bitsAt } from './counter';

const LANES: usize = 8;

/**
 * Packs a batch, with dropout: the value of row r and column k becomes 0 where the bits of place
 * r x 8 panels + k are below `threshold`, else itself times `scale`.
 * @param points rows x cols, float32
 * @param stride rows of a panel
 * @param threshold 0: nothing is left out, and nothing scaled
 * @param out panels x stride x 8, float32
 */
export function packInputs(
  points: usize,
  rows: usize,
  cols: usize,
  stride: usize,
  threshold: u32,
  scale: f32,
  key: u32,
  out: usize,
): void {
  const panels = (cols + LANES - 1) / LANES;
  const panelBytes = (stride * LANES) << 2;
  const width = panels * LANES;
  for (let row: usize = 0; row < rows; row++) {
    for (let k: usize = 0; k < width; k++) {
      let value: f32 = 0;
      if (k < cols) {
        value = load<f32>(points + ((row * cols + k) << 2));
        if (threshold != 0) {
          value = bitsAt(<u32>(row * width + k), key) < threshold ? 0 : value * scale;
        }
      }
      store<f32>(out + (k >> 3) * panelBytes + ((row * LANES + (k & 7)) << 2), value);
    }
  }
}
