import { exp32 } from '../../core/elementary.ts';
import type { ProbabilityMember } from '../../core/feature-map.ts';

const { fround } = Math;

/**
 * out += share P, for rows x classes scores, every operation rounded to float32. Sums run in order of
 * classes. Softmax: e_c = exp(scale s_c - max_c scale s_c) over their sum. Positive: max(0, s_c) over their
 * sum, and 1 / classes where that is 0. Alike on every backend, since it is no kernel: there are a few
 * values a row, after thousands of multiply-adds.
 */
export function addProbabilities(
  scores: Float32Array,
  rows: number,
  classes: number,
  { scale, share, link }: Pick<ProbabilityMember, 'scale' | 'share' | 'link'>,
  out: Float32Array,
): void {
  const factor = fround(scale);
  const part = fround(share);
  const parts = new Float32Array(classes);
  for (let first = 0; first < rows * classes; first += classes) {
    const own = scores.subarray(first, first + classes);
    const sum = link === 'softmax' ? exponentials(own, factor, parts) : positives(own, parts);
    for (let c = 0; c < classes; c++) {
      const probability = sum > 0 ? fround(parts[c] / sum) : fround(1 / classes);
      out[first + c] = fround(out[first + c] + fround(part * probability));
    }
  }
}

function exponentials(scores: Float32Array, factor: number, out: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < scores.length; c++) {
    out[c] = fround(scores[c] * factor);
    if (out[c] > most) most = out[c];
  }
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    out[c] = exp32(fround(out[c] - most));
    sum = fround(sum + out[c]);
  }
  return sum;
}

function positives(scores: Float32Array, out: Float32Array): number {
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    out[c] = scores[c] > 0 ? scores[c] : 0;
    sum = fround(sum + out[c]);
  }
  return sum;
}
