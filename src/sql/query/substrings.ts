import { type Substring, substringsOf } from '../../kernels/multi-index/substrings.ts';
import { bitsFrom } from '../bits.ts';

export { type Substring, substringsOf };

/** Wider ones are bigints, and their type is int8. */
const INT4_BITS = 31;

/** The type of a substring's value: never a negative number of it. */
export function substringType({ width }: Substring): 'int4' | 'int8' {
  return width <= INT4_BITS ? 'int4' : 'int8';
}

/**
 * A substring of a code in SQL, as a number. Indexes and queries both take it from here: with one cast more
 * or less it would be another expression, and the index would lie idle.
 */
export function substringExpression(part: Substring): string {
  return `substring("code", ${part.offset + 1}, ${part.width})::${substringType(part)}`;
}

/** The radius within which substring `t` of `count` is looked up for all codes within `radius`; -1: not. */
export function radiusOfSubstring(radius: number, count: number, t: number): number {
  const a = Math.floor(radius / count);
  // radius = count a + rest: were the first rest + 1 substrings beyond a, and the others beyond a - 1,
  // the distance would be (rest + 1)(a + 1) + (count - rest - 1) a = radius + 1 or more.
  return t <= radius % count ? a : a - 1;
}

/** Values that differ from the substring of `words` in at most `radius` bits, itself first. */
export function valuesWithin(
  words: Uint32Array,
  part: Substring,
  radius: number,
): number[] | string[] {
  if (radius < 0) return [];
  const flips = Math.min(radius, part.width);
  if (part.width <= INT4_BITS)
    return flipped(bitsFrom(words, part.offset, part.width), part, flips);
  // Of the upper and the lower bits apart, since 63 bits are beyond what a number can hold.
  const low = { offset: part.offset + part.width - INT4_BITS, width: INT4_BITS };
  const high = { offset: part.offset, width: part.width - INT4_BITS };
  const values: string[] = [];
  for (let a = 0; a <= Math.min(flips, high.width); a++) {
    const uppers = ring(bitsFrom(words, high.offset, high.width), high, a);
    const lowers = flipped(
      bitsFrom(words, low.offset, low.width),
      low,
      Math.min(flips - a, low.width),
    );
    for (const upper of uppers) {
      const shifted = BigInt(upper) << BigInt(INT4_BITS);
      for (const lower of lowers) values.push(String(shifted | BigInt(lower)));
    }
  }
  return values;
}

/** Numbers of `width` bits that differ from `value` in at most `radius` of them. */
function flipped(value: number, part: Substring, radius: number): number[] {
  const values: number[] = [];
  for (let a = 0; a <= radius; a++) for (const other of ring(value, part, a)) values.push(other);
  return values;
}

/** How many values those are, without making them. */
export function valueCount(width: number, radius: number): number {
  let ring = 1;
  let total = 0;
  for (let a = 0; a <= Math.min(radius, width); a++) {
    if (a > 0) ring = (ring * (width - a + 1)) / a;
    total += ring;
  }
  return total;
}

/** Numbers of `width` bits, at most 32, that differ from `value` in `radius` of them. */
function ring(value: number, { width }: Substring, radius: number): number[] {
  const values: number[] = [];
  const walk = (flipped: number, from: number, left: number) => {
    if (left === 0) values.push(flipped >>> 0);
    else for (let j = from; j <= width - left; j++) walk(flipped ^ (1 << j), j + 1, left - 1);
  };
  walk(value, 0, radius);
  return values;
}
