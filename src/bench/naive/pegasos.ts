/**
 * Averaged Pegasos as one would write it first: bit after bit, float64, w scaled and averaged at
 * every step. lambda = 1 / (C n). Returns bits x dimensions hyperplanes.
 */
export function naivePegasos(
  points: Float32Array,
  rows: number,
  dimensions: number,
  signs: Int8Array,
  bits: number,
  cost: number,
  epochs: number,
  order: (epoch: number) => Uint32Array,
): Float32Array {
  const lambda = 1 / (cost * rows);
  const out = new Float32Array(bits * dimensions);
  for (let bit = 0; bit < bits; bit++) {
    const w = new Float64Array(dimensions);
    const average = new Float64Array(dimensions);
    let t = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const i of order(epoch)) {
        t++;
        const y = signs[i * bits + bit];
        let dot = 0;
        for (let k = 0; k < dimensions; k++) dot += w[k] * points[i * dimensions + k];
        const rate = 1 / (lambda * t);
        const shrink = 1 - rate * lambda;
        const step = y * dot < 1 ? rate * y : 0;
        for (let k = 0; k < dimensions; k++)
          w[k] = shrink * w[k] + step * points[i * dimensions + k];
        // Iterate t counts t times.
        const weight = 2 / (t + 1);
        for (let k = 0; k < dimensions; k++) average[k] += weight * (w[k] - average[k]);
      }
    }
    out.set(average, bit * dimensions);
  }
  return out;
}
