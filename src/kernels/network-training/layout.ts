import type { DenseLayer } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';

/** Columns or units side by side in one panel. */
export const PANEL = 8;
/** Rows that one tile of products takes. */
const TILE = 4;
/** Rows between panels that no row has: panels then begin on other lines of the processor's cache. */
const GAP = 2;

/** The sizes of a layer. */
export interface LayerShape {
  readonly inputs: number;
  readonly units: number;
  readonly inputPanels: number;
  readonly unitPanels: number;
  /** Values of its weights, [panel of units][input][8], padded with zeros. */
  readonly weights: number;
  /** Values of its offsets, padded with zeros. */
  readonly offsets: number;
}

export function shapeOf({ weights }: DenseLayer): LayerShape {
  const inputPanels = Math.ceil(weights.cols / PANEL);
  const unitPanels = Math.ceil(weights.rows / PANEL);
  return {
    inputs: weights.cols,
    units: weights.rows,
    inputPanels,
    unitPanels,
    weights: unitPanels * inputPanels * PANEL * PANEL,
    offsets: unitPanels * PANEL,
  };
}

/** Rows of a panel of activations that has room for `rows`. */
export function panelStride(rows: number): number {
  return Math.ceil(rows / TILE) * TILE + GAP;
}

/** Writes a layer's weights, then its offsets, to `out`, which holds zeros. */
export function packLayer({ weights, offsets }: DenseLayer, shape: LayerShape, out: Float32Array) {
  const { inputs, units, inputPanels } = shape;
  const panel = inputPanels * PANEL * PANEL;
  for (let u = 0, from = 0; u < units; u++) {
    const to = (u >> 3) * panel + (u & 7);
    for (let k = 0; k < inputs; k++, from++) out[to + k * PANEL] = weights.data[from];
  }
  out.set(offsets, shape.weights);
}

/** What `packLayer` wrote. */
export function unpackLayer(packed: Float32Array, shape: LayerShape): DenseLayer {
  const { inputs, units, inputPanels } = shape;
  const panel = inputPanels * PANEL * PANEL;
  const data = new Float32Array(units * inputs);
  for (let u = 0, to = 0; u < units; u++) {
    const from = (u >> 3) * panel + (u & 7);
    for (let k = 0; k < inputs; k++, to++) data[to] = packed[from + k * PANEL];
  }
  const offsets = packed.slice(shape.weights, shape.weights + units);
  return { weights: new Matrix(data, units, inputs), offsets };
}
