/** How buckets within a radius are found: by looking up every neighbouring code, or all of them. */
export type RadiusStrategy = 'probe' | 'scan';

/** The widest codes whose buckets can be looked up by value. */
export const MAX_PROBE_BITS = 64;

// Cost of one look-up in units of comparing the query with one stored 32-bit code, measured with
// the SIMD backend: codes of up to 20 bits are array indices, wider ones are hashed, and a cold
// look-up misses the cache.
const DIRECT_LOOK_UP = 4;
const HASHED_LOOK_UP = 12;

/** Codes within `radius` of a code of `bits` bits: sum of the binomials (bits choose t). */
export function codesWithin(bits: number, radius: number): number {
  let ring = 1;
  let sum = 1;
  for (let t = 1; t <= Math.min(radius, bits); t++) {
    ring = (ring * (bits - t + 1)) / t;
    sum += ring;
  }
  return sum;
}

/** The cheaper way to find the buckets within `radius` among `distinct` codes. */
export function chooseStrategy(bits: number, radius: number, distinct: number): RadiusStrategy {
  if (bits > MAX_PROBE_BITS) return 'scan';
  const lookUp = bits <= 20 ? DIRECT_LOOK_UP : HASHED_LOOK_UP;
  const scan = distinct * Math.ceil(bits / 32);
  return codesWithin(bits, radius) * lookUp <= scan ? 'probe' : 'scan';
}
