/**
 * Dual coordinate descent as one would write it first: bit after bit, float64, no shrinking, until
 * the projected gradients of an epoch span at most `tolerance`. `order` gives the permutation of
 * an epoch. Returns bits x dimensions hyperplanes.
 */
export function naiveSvm(
  points: Float32Array,
  rows: number,
  dimensions: number,
  signs: Int8Array,
  bits: number,
  cost: number,
  tolerance: number,
  order: (epoch: number) => Uint32Array,
): Float32Array {
  const out = new Float32Array(bits * dimensions);
  for (let bit = 0; bit < bits; bit++) {
    const w = new Float64Array(dimensions);
    const alpha = new Float64Array(rows);
    for (let epoch = 0; epoch < 1000; epoch++) {
      let high = Number.NEGATIVE_INFINITY;
      let low = Number.POSITIVE_INFINITY;
      for (const i of order(epoch)) {
        const y = signs[i * bits + bit];
        let dot = 0;
        let square = 0;
        for (let k = 0; k < dimensions; k++) {
          const x = points[i * dimensions + k];
          dot += w[k] * x;
          square += x * x;
        }
        if (square === 0) continue;
        const gradient = y * dot - 1;
        let projected = gradient;
        if (alpha[i] === 0) projected = Math.min(gradient, 0);
        else if (alpha[i] === cost) projected = Math.max(gradient, 0);
        high = Math.max(high, projected);
        low = Math.min(low, projected);
        if (projected === 0) continue;
        const next = Math.min(Math.max(alpha[i] - gradient / square, 0), cost);
        const step = (next - alpha[i]) * y;
        alpha[i] = next;
        for (let k = 0; k < dimensions; k++) w[k] += step * points[i * dimensions + k];
      }
      if (high - low <= tolerance) break;
    }
    out.set(w, bit * dimensions);
  }
  return out;
}
