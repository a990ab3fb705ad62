/** How the costs of the two targets of a bit are set. */
export type ClassWeight = 'none' | 'balanced-ceil';

/** Factors of the costs of a bit's two targets, one a bit. */
export interface ClassFactors {
  readonly positive: Float32Array;
  readonly negative: Float32Array;
}

/**
 * The rarer target of each bit weighted by the ceiling of the ratio of counts, the other by 1, as in
 * the published GRH code. `signs` is rows x bits, -1 or +1.
 */
export function classFactors(signs: Int8Array, bits: number): ClassFactors {
  const positive = new Float32Array(bits).fill(1);
  const negative = new Float32Array(bits).fill(1);
  const rows = signs.length / bits;
  const positives = new Uint32Array(bits);
  for (let i = 0; i < signs.length; i++) if (signs[i] > 0) positives[i % bits]++;
  for (let bit = 0; bit < bits; bit++) {
    const rarer = Math.min(positives[bit], rows - positives[bit]);
    // Where all targets are equal there is no ratio, and nothing to balance.
    const weight = rarer > 0 ? Math.ceil((rows - rarer) / rarer) : 1;
    if (positives[bit] === rarer) positive[bit] = weight;
    else negative[bit] = weight;
  }
  return { positive, negative };
}
