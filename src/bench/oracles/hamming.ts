/** The k nearest codes of one query: positions and distances, by distance, then position. */
export interface NearestList {
  readonly positions: Uint32Array;
  readonly distances: Uint16Array;
}

/** All distances, then a counting sort of all positions: no threshold, no heap, nothing clever. */
export function nearestOracle(
  words: Uint32Array,
  wordsPerCode: number,
  query: Uint32Array,
  k: number,
): NearestList {
  const count = words.length / wordsPerCode;
  const all = new Uint16Array(count);
  const starts = new Uint32Array(wordsPerCode * 32 + 2);
  for (let i = 0; i < count; i++) {
    let distance = 0;
    for (let w = 0; w < wordsPerCode; w++) {
      const difference = words[i * wordsPerCode + w] ^ query[w];
      distance += BITS_OF[difference & 0xffff] + BITS_OF[difference >>> 16];
    }
    all[i] = distance;
    starts[distance + 1]++;
  }
  for (let d = 1; d < starts.length; d++) starts[d] += starts[d - 1];
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[starts[all[i]]++] = i;
  const positions = order.slice(0, k);
  return { positions, distances: Uint16Array.from(positions, (i) => all[i]) };
}

/** Bits that are 1, for every number of 16 bits. */
const BITS_OF = new Uint8Array(2 ** 16);
for (let i = 1; i < BITS_OF.length; i++) BITS_OF[i] = BITS_OF[i >>> 1] + (i & 1);

/** Positions of all codes of one word within the radius, by distance, then position. */
export function withinOracle(words: Uint32Array, query: number, radius: number): number[][] {
  const rings: number[][] = Array.from({ length: radius + 1 }, () => []);
  for (let i = 0; i < words.length; i++) {
    const difference = words[i] ^ query;
    const distance = BITS_OF[difference & 0xffff] + BITS_OF[difference >>> 16];
    if (distance <= radius) rings[distance].push(i);
  }
  return rings;
}
