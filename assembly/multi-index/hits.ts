// What a search has found, as numbers distance << 32 | position: the smallest are the nearest, ties
// by position. For the k nearest a heap whose root is the worst of them, else a list.

let entries: usize = 0;
let size: u32 = 0;
let room: u32 = 0;
let most: u32 = 0;
let limit: u32 = 0;
let lost: u32 = 0;

/** Begins anew: the `wanted` nearest within `largest`, or all of them if `wanted` is 0. */
export function start(hits: usize, capacity: u32, wanted: u32, largest: u32): void {
  entries = hits;
  room = capacity;
  most = wanted;
  limit = largest;
  size = 0;
  lost = 0;
}

/** The largest distance of interest: that of the worst of k. */
// @ts-ignore: decorator
@inline
export function limitOf(): u32 {
  return limit;
}

/** Whether as many as wanted were found. */
export function full(): bool {
  return most != 0 && size == most;
}

/** How many hits there was no room for. */
export function missing(): u32 {
  return lost;
}

/** Takes a code within the limit, which was not offered before. */
export function offer(distance: u32, position: u32): void {
  const entry = ((<u64>distance) << 32) | <u64>position;
  if (full()) {
    if (entry > load<u64>(entries)) return;
    sink(entry, 0, size);
  } else if (size == room) {
    lost++;
    return;
  } else {
    rise(entry, size++);
  }
  if (full()) limit = <u32>(load<u64>(entries) >> 32);
}

/** Sorts the hits, ascending; returns how many. */
export function sorted(): i32 {
  for (let end = size; end > 1; ) {
    end--;
    const last = entries + ((<usize>end) << 3);
    const entry = load<u64>(last);
    store<u64>(last, load<u64>(entries));
    sink(entry, 0, end);
  }
  return size;
}

function rise(entry: u64, at: u32): void {
  while (at > 0) {
    const above = (at - 1) >>> 1;
    const other = load<u64>(entries + ((<usize>above) << 3));
    if (other >= entry) break;
    store<u64>(entries + ((<usize>at) << 3), other);
    at = above;
  }
  store<u64>(entries + ((<usize>at) << 3), entry);
}

function sink(entry: u64, at: u32, count: u32): void {
  while (true) {
    let below: u32 = 2 * at + 1;
    if (below >= count) break;
    let other = load<u64>(entries + ((<usize>below) << 3));
    if (below + 1 < count) {
      const right = load<u64>(entries + ((<usize>below) << 3), 8);
      if (right > other) {
        below++;
        other = right;
      }
    }
    if (other <= entry) break;
    store<u64>(entries + ((<usize>at) << 3), other);
    at = below;
  }
  store<u64>(entries + ((<usize>at) << 3), entry);
}
