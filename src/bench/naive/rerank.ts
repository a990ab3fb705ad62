/** Cosine re-ranking as one would write it first: a distance for every candidate, then a sort. */
export function naiveRerank(
  vectors: Float32Array,
  dimensions: number,
  query: Float32Array,
  candidates: Uint32Array,
  k: number,
): number[] {
  let queryNorm = 0;
  for (let d = 0; d < dimensions; d++) queryNorm += query[d] * query[d];
  const scored = Array.from(candidates, (row) => {
    let dot = 0;
    let norm = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = vectors[row * dimensions + d];
      dot += value * query[d];
      norm += value * value;
    }
    return { row, distance: 1 - dot / Math.sqrt(queryNorm * norm) };
  });
  scored.sort((a, b) => a.distance - b.distance || a.row - b.row);
  return scored.slice(0, k).map(({ row }) => row);
}
