// The products of a layer, sum by sum as assembly/network-training/products.ts, which says how.
import { PANEL } from '../layout.ts';

const { fround } = Math;

/** An activation or gradient of each row: [panel][row][8]. */
export interface Panels {
  readonly values: Float32Array;
  readonly panels: number;
  /** Rows of a panel. */
  readonly stride: number;
}

/** out[r][u] = start[u] + sum_k left[r][k] right[k][u], in order of k. */
export function layerProducts(
  left: Panels,
  rows: number,
  right: Float32Array,
  start: Float32Array | null,
  out: Panels,
): void {
  const leftPanel = left.stride * PANEL;
  const rightPanel = left.panels * PANEL * PANEL;
  for (let p = 0; p < out.panels; p++) {
    for (let lane = 0; lane < PANEL; lane += 4) {
      const unit = p * PANEL + lane;
      for (let row = 0; row < rows; row++) {
        let [s0, s1, s2, s3] = [0, 0, 0, 0];
        if (start)
          [s0, s1, s2, s3] = [start[unit], start[unit + 1], start[unit + 2], start[unit + 3]];
        let from = p * rightPanel + lane;
        for (let q = 0; q < left.panels; q++) {
          const at = q * leftPanel + row * PANEL;
          for (let k = at; k < at + PANEL; k++, from += PANEL) {
            const x = left.values[k];
            s0 = fround(s0 + fround(x * right[from]));
            s1 = fround(s1 + fround(x * right[from + 1]));
            s2 = fround(s2 + fround(x * right[from + 2]));
            s3 = fround(s3 + fround(x * right[from + 3]));
          }
        }
        storeFour(out.values, (p * out.stride + row) * PANEL + lane, s0, s1, s2, s3);
      }
    }
  }
}

/** out[u][k] = sum_r inputs[r][k] gradients[r][u], in order of rows. */
export function weightGradients(
  inputs: Panels,
  gradients: Panels,
  rows: number,
  out: Float32Array,
): void {
  let to = 0;
  for (let p = 0; p < gradients.panels; p++) {
    for (let q = 0; q < inputs.panels; q++) {
      for (let k = 0; k < PANEL; k++, to += PANEL) {
        for (let lane = 0; lane < PANEL; lane += 4) {
          let [s0, s1, s2, s3] = [0, 0, 0, 0];
          let left = q * inputs.stride * PANEL + k;
          let right = p * gradients.stride * PANEL + lane;
          for (let row = 0; row < rows; row++, left += PANEL, right += PANEL) {
            const x = inputs.values[left];
            s0 = fround(s0 + fround(x * gradients.values[right]));
            s1 = fround(s1 + fround(x * gradients.values[right + 1]));
            s2 = fround(s2 + fround(x * gradients.values[right + 2]));
            s3 = fround(s3 + fround(x * gradients.values[right + 3]));
          }
          storeFour(out, to + lane, s0, s1, s2, s3);
        }
      }
    }
  }
}

function storeFour(
  out: Float32Array,
  at: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  out[at] = s0;
  out[at + 1] = s1;
  out[at + 2] = s2;
  out[at + 3] = s3;
}

/** [panel of inputs][unit][8] of [panel of units][input][8]. */
export function transposeWeights(
  weights: Float32Array,
  unitPanels: number,
  inputPanels: number,
  out: Float32Array,
): void {
  let to = 0;
  for (let q = 0; q < inputPanels; q++) {
    for (let p = 0; p < unitPanels; p++) {
      const block = (p * inputPanels + q) * PANEL * PANEL;
      for (let u = 0; u < PANEL; u++) {
        for (let k = 0; k < PANEL; k++) out[to++] = weights[block + k * PANEL + u];
      }
    }
  }
}
