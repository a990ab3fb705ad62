import type { Matrix } from '../../core/matrix.ts';

/** The k rows of `ids` that are nearest by cosine, in float64, by repeated search of the best. */
export function nearestByCosine(
  points: Matrix,
  query: Float32Array,
  ids: Uint32Array,
  k: number,
): number[] {
  const similarities = Float64Array.from(ids, (row) => {
    const x = points.row(row);
    let [dot, square] = [0, 0];
    for (let d = x.length - 1; d >= 0; d--) {
      dot += x[d] * query[d];
      square += x[d] ** 2;
    }
    return dot / Math.sqrt(square);
  });
  const nearest: number[] = [];
  while (nearest.length < Math.min(k, ids.length)) {
    let best = 0;
    for (let i = 1; i < similarities.length; i++)
      if (similarities[i] > similarities[best]) best = i;
    nearest.push(ids[best]);
    similarities[best] = Number.NEGATIVE_INFINITY;
  }
  return nearest;
}
