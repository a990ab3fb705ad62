/**
 * Writes the min(k, count) smallest of `count` distances, ascending, ties by ascending id, to
 * `outIds` and `outDistances`; returns how many. Entry c belongs to ids[c], or to c where ids is
 * null. NaN, from overflow, ranks behind every number. A bounded heap whose root is the worst kept
 * entry; cost O(count log k).
 */
export function selectNearest(
  distances: ArrayLike<number>,
  ids: Uint32Array | null,
  count: number,
  k: number,
  outIds: Uint32Array,
  outDistances: Numbers,
): number {
  const size = Math.min(k, count);
  if (size === 0) return 0;
  for (let c = 0; c < size; c++) {
    outIds[c] = ids ? ids[c] : c;
    outDistances[c] = distances[c];
  }
  for (let c = (size >>> 1) - 1; c >= 0; c--) siftDown(outIds, outDistances, c, size);
  for (let c = size; c < count; c++) {
    const distance = distances[c];
    if (distance > outDistances[0]) continue;
    const id = ids ? ids[c] : c;
    if (!ranksBehind(outDistances[0], outIds[0], distance, id)) continue;
    outIds[0] = id;
    outDistances[0] = distance;
    siftDown(outIds, outDistances, 0, size);
  }
  // Heap sort: the worst goes to the end, again and again.
  for (let end = size - 1; end > 0; end--) {
    swap(outIds, outDistances, 0, end);
    siftDown(outIds, outDistances, 0, end);
  }
  return size;
}

/**
 * Takes an entry into a full heap of nearest ones, the worst of which stands first, if it ranks
 * before that.
 */
export function offerNearest(
  ids: Uint32Array,
  distances: Numbers,
  distance: number,
  id: number,
): void {
  if (!ranksBehind(distances[0], ids[0], distance, id)) return;
  ids[0] = id;
  distances[0] = distance;
  siftDown(ids, distances, 0, ids.length);
}

type Numbers = Float32Array | Float64Array | Uint16Array;

function siftDown(ids: Uint32Array, distances: Numbers, start: number, size: number): void {
  let parent = start;
  for (;;) {
    let worst = parent;
    const left = 2 * parent + 1;
    if (left < size && isWorse(ids, distances, left, worst)) worst = left;
    if (left + 1 < size && isWorse(ids, distances, left + 1, worst)) worst = left + 1;
    if (worst === parent) return;
    swap(ids, distances, parent, worst);
    parent = worst;
  }
}

function isWorse(ids: Uint32Array, distances: Numbers, a: number, b: number): boolean {
  return ranksBehind(distances[a], ids[a], distances[b], ids[b]);
}

function ranksBehind(distance: number, id: number, other: number, otherId: number): boolean {
  const overflowed = Number.isNaN(distance);
  if (distance === other || (overflowed && Number.isNaN(other))) return id > otherId;
  return overflowed || distance > other;
}

function swap(ids: Uint32Array, distances: Numbers, a: number, b: number): void {
  const id = ids[a];
  ids[a] = ids[b];
  ids[b] = id;
  const distance = distances[a];
  distances[a] = distances[b];
  distances[b] = distance;
}
