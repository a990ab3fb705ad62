/** Bits that are 1, the way that everybody copies. */
export function popcount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

interface Found {
  readonly position: number;
  readonly distance: number;
}

/** Top-k by Hamming distance as one would write it first: a distance a code, and a heap of k. */
export function naiveNearestCodes(
  words: Uint32Array,
  count: number,
  wordsPerCode: number,
  query: Uint32Array,
  k: number,
): Found[] {
  // The farthest on top; a code that comes later is farther at equal distance.
  const heap: Found[] = [];
  for (let position = 0; position < count; position++) {
    let distance = 0;
    for (let w = 0; w < wordsPerCode; w++) {
      distance += popcount(words[position * wordsPerCode + w] ^ query[w]);
    }
    if (heap.length < k) push(heap, { position, distance });
    else if (distance < heap[0].distance) replaceTop(heap, { position, distance });
  }
  return heap.sort((a, b) => (isFarther(a, b) ? 1 : -1));
}

function isFarther(a: Found, b: Found): boolean {
  return a.distance > b.distance || (a.distance === b.distance && a.position > b.position);
}

function push(heap: Found[], item: Found): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isFarther(item, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = item;
}

function replaceTop(heap: Found[], item: Found): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isFarther(heap[child + 1], heap[child])) child++;
    if (!isFarther(heap[child], item)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
}
