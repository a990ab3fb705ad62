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
    sum +=
      popcnt<u64>(load<u64>(query + k) ^ load<u64>(code + k)) +
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
  if (bytes == 8) return scanPairs(codes, first, end, state);
  if (bytes == 16) return scanQuads(codes, first, end, state);
  const query = <usize>load<u32>(state, QUERY);
  let limit = load<i32>(state, LIMIT);
  for (let code = codes + first * bytes; first < end; first++, code += bytes) {
    const distance = distanceTo(query, code, bytes);
    if (<i32>distance > limit) continue;
    collect(state, first, distance);
    limit = load<i32>(state, LIMIT);
  }
}

/** Codes of two words: the query stays in a register, as it does for four. */
function scanPairs(codes: usize, first: usize, end: usize, state: usize): void {
  const query = load<u64>(<usize>load<u32>(state, QUERY));
  let limit = load<i32>(state, LIMIT);
  for (let code = codes + (first << 3); first < end; first++, code += 8) {
    const distance = <u32>popcnt<u64>(load<u64>(code) ^ query);
    if (<i32>distance > limit) continue;
    collect(state, first, distance);
    limit = load<i32>(state, LIMIT);
  }
}

function scanQuads(codes: usize, first: usize, end: usize, state: usize): void {
  const query = <usize>load<u32>(state, QUERY);
  const low = load<u64>(query),
    high = load<u64>(query, 8);
  let limit = load<i32>(state, LIMIT);
  for (let code = codes + (first << 4); first < end; first++, code += 16) {
    const distance = <u32>(
      (popcnt<u64>(load<u64>(code) ^ low) + popcnt<u64>(load<u64>(code, 8) ^ high))
    );
    if (<i32>distance > limit) continue;
    collect(state, first, distance);
    limit = load<i32>(state, LIMIT);
  }
}
