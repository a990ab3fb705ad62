import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { eigenvectors } from './decompositions.ts';

/** Directions in float64. */
export interface Directions {
  readonly data: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/**
 * Canonical correlation analysis of points and the indicators of their classes: directions along
 * which points correlate most with some combination of classes, each times its correlation.
 *
 * With covariances C_xx = L L^T and C_yy, both plus `regularisation` on their diagonal, and
 * H = C_yy^(-1/2) C_yx L^-T (any root), the directions are the eigenvectors v of H^T H, brought back
 * by L^-T, times the root r of their eigenvalue. H^T H has no more eigenvalues above 0 than there
 * are classes, and v r = H^T u for the eigenvectors u of the small matrix H H^T: directions beyond
 * the classes have correlation 0, and are left out.
 *
 * Cost: dimensions^3 / 6 + classes x dimensions^2 multiply-adds, given `gram`.
 *
 * @param gram - centred points and indicators side by side, all products over rows - 1.
 * @returns at most min(classes, count) x dimensions, larger correlations first.
 */
export async function canonicalDirections(
  kernels: Kernels,
  gram: Matrix64,
  dimensions: number,
  count: number,
  regularisation: number,
): Promise<Directions> {
  const all = gram.size;
  const classes = all - dimensions;
  const { factorise } = featureKernels(kernels);
  // C_xx above, C_yx below, which becomes C_yx L^-T.
  const upper = regularised(gram, 0, dimensions, all, regularisation);
  factorise(upper, all, dimensions);
  // C_yy above, (C_yx L^-T)^T below, which becomes H^T.
  const lower = new Float64Array(all * classes);
  lower.set(regularised(gram, dimensions, classes, all, regularisation));
  for (let k = 0; k < dimensions; k++) {
    for (let c = 0; c < classes; c++) {
      lower[(classes + k) * classes + c] = upper[(dimensions + c) * dimensions + k];
    }
  }
  factorise(lower, all, classes);
  const h = lower.subarray(classes * classes);
  const { vectors } = await eigenvectors(productWithTranspose(h, dimensions, classes), classes);
  const rows = Math.min(classes, count);
  const data = new Float64Array(rows * dimensions);
  for (let j = 0; j < rows; j++) {
    const direction = data.subarray(j * dimensions, (j + 1) * dimensions);
    for (let k = 0; k < dimensions; k++) {
      for (let c = 0; c < classes; c++)
        direction[k] += h[k * classes + c] * vectors[j * classes + c];
    }
    solveBackwards(upper, dimensions, direction);
  }
  return { data, rows, cols: dimensions };
}

/** A symmetric size x size matrix. */
export interface Matrix64 {
  readonly data: Float64Array;
  readonly size: number;
}

/** Rows first..end of a matrix and `size` of its columns from `first`, its diagonal raised. */
function regularised(
  { data, size: all }: Matrix64,
  first: number,
  size: number,
  end: number,
  regularisation: number,
): Float64Array {
  const out = new Float64Array((end - first) * size);
  for (let i = first; i < end; i++) {
    const row = i * all + first;
    out.set(data.subarray(row, row + size), (i - first) * size);
  }
  for (let k = 0; k < size; k++) out[k * size + k] += regularisation;
  return out;
}

/** H H^T, classes x classes, of H^T (dimensions x classes). */
function productWithTranspose(h: Float64Array, dimensions: number, classes: number): Float64Array {
  const out = new Float64Array(classes * classes);
  for (let k = 0; k < dimensions; k++) {
    for (let a = 0; a < classes; a++) {
      for (let b = 0; b < classes; b++)
        out[a * classes + b] += h[k * classes + a] * h[k * classes + b];
    }
  }
  return out;
}
