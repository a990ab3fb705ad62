import { Matrix } from '../../src/core/matrix.ts';
import { RandomState } from '../../src/core/random/random-state.ts';

/** Pairs of two modalities that have their class in common. */
export interface PairedPoints {
  readonly texts: Matrix;
  readonly images: Matrix;
  readonly labels: Int32Array;
}

/**
 * Texts of 5 values and images of 8, all at least 0; class c of `classes` raises a value of either. Values of
 * images differ in scale by a hundred.
 */
export function pairedPoints(rows: number, classes: number, seed: number): PairedPoints {
  const random = new RandomState(seed);
  const labels = Int32Array.from({ length: rows }, (_, i) => 10 * (i % classes));
  const side = (cols: number, height: number, scaleOf: (k: number) => number) => {
    const out = new Matrix(new Float32Array(rows * cols), rows, cols);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < cols; k++) {
        const own = k === (labels[i] / 10) % cols ? height : 0;
        out.data[i * cols + k] = (Math.abs(random.randn()) + own) * scaleOf(k);
      }
    }
    return out;
  };
  return {
    texts: side(5, 3, () => 0.1),
    images: side(8, 2, (k) => (k % 2 ? 1 : 0.01)),
    labels,
  };
}

/** Rows of pairs. */
export function somePairs({ texts, images, labels }: PairedPoints, rows: readonly number[]) {
  return {
    texts: texts.selectRows(rows),
    images: images.selectRows(rows),
    labels: Int32Array.from(rows, (row) => labels[row]),
  };
}

/** first, first + 1, ..., end - 1. */
export function rowsFrom(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}
