// Codes and their substrings, and the tables of them: counting sort by the value of the substring.

/** The bits offset..offset + width - 1 of a code; width 1..24. */
// @ts-ignore: decorator
@inline
export function substring(words: usize, offset: u32, width: u32): u32 {
  const word = words + ((<usize>(offset >>> 5)) << 2);
  const shift = offset & 31;
  let value = load<u32>(word) >>> shift;
  if (shift + width > 32) value |= load<u32>(word, 4) << (32 - shift);
  return value & (((<u32>1) << width) - 1);
}

// @ts-ignore: decorator
@inline
export function codeAt(codes: usize, stride: usize, position: u32): usize {
  return codes + <usize>position * stride;
}

/** Hamming distance of two codes of `bytes` bytes, a multiple of 8. */
// @ts-ignore: decorator
@inline
export function distanceFrom(query: usize, code: usize, bytes: usize): u32 {
  let sum: u64 = 0;
  for (let k: usize = 0; k < bytes; k += 8) {
    sum += popcnt<u64>(load<u64>(query + k) ^ load<u64>(code + k));
  }
  return <u32>sum;
}

/** starts[value + 2]++ for the substring of each code. */
export function countSubstrings(
  codes: usize,
  count: u32,
  stride: usize,
  offset: u32,
  width: u32,
  starts: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const counter = starts + ((<usize>substring(codeAt(codes, stride, i), offset, width)) << 2);
    store<u32>(counter, load<u32>(counter, 8) + 1, 8);
  }
}

/** Turns counters into their running sums, in place. */
export function addUp(counters: usize, count: usize): void {
  let sum: u32 = 0;
  for (const end = counters + (count << 2); counters < end; counters += 4) {
    sum += load<u32>(counters);
    store<u32>(counters, sum);
  }
}

/**
 * Puts codes into their buckets: starts[value + 1], where the bucket's free places begin, moves on;
 * in the end starts[value] is where it began.
 * @param first position of the first of these codes
 * @param copies where codes are copied to, in order of buckets; 0 to write positions only
 */
export function placeSubstrings(
  codes: usize,
  first: u32,
  count: u32,
  stride: usize,
  offset: u32,
  width: u32,
  starts: usize,
  positions: usize,
  copies: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const code = codeAt(codes, stride, i);
    const next = starts + ((<usize>substring(code, offset, width)) << 2);
    const place = <usize>load<u32>(next, 4);
    store<u32>(next, <u32>place + 1, 4);
    store<u32>(positions + (place << 2), first + i);
    if (copies != 0) memory.copy(copies + place * stride, code, stride);
  }
}
