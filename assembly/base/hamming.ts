// Scans of all codes: the k nearest, those within a radius, histograms of distances.
//
// Layouts: bit planes in blocks (hamming-planes.ts) with SIMD at every width and without it up to
// 32 bits; rows of words else. Codes are kept once, in the layout of their width.
import {
  chunksOf,
  allDistances,
  CHUNK,
  distanceOf,
  findBlock,
  hitsOf,
  setLimit,
} from './hamming-sums';
import { collect, LIMIT, QUERY, STATE } from './hamming-hits';
import { codesPerBlock } from './hamming-lanes';
import { distanceTo, scanRows } from './hamming-rows';
import { writeBlocks, writeMasks } from './hamming-planes';

/** Codes that all queries of a batch look at before the next ones: they stay in the L1 cache. */
const TILE_BYTES: usize = 16384;
/** From how many hits in a group of 64 codes on all distances are computed at once. */
const MANY: u64 = 6;

// @ts-ignore: decorator
@inline
function isSliced(bits: u32): bool {
  return ASC_FEATURE_SIMD || bits <= 32;
}

// @ts-ignore: decorator
@inline
function rowBytes(bits: u32): usize {
  return ((<usize>bits + 31) >>> 5) << 2;
}

/** Codes per block: scans begin, and are cut, at multiples of it. */
export function blockCodes(bits: u32): usize {
  if (!isSliced(bits)) return 1;
  return ASC_FEATURE_SIMD ? 128 : 64;
}

/** Bytes of a block, which holds every code once. */
export function blockBytes(bits: u32): usize {
  return isSliced(bits) ? chunksOf(bits) * CHUNK * (blockCodes(bits) >> 3) : rowBytes(bits);
}

/** Writes packed codes in the layout of their width, from a block on. */
export function storeCodes(words: usize, count: usize, bits: u32, blocks: usize): void {
  if (ASC_FEATURE_SIMD) writeBlocks<v128>(words, count, bits, blocks);
  else if (isSliced(bits)) writeBlocks<u64>(words, count, bits, blocks);
  else memory.copy(blocks, words, count * rowBytes(bits));
}

/** Writes a packed query as the scans want it: blockBytes bytes. */
export function storeQuery(words: usize, bits: u32, query: usize): void {
  if (ASC_FEATURE_SIMD) writeMasks<v128>(words, bits, query);
  else if (isSliced(bits)) writeMasks<u64>(words, bits, query);
  else memory.copy(query, words, rowBytes(bits));
}

/**
 * Scans the codes first..end-1 for each of `queries` states (see hamming-hits.ts).
 * @param first a multiple of blockCodes
 */
export function scanCodes(
  codes: usize,
  bits: u32,
  first: usize,
  end: usize,
  states: usize,
  queries: usize,
): void {
  const tile = tileOf(bits);
  const last = states + queries * STATE;
  for (; first < end; first += tile) {
    const stop = min<usize>(end, first + tile);
    for (let state = states; state < last; state += STATE) {
      if (ASC_FEATURE_SIMD) scanBlocks<v128>(codes, bits, first, stop, state);
      else if (isSliced(bits)) scanBlocks<u64>(codes, bits, first, stop, state);
      else scanRows(codes, rowBytes(bits), first, stop, state);
    }
  }
}

/** Codes of a tile, a multiple of blockCodes. */
function tileOf(bits: u32): usize {
  return max<usize>(1, TILE_BYTES / blockBytes(bits)) * blockCodes(bits);
}

function scanBlocks<T>(codes: usize, bits: u32, first: usize, end: usize, state: usize): void {
  const masks = <usize>load<u32>(state, QUERY);
  const chunks = chunksOf(bits);
  const lastBlock = (end + codesPerBlock<T>() - 1) / codesPerBlock<T>();
  let limit = load<i32>(state, LIMIT);
  if (limit < 0) return;
  setLimit<T>(bits, limit);
  for (let block = first / codesPerBlock<T>(); ; block++) {
    block = findBlock<T>(codes, chunks, block, lastBlock, masks);
    if (block >= lastBlock) return;
    collectBlock<T>(bits, block * codesPerBlock<T>(), end, state);
    if (load<i32>(state, LIMIT) == limit) continue;
    limit = load<i32>(state, LIMIT);
    if (limit < 0) return;
    setLimit<T>(bits, limit);
  }
}

/** Collects the codes of the block found, which begins at `position`. */
function collectBlock<T>(bits: u32, position: usize, end: usize, state: usize): void {
  // The limit that the sums were made for; that of the state may fall meanwhile.
  const limit = load<i32>(state, LIMIT);
  for (let group: usize = 0; group < codesPerBlock<T>(); group += 64) {
    let hits = hitsOf<T>(bits, group >> 6);
    const many = popcnt(hits) > MANY;
    const distances = many ? allDistances<T>(bits, limit) : 0;
    for (; hits != 0; hits &= hits - 1) {
      const code = group + <usize>ctz(hits);
      // The last block ends in codes that are none.
      if (position + code >= end) return;
      const distance = many ? load<u16>(distances + (code << 1)) : distanceOf<T>(bits, limit, code);
      if (<i32>distance <= load<i32>(state, LIMIT)) collect(state, position + code, distance);
    }
  }
}

/**
 * Adds the distances of the codes first..end-1 to a histogram per query: bits + 1 u64 counters in
 * each of four lanes, the low half counting codes, the high half those that carry the query's
 * label. The lanes take turns, since adding twice in a row to one counter would wait for the store
 * before it.
 * @param query what storeQuery wrote for each query, blockBytes apart
 * @param labels of the codes from `first` on
 * @param lanes queries x 4 x (bits + 1) u64
 */
export function addHistograms(
  codes: usize,
  bits: u32,
  first: usize,
  end: usize,
  query: usize,
  queries: usize,
  queryLabels: usize,
  labels: usize,
  lanes: usize,
): void {
  const tile = tileOf(bits);
  const laneBytes = (<usize>bits + 1) << 3;
  for (; first < end; first += tile, labels += tile << 2) {
    const stop = min<usize>(end, first + tile);
    for (let q: usize = 0; q < queries; q++) {
      const label = load<i32>(queryLabels + (q << 2));
      const own = query + q * blockBytes(bits);
      const counters = lanes + q * (laneBytes << 2);
      if (ASC_FEATURE_SIMD)
        countBlocks<v128>(codes, bits, first, stop, own, label, labels, counters);
      else if (isSliced(bits))
        countBlocks<u64>(codes, bits, first, stop, own, label, labels, counters);
      else countRows(codes, bits, first, stop, own, label, labels, counters);
    }
  }
}

function countBlocks<T>(
  codes: usize,
  bits: u32,
  first: usize,
  end: usize,
  masks: usize,
  label: i32,
  labels: usize,
  lanes: usize,
): void {
  const chunks = chunksOf(bits);
  const laneBytes = (<usize>bits + 1) << 3;
  setLimit<T>(bits, bits);
  for (; first < end; first += codesPerBlock<T>()) {
    const block = first / codesPerBlock<T>();
    // Every distance is within the limit, so this block is found.
    findBlock<T>(codes, chunks, block, block + 1, masks);
    const distances = allDistances<T>(bits, bits);
    const count = min<usize>(codesPerBlock<T>(), end - first);
    for (let i: usize = 0; i < count; i++, labels += 4) {
      const counter = lanes + (i & 3) * laneBytes + ((<usize>load<u16>(distances + (i << 1))) << 3);
      const same = <u64>u32(load<i32>(labels) == label);
      store<u64>(counter, load<u64>(counter) + 1 + (same << 32));
    }
  }
}

function countRows(
  codes: usize,
  bits: u32,
  first: usize,
  end: usize,
  query: usize,
  label: i32,
  labels: usize,
  lanes: usize,
): void {
  const bytes = rowBytes(bits);
  const laneBytes = (<usize>bits + 1) << 3;
  for (; first < end; first++, labels += 4) {
    const distance = <usize>distanceTo(query, codes + first * bytes, bytes);
    const counter = lanes + (first & 3) * laneBytes + (distance << 3);
    const same = <u64>u32(load<i32>(labels) == label);
    store<u64>(counter, load<u64>(counter) + 1 + (same << 32));
  }
}
