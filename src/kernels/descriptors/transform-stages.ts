import { cosOfTurn, sinOfTurn } from '../../core/elementary64.ts';

/** A stage of a Fourier transform. */
export interface Stage {
  readonly radix: number;
  /** For primes above 5 the radix' roots of unity, then m x (radix - 1) twiddles: real, imaginary. */
  readonly twiddles: Float32Array;
}

/** The stages of a transform of `length` values: first large primes, last 3. */
export function transformStages(length: number): Stage[] {
  let rest = length;
  return radicesOf(length).map((radix) => {
    const n = rest;
    const m = n / radix;
    rest = m;
    const turns: [number, number][] = [];
    if (radix > 5) for (let k = 0; k < radix; k++) turns.push([k, radix]);
    for (let p = 0; p < m; p++) for (let j = 1; j < radix; j++) turns.push([j * p, n]);
    const values = turns.flatMap(([k, of]) => [cosOfTurn(k, of), -sinOfTurn(k, of)]);
    return { radix, twiddles: Float32Array.from(values) };
  });
}

function radicesOf(length: number): number[] {
  const small: number[] = [];
  let rest = length;
  for (const radix of [5, 4, 2, 3]) {
    for (; rest % radix === 0; rest /= radix) small.push(radix);
  }
  const large: number[] = [];
  for (let prime = 7; rest > 1; prime += 2) {
    for (; rest % prime === 0; rest /= prime) large.push(prime);
  }
  return [...large, ...small];
}
