import type { Matrix } from '../../core/matrix.ts';

/** Between the normals of each bit, in degrees from 0 to 180; 0 where one of them has no length. */
export function angles(before: Matrix, after: Matrix): number[] {
  return Array.from({ length: before.rows }, (_, j) => {
    const [a, b] = [before.row(j), after.row(j)];
    let dot = 0;
    let [squareA, squareB] = [0, 0];
    for (let d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
      squareA += a[d] * a[d];
      squareB += b[d] * b[d];
    }
    if (squareA === 0 || squareB === 0) return 0;
    const cosine = dot / Math.sqrt(squareA * squareB);
    return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  });
}
