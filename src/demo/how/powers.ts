import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import { arithmetic } from '../parts/arithmetic.ts';
import { bucketOf } from './slice.ts';

/** Powers of two, the first bit's first, as texts: they may be larger than a number holds. */
export function powersOf(bits: number): string[] {
  return Array.from({ length: bits }, (_, j) => (1n << BigInt(bits - 1 - j)).toString());
}

/** The powers of the bits that are 1, added up to the number of the bucket. */
export function powersLine(label: string, bits: readonly Bit[]): HTMLElement {
  const powers = powersOf(bits.length);
  const terms = powers.filter((_, j) => bits[j] === 1).map((value) => ({ value }));
  return arithmetic({
    label,
    terms: terms.length > 0 ? terms : [{ value: '0' }],
    result: bucketOf(bits),
  });
}
