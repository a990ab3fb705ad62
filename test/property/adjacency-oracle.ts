/** A graph step whose alpha is the fraction `numerator / denominator`. */
export interface RationalStep {
  readonly signs: Int8Array;
  readonly initial: Int8Array;
  readonly bits: number;
  readonly labels: Int32Array;
  readonly numerator: number;
  readonly denominator: number;
  readonly rule: 'paper' | 'tutorial';
}

/**
 * The graph step by the dense rows x rows adjacency matrix, in whole numbers: both sides of the
 * comparison are multiplied by the degree and by alpha's denominator, so that nothing is rounded.
 */
export function denseGraphStep(step: RationalStep): Int8Array {
  const { signs, initial, bits, labels, numerator, denominator, rule } = step;
  const rows = labels.length;
  const adjacency = Array.from(labels, (a) => Array.from(labels, (b) => (a === b ? 1 : 0)));
  const out = new Int8Array(rows * bits);
  for (let i = 0; i < rows; i++) {
    const degree = adjacency[i].reduce((sum: number, entry) => sum + entry, 0);
    for (let j = 0; j < bits; j++) {
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += adjacency[i][k] * signs[k * bits + j];
      const at = i * bits + j;
      const blend =
        rule === 'paper'
          ? numerator * sum + (denominator - numerator) * degree * initial[at]
          : numerator * (sum >= 0 ? 1 : -1) + (denominator - numerator) * signs[at];
      out[at] = blend >= 0 ? 1 : -1;
    }
  }
  return out;
}
