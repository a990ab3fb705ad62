// What a scan has found for one query: positions with distances in order of position, and a limit
// that falls as better ones come in.
//
// For the k nearest, codes are counted per distance. Once k lie within a distance, later codes at
// that distance rank behind those (ties rank by position), so only nearer ones are of interest
// and the limit falls below it. What was collected at limit + 1 fills the places that are left.

// Fields of the state of a query, 32 bits each. Written by the caller before the scan.
/** The largest distance that is still of interest; -1 for none. */
export const LIMIT: usize = 0;
/** Entries collected. */
export const SIZE: usize = 4;
/** How many entries are within the limit: fewer than k. */
const WITHIN: usize = 8;
/** How many nearest are wanted; 2^32 - 1 for all within the limit, which then stays. */
const WANTED: usize = 12;
/** Room for entries: more than k, or as many as codes are scanned. */
const CAPACITY: usize = 16;
/** Counters per distance, bits + 1 u32. */
const COUNTS: usize = 20;
/** Entries, u64: distance << 32 | position. */
const ENTRIES: usize = 24;
/** The query as the scan wants it. */
export const QUERY: usize = 28;
/** Size of a state. */
export const STATE: usize = 32;

/** Takes a code within the limit. */
export function collect(state: usize, position: usize, distance: u32): void {
  if (load<u32>(state, SIZE) == load<u32>(state, CAPACITY)) compact(state);
  const size = load<u32>(state, SIZE);
  const entry = <usize>load<u32>(state, ENTRIES) + ((<usize>size) << 3);
  store<u64>(entry, ((<u64>distance) << 32) | <u64>position);
  store<u32>(state, size + 1, SIZE);
  const counts = <usize>load<u32>(state, COUNTS);
  const counter = counts + ((<usize>distance) << 2);
  store<u32>(counter, load<u32>(counter) + 1);
  let within = load<u32>(state, WITHIN) + 1;
  if (within >= load<u32>(state, WANTED)) {
    let limit = load<i32>(state, LIMIT);
    while (within >= load<u32>(state, WANTED)) {
      within -= load<u32>(counts + ((<usize>limit) << 2));
      limit--;
    }
    store<i32>(state, limit, LIMIT);
  }
  store<u32>(state, within, WITHIN);
}

/** Drops the entries that can't be among the nearest any more: k are left. */
function compact(state: usize): void {
  const limit = load<i32>(state, LIMIT);
  let places = load<u32>(state, WANTED) - load<u32>(state, WITHIN);
  let from = <usize>load<u32>(state, ENTRIES);
  let to = from;
  for (const end = from + ((<usize>load<u32>(state, SIZE)) << 3); from < end; from += 8) {
    const distance = load<i32>(from, 4);
    const fills = distance == limit + 1 && places > 0;
    if (fills) places--;
    if (fills || distance <= limit) {
      store<u64>(to, load<u64>(from));
      to += 8;
    }
  }
  store<u32>(state, <u32>(to - <usize>load<u32>(state, ENTRIES)) >> 3, SIZE);
}

/** Writes the k nearest by distance, ties by position, once k or more codes were collected. */
export function ranked(state: usize, positions: usize, distances: usize): void {
  const last = load<i32>(state, LIMIT) + 1;
  const wanted = load<u32>(state, WANTED);
  const counts = <usize>load<u32>(state, COUNTS);
  let before: u32 = 0;
  for (let distance = 0; distance <= last; distance++) {
    const counter = counts + ((<usize>distance) << 2);
    const here = load<u32>(counter);
    store<u32>(counter, before);
    before += here;
  }
  let entry = <usize>load<u32>(state, ENTRIES);
  for (const end = entry + ((<usize>load<u32>(state, SIZE)) << 3); entry < end; entry += 8) {
    const distance = load<i32>(entry, 4);
    if (distance > last) continue;
    const counter = counts + ((<usize>distance) << 2);
    const rank = load<u32>(counter);
    if (rank >= wanted) continue;
    store<u32>(counter, rank + 1);
    store<u32>(positions + ((<usize>rank) << 2), load<u32>(entry));
    store<u16>(distances + ((<usize>rank) << 1), <u16>distance);
  }
}

/** Writes all entries in order of position. */
export function listed(state: usize, positions: usize, distances: usize): void {
  const entries = <usize>load<u32>(state, ENTRIES);
  const size = <usize>load<u32>(state, SIZE);
  for (let i: usize = 0; i < size; i++) {
    const entry = entries + (i << 3);
    store<u32>(positions + (i << 2), load<u32>(entry));
    store<u16>(distances + (i << 1), <u16>load<u32>(entry, 4));
  }
}
