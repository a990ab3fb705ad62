// Codes as they come, a row of words each, and popcounts: without SIMD and beyond 32 bits this
// beats the adding of planes. One code after another; rows are multiples of 4 bytes.
import { collect, LIMIT, QUERY } from './hamming-hits';

/** Hamming distance of two codes of `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function distanceTo(query: usize, code: usize, bytes: usize): u32 {
  let sum: u64 = 0;
  let k: usize = 0;
  for (; k + 32 <= bytes; k += 32) {
    sum += popcnt<u64>(load<u64>(query + k) ^ load<u64>(code + k)) +
      popcnt<u64>(load<u64>(query + k, 8) ^ load<u64>(code + k, 8)) +
      popcnt<u64>(load<u64>(query + k, 16) ^ load<u64>(code + k, 16)) +
      popcnt<u64>(load<u64>(query + k, 24) ^ load<u64>(code + k, 24));
  }
  for (; k + 8 <= bytes; k += 8) sum += popcnt<u64>(load<u64>(query + k) ^ load<u64>(code + k));
  if (k < bytes) sum += <u64>popcnt<u32>(load<u32>(query + k) ^ load<u32>(code + k));
  return <u32>sum;
}

/** Collects the codes first..end-1 that are within the limit of the state's query. */
export function scanRows(codes: usize, bytes: usize, first: usize, end: usize, state: usize): void {
  const query = <usize>load<u32>(state, QUERY);
  let limit = load<i32>(state, LIMIT);
  if (bytes == 8) {
    // The query stays in a register.
    const q = load<u64>(query);
    for (; first < end; first++) {
      const distance = <u32>popcnt<u64>(load<u64>(codes + (first << 3)) ^ q);
      if (<i32>distance > limit) continue;
      collect(state, first, distance);
      limit = load<i32>(state, LIMIT);
    }
    return;
  }
  for (let code = codes + first * bytes; first < end; first++, code += bytes) {
    const distance = distanceTo(query, code, bytes);
    if (<i32>distance > limit) continue;
    collect(state, first, distance);
    limit = load<i32>(state, LIMIT);
  }
}
