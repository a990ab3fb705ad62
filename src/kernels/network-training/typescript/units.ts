// What happens to units and inputs between the products: assembly/network-training/inputs.ts, units.ts and
// counter.ts in TypeScript.
import { PANEL } from '../layout.ts';
import type { DropoutNumbers } from '../schedule.ts';
import type { Panels } from './products.ts';

const { fround, imul } = Math;

/** 32 random bits of a place, by its key. */
export function bitsAt(place: number, key: number): number {
  let x = imul(place, 0x9e3779b1) ^ key;
  x = imul(x ^ (x >>> 16), 0x7feb352d);
  x = imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Packs a batch of rows x cols points, with dropout. */
export function packInputs(
  points: Float32Array,
  rows: number,
  cols: number,
  { threshold, scale }: DropoutNumbers,
  key: number,
  out: Panels,
): void {
  const width = out.panels * PANEL;
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < width; k++) {
      let value = 0;
      if (k < cols) {
        value = points[row * cols + k];
        if (threshold > 0) {
          value = bitsAt(row * width + k, key) < threshold ? 0 : fround(value * scale);
        }
      }
      out.values[((k >> 3) * out.stride + row) * PANEL + (k & 7)] = value;
    }
  }
}

/** ReLU and dropout, in place. */
export function activate(
  { values, panels, stride }: Panels,
  rows: number,
  { threshold, scale }: DropoutNumbers,
  key: number,
): void {
  for (let p = 0; p < panels; p++) {
    for (let row = 0; row < rows; row++) {
      const at = (p * stride + row) * PANEL;
      const place = (row * panels + p) * PANEL;
      for (let c = 0; c < PANEL; c++) {
        const x = values[at + c];
        const isKept = x > 0 && (threshold === 0 || bitsAt(place + c, key) >= threshold);
        values[at + c] = isKept ? x * scale : 0;
      }
    }
  }
}

/** The way back through `activate`, in place. */
export function activationGradients(
  gradients: Panels,
  activations: Panels,
  rows: number,
  scale: number,
): void {
  for (let p = 0; p < gradients.panels; p++) {
    const from = p * gradients.stride * PANEL;
    for (let at = from; at < from + rows * PANEL; at++) {
      gradients.values[at] = activations.values[at] > 0 ? gradients.values[at] * scale : 0;
    }
  }
}

/** out[u] = sum_r gradients[r][u], in order of rows. */
export function offsetGradients(
  { values, panels, stride }: Panels,
  rows: number,
  out: Float32Array,
): void {
  for (let u = 0; u < panels * PANEL; u++) {
    let at = (u >> 3) * stride * PANEL + (u & 7);
    let sum = 0;
    for (let row = 0; row < rows; row++, at += PANEL) sum = fround(sum + values[at]);
    out[u] = sum;
  }
}
