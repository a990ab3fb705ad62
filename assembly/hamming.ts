// Scans of packed codes: popcount of query xor code. Codes are `words` 32-bit words each.

/** Hamming distance of one code to the query. */
// @ts-ignore: decorator
@inline
function distanceTo(query: usize, code: usize, bytes: usize): u32 {
  let sum: u64 = 0;
  let k: usize = 0;
  for (; k + 8 <= bytes; k += 8) sum += popcnt<u64>(load<u64>(query + k) ^ load<u64>(code + k));
  if (k < bytes) sum += <u64>popcnt<u32>(load<u32>(query + k) ^ load<u32>(code + k));
  return <u32>sum;
}

/**
 * Writes positions (u32, ascending) and distances (u16) of the codes within `radius` of the query;
 * returns how many there are.
 */
export function within(
  query: usize,
  codes: usize,
  count: usize,
  words: usize,
  radius: u32,
  positions: usize,
  distances: usize,
): usize {
  let found: usize = 0;
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    if (words == 1) {
      const q = v128.load_splat<u32>(query);
      const limit = i32x4.splat(<i32>radius);
      for (; i + 4 <= count; i += 4) {
        const bits = i8x16.popcnt(v128.xor(q, v128.load(codes + (i << 2))));
        const d = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bits));
        let hits = i32x4.bitmask(i32x4.le_s(d, limit));
        while (hits != 0) {
          const position = i + <usize>ctz<i32>(hits);
          hits &= hits - 1;
          const code = load<u32>(codes + (position << 2));
          store<u32>(positions + (found << 2), <u32>position);
          store<u16>(distances + (found << 1), <u16>popcnt<u32>(code ^ load<u32>(query)));
          found++;
        }
      }
    }
  }
  const bytes = words << 2;
  for (; i < count; i++) {
    const d = distanceTo(query, codes + i * bytes, bytes);
    if (d <= radius) {
      store<u32>(positions + (found << 2), <u32>i);
      store<u16>(distances + (found << 1), <u16>d);
      found++;
    }
  }
  return found;
}

/**
 * Adds one query's distances to a histogram of bins u64 counters per lane: the low half counts
 * codes, the high half those that carry `label`. Four lanes take turns, since adding twice in a
 * row to one counter would wait for the store before it.
 * @param lanes 4 x bins u64, zeroed by the caller
 */
export function addHistogram(
  query: usize,
  codes: usize,
  count: usize,
  words: usize,
  label: i32,
  labels: usize,
  bins: usize,
  lanes: usize,
): void {
  const bytes = words << 2;
  const laneBytes = bins << 3;
  for (let i: usize = 0; i < count; i++) {
    const d = <usize>distanceTo(query, codes + i * bytes, bytes);
    const at = lanes + (i & 3) * laneBytes + (d << 3);
    const same = <u64>u32(load<i32>(labels + (i << 2)) == label);
    store<u64>(at, load<u64>(at) + 1 + (same << 32));
  }
}
