// Exact Hamming search by multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012): codes are cut
// into m substrings, each with a table of its own. A code within m a + t of the query is within a of
// it in one of the substrings 0..t, or within a - 1 in one of the others.
import { codeAt, distanceFrom, substring } from './codes';
import { full, limitOf, missing, offer, sorted, start } from './hits';

// A table, 32 bits a field.
/** u32 per value of the substring, and one more: where its bucket begins. */
const STARTS: usize = 0;
/** Positions in order of buckets. */
const POSITIONS: usize = 4;
/** The codes in that order; 0 where buckets have no copies. */
const COPIES: usize = 8;
const OFFSET: usize = 12;
const WIDTH: usize = 16;
/** The query's substring; written here. */
const VALUE: usize = 20;
export const TABLE: usize = 32;

let tables: usize = 0;
let tableCount: u32 = 0;
let codes: usize = 0;
let stride: usize = 0;
let query: usize = 0;
let lookups: f64 = 0;
let compared: f64 = 0;
let budget: f64 = 0;
let price: f64 = 0;

/**
 * Collects the nearest codes, or all within a radius, in the form of hits.ts; returns how
 * many, or -1 if the work passes its limit.
 * @param rows codes of strideBytes bytes; 0 where tables have copies
 * @param words the query, strideBytes bytes
 * @param wanted how many nearest, or 0 for all within the radius
 * @param limit largest distance of interest
 * @param capacity room for hits, in entries
 * @param lookupCost of a look-up, where comparing a code costs 1
 * @param work f64 each: the limit of the work; written: look-ups, comparisons, hits without room
 */
export function searchMultiIndex(
  allTables: usize,
  count: u32,
  rows: usize,
  strideBytes: usize,
  words: usize,
  wanted: u32,
  limit: u32,
  hits: usize,
  capacity: u32,
  lookupCost: f64,
  work: usize,
): i32 {
  tables = allTables;
  tableCount = count;
  codes = rows;
  stride = strideBytes;
  query = words;
  price = lookupCost;
  budget = load<f64>(work);
  lookups = 0;
  compared = 0;
  start(hits, capacity, wanted, limit);
  const isDone = probeAll(limit);
  store<f64>(work, lookups, 8);
  store<f64>(work, compared, 16);
  store<f64>(work, <f64>missing(), 24);
  return isDone ? sorted() : -1;
}

/** Probes rings of growing radius until no code that is left can be of interest. */
function probeAll(limit: u32): bool {
  let widest: u32 = 0;
  for (let t: u32 = 0; t < tableCount; t++) {
    const table = tables + <usize>t * TABLE;
    const width = load<u32>(table, WIDTH);
    store<u32>(table, substring(query, load<u32>(table, OFFSET), width), VALUE);
    widest = max(widest, width);
  }
  for (let a: u32 = 0; a <= widest; a++) {
    for (let t: u32 = 0; t < tableCount; t++) {
      const table = tables + <usize>t * TABLE;
      if (a <= load<u32>(table, WIDTH) && !ring(table, t, a)) return false;
      const radius = a * tableCount + t;
      if (radius >= limit || (full() && limitOf() <= radius)) return true;
    }
  }
  return true;
}

/** Visits the buckets whose substring is at distance a from the query's; false if it costs too much. */
function ring(table: usize, t: u32, a: u32): bool {
  const value = load<u32>(table, VALUE);
  if (a == 0) return visit(table, value, t, 0);
  const last = (((<u32>1) << a) - 1) << (load<u32>(table, WIDTH) - a);
  let flips = ((<u32>1) << a) - 1;
  while (true) {
    if (!visit(table, value ^ flips, t, a)) return false;
    if (flips == last) return true;
    // The next larger number with as many 1 bits (Gosper).
    const low = flips & (0 - flips);
    const ripple = flips + low;
    flips = ripple | (((flips ^ ripple) >> 2) >> ctz(low));
  }
}

// @ts-ignore: decorator
@inline
function visit(table: usize, value: u32, t: u32, a: u32): bool {
  const bucket = <usize>load<u32>(table, STARTS) + ((<usize>value) << 2);
  const first = load<u32>(bucket),
    end = load<u32>(bucket, 4);
  lookups += 1;
  if (first != end) {
    compared += <f64>(end - first);
    if (codes == 0) compareCopies(table, first, end, t, a);
    else compareRows(table, first, end, t, a);
  }
  return lookups * price + compared <= budget;
}

function compareCopies(table: usize, first: u32, end: u32, t: u32, a: u32): void {
  const positions = <usize>load<u32>(table, POSITIONS);
  const copies = <usize>load<u32>(table, COPIES);
  const low = load<u64>(query),
    high = stride == 8 ? 0 : load<u64>(query, 8);
  let limit = limitOf();
  for (let i = <usize>first; i < <usize>end; i++) {
    const code = copies + i * stride;
    let distance = <u32>popcnt<u64>(load<u64>(code) ^ low);
    if (stride != 8) distance += <u32>popcnt<u64>(load<u64>(code, 8) ^ high);
    if (distance > limit || wasFound(code, t, a)) continue;
    offer(distance, load<u32>(positions + (i << 2)));
    limit = limitOf();
  }
}

function compareRows(table: usize, first: u32, end: u32, t: u32, a: u32): void {
  const positions = <usize>load<u32>(table, POSITIONS);
  let limit = limitOf();
  for (let i = <usize>first; i < <usize>end; i++) {
    const position = load<u32>(positions + (i << 2));
    const code = codeAt(codes, stride, position);
    const distance = distanceFrom(query, code, stride);
    if (distance > limit || wasFound(code, t, a)) continue;
    offer(distance, position);
    limit = limitOf();
  }
}

/** Whether a code lay in a bucket that was visited before those at distance a of table t. */
function wasFound(code: usize, t: u32, a: u32): bool {
  for (let other: u32 = 0; other < tableCount; other++) {
    if (other == t) continue;
    const table = tables + <usize>other * TABLE;
    const own = substring(code, load<u32>(table, OFFSET), load<u32>(table, WIDTH));
    const distance = <u32>popcnt(own ^ load<u32>(table, VALUE));
    if (distance < a || (distance == a && other < t)) return true;
  }
  return false;
}
