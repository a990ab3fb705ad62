import { ADAM, type AdamStep } from '../schedule.ts';

const { fround } = Math;

/** Weights with their gradients and moments. */
export interface Moving {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** One step of AdamW in place, as assembly/network-training/adam-w.ts. */
export function adamW({ values, gradients, first, second }: Moving, step: AdamStep): void {
  const { decay, rate, root } = step;
  const { firstShare, secondKept, secondShare, epsilon } = ADAM;
  for (let i = 0; i < values.length; i++) {
    const g = gradients[i];
    const m = fround(first[i] + fround(firstShare * fround(g - first[i])));
    const v = fround(fround(secondKept * second[i]) + fround(fround(secondShare * g) * g));
    const denominator = fround(fround(fround(Math.sqrt(v)) / root) + epsilon);
    first[i] = m;
    second[i] = v;
    values[i] = fround(decay * values[i]) - fround(rate * fround(m / denominator));
  }
}
