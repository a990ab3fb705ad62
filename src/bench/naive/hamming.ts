/** Bits that are 1, counted one at a time (Wegner). */
function popcount(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Top-k by Hamming distance as one would write it first: a distance for every code, and a list of
 * the best k kept in order.
 */
export function naiveNearestCodes(
  words: Uint32Array,
  count: number,
  wordsPerCode: number,
  query: Uint32Array,
  k: number,
): { positions: number[]; distances: number[] } {
  const positions: number[] = [];
  const distances: number[] = [];
  for (let i = 0; i < count; i++) {
    let distance = 0;
    for (let w = 0; w < wordsPerCode; w++) {
      distance += popcount(words[i * wordsPerCode + w] ^ query[w]);
    }
    if (positions.length === k && distance >= distances[k - 1]) continue;
    let at = positions.length;
    while (at > 0 && distances[at - 1] > distance) at--;
    positions.splice(at, 0, i);
    distances.splice(at, 0, distance);
    if (positions.length > k) {
      positions.pop();
      distances.pop();
    }
  }
  return { positions, distances };
}
