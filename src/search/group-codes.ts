import type { HashCodes } from '../core/hash-codes.ts';

/** Codes grouped by value. */
export interface CodeGroups {
  /** The distinct codes, ascending (word 0 counts least). */
  readonly distinct: HashCodes;
  /** All positions, grouped by code, ascending within a group. */
  readonly members: Uint32Array;
  /** Group g is members[starts[g]] up to members[starts[g + 1]]; distinct.count + 1 entries. */
  readonly starts: Uint32Array;
}

/** Groups codes by a stable radix sort of 16 bits a pass. Cost: O(count x bits / 16). */
export function groupCodes(codes: HashCodes): CodeGroups {
  const members = sortedOrder(codes);
  const { words, wordsPerCode, count } = codes;
  const firsts: number[] = [];
  const starts: number[] = [];
  for (let i = 0; i < count; i++) {
    const isNew = i === 0 || !sameCode(words, wordsPerCode, members[i - 1], members[i]);
    if (isNew) {
      firsts.push(members[i]);
      starts.push(i);
    }
  }
  starts.push(count);
  return { distinct: codes.select(firsts), members, starts: Uint32Array.from(starts) };
}

function sameCode(words: Uint32Array, stride: number, a: number, b: number): boolean {
  for (let w = 0; w < stride; w++) {
    if (words[a * stride + w] !== words[b * stride + w]) return false;
  }
  return true;
}

function sortedOrder(codes: HashCodes): Uint32Array {
  const { words, wordsPerCode, count, bits } = codes;
  let order = new Uint32Array(count);
  let next = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const counts = new Uint32Array(65537);
  for (let digit = 0; digit * 16 < bits; digit++) {
    const word = digit >>> 1;
    const shift = (digit & 1) * 16;
    counts.fill(0);
    for (let i = 0; i < count; i++) {
      counts[((words[i * wordsPerCode + word] >>> shift) & 0xffff) + 1]++;
    }
    for (let value = 0; value < 65536; value++) counts[value + 1] += counts[value];
    for (let i = 0; i < count; i++) {
      const member = order[i];
      next[counts[(words[member * wordsPerCode + word] >>> shift) & 0xffff]++] = member;
    }
    [order, next] = [next, order];
  }
  return order;
}
