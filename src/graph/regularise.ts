import { checkKernels } from '../core/checks.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { neighbourSums } from '../kernels/learning/kernels.ts';
import { blendedSign, readSigns, type Signs, STEP_NAMES, type UpdateRule } from './class-labels.ts';
import { checkGraph, type Graph } from './graph.ts';

/** One step of graph regularisation over any graph. */
export interface SparseGraphStep {
  /** rows x bits, -1 or +1: the bits to smooth. */
  readonly signs: ArrayLike<number>;
  /** rows x bits, -1 or +1: the bits of the first hyperplanes (L0). */
  readonly initial: ArrayLike<number>;
  readonly bits: number;
  /** Neighbours of each row; GRH counts a point among its own (`withSelf`). */
  readonly graph: Graph;
  /** Weight of the neighbours' bits, 0..1. */
  readonly alpha: number;
  readonly rule: UpdateRule;
}

/**
 * Graph regularisation over a sparse graph (Moran & Lavrenko, ECIR 2015, step 1): as
 * `regulariseByClass`, with the mean S L of the neighbours' bits taken over one's own degree, the
 * sum of the absolute weights. A negative weight draws bits apart. Rows without neighbours have
 * no mean: they keep their initial bits (`paper`) or their bits (`tutorial`).
 *
 * Cost: O(edges x bits). Sums without weights are whole numbers, so that exact ties stay ties; with
 * weights they run in float64, in order of the neighbours.
 *
 * @returns rows x bits, -1 or +1.
 */
export function regulariseByGraph(kernels: Kernels, step: SparseGraphStep): Int8Array {
  checkKernels(kernels);
  checkOptions('regulariseByGraph', step, { ...STEP_NAMES, graph: 1 });
  checkGraph(step.graph);
  return smoothByGraph(kernels, { ...step, ...readSigns(step, step.graph.rows) });
}

/** As `regulariseByGraph`; checks nothing. */
export function smoothByGraph(
  kernels: Kernels,
  step: Signs & Omit<SparseGraphStep, 'signs' | 'initial'>,
): Int8Array {
  const { signs, initial, bits, graph, alpha, rule } = step;
  const sums = sumsOverNeighbours(kernels, graph, signs, bits);
  const degrees = degreesOf(graph);
  const isPaper = rule === 'paper';
  const out = new Int8Array(graph.rows * bits);
  for (let i = 0; i < graph.rows; i++) {
    const degree = degrees[i];
    for (let at = i * bits; at < (i + 1) * bits; at++) {
      if (degree === 0) out[at] = (isPaper ? initial : signs)[at];
      else if (isPaper) out[at] = blendedSign(alpha, sums[at], initial[at] * degree, degree);
      else out[at] = blendedSign(alpha, sums[at] >= 0 ? 1 : -1, signs[at], 1);
    }
  }
  return out;
}

/** Sums of the neighbours' signs, each times its weight. */
function sumsOverNeighbours(
  kernels: Kernels,
  { rows, offsets, neighbours, weights }: Graph,
  signs: Int8Array,
  bits: number,
): Int32Array | Float64Array {
  if (!weights) {
    const sums = new Int32Array(rows * bits);
    neighbourSums(kernels, offsets, neighbours, signs, bits, sums);
    return sums;
  }
  const sums = new Float64Array(rows * bits);
  for (let i = 0; i < rows; i++) {
    for (let m = offsets[i]; m < offsets[i + 1]; m++) {
      const other = neighbours[m] * bits;
      for (let j = 0; j < bits; j++) sums[i * bits + j] += weights[m] * signs[other + j];
    }
  }
  return sums;
}

/** The sum of the absolute weights of each row. */
export function degreesOf({ rows, offsets, weights }: Graph): Float64Array {
  const degrees = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    if (!weights) degrees[i] = offsets[i + 1] - offsets[i];
    else for (let m = offsets[i]; m < offsets[i + 1]; m++) degrees[i] += Math.abs(weights[m]);
  }
  return degrees;
}
