// The layout of codes that findBlock adds up: blocks of as many codes as a lane has bits, each a
// lane per bit of code, padded to whole chunks of 16 planes. Plane 2j holds bit 2j, plane 2j + 1
// bit 2j ^ bit 2j+1. So 64 bits take 8 bytes a code, and no width more than its packed words.
import { CHUNK, chunksOf } from './hamming-sums';
import { codesPerBlock } from './hamming-lanes';

/** Writes `count` packed codes as blocks; codes missing from the last one are 0. */
export function writeBlocks<T>(words: usize, count: usize, bits: u32, planes: usize): void {
  const stride = ((<usize>bits + 31) >>> 5) << 2;
  const bytes = chunksOf(bits) * (CHUNK >> 3);
  for (let first: usize = 0; first < count; first += codesPerBlock<T>()) {
    for (let group: usize = 0; group < sizeof<T>(); group++) {
      const at = first + (group << 3);
      const left = at < count ? min<usize>(8, count - at) : 0;
      for (let byte: usize = 0; byte < bytes; byte++) {
        let eight: u64 = 0;
        for (let c: usize = 0; c < left; c++) {
          eight |= (<u64>load<u8>(words + (at + c) * stride + byte)) << (<u64>(c << 3));
        }
        eight = transpose(eight ^ ((eight & 0x5555555555555555) << 1));
        const to = planes + group + (byte << 3) * sizeof<T>();
        for (let bit: usize = 0; bit < 8; bit++) {
          store<u8>(to + bit * sizeof<T>(), <u8>(eight >> <u64>(bit << 3)));
        }
      }
    }
    planes += bytes * 8 * sizeof<T>();
  }
}

/** Writes the planes of a query: the same bit for all codes of a block. */
export function writeMasks<T>(words: usize, bits: u32, masks: usize): void {
  const planes = chunksOf(bits) * CHUNK;
  for (let i: usize = 0; i < planes; i++) {
    const pair = (load<u8>(words + (i >> 3)) >> <u8>(i & 6)) & 3;
    const bit = i & 1 ? <i64>(pair == 1 || pair == 2) : <i64>(pair & 1);
    for (let at: usize = 0; at < sizeof<T>(); at += 8) {
      store<i64>(masks + i * sizeof<T>() + at, -bit);
    }
  }
}

/** Eight bytes of eight bits as a matrix, transposed. */
function transpose(x: u64): u64 {
  let t = (x ^ (x >> 7)) & 0x00aa00aa00aa00aa;
  x ^= t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000cccc0000cccc;
  x ^= t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000f0f0f0f0;
  return x ^ t ^ (t << 28);
}
