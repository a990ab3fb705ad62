import type { CodeChanges } from './stream.ts';

/**
 * What differs between two versions' bits of the same points, rows x bits as signs, where row i
 * stands for `weights[i]` points.
 */
export function codeChanges(
  before: Int8Array,
  after: Int8Array,
  weights: Float64Array,
): CodeChanges {
  const bits = before.length / weights.length;
  let total = 0;
  let codes = 0;
  let changed = 0;
  for (const [i, weight] of weights.entries()) {
    let own = 0;
    for (let at = i * bits; at < (i + 1) * bits; at++) if (before[at] !== after[at]) own++;
    total += weight;
    if (own > 0) codes += weight;
    changed += weight * own;
  }
  return { codes: codes / total, bits: changed / (total * bits) };
}
