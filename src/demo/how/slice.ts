import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import type { SliceResult } from '../lab/calls/slice.ts';
import type { Vector } from '../parts/plane-geometry.ts';

/** The plane through the origin and two points, in coordinates of its own. */
export interface Slice {
  /** Both points; the first lies on the x-axis. */
  readonly points: readonly [Vector, Vector];
  /** The lines in which hyperplanes cut the plane, by their normals. */
  readonly normals: readonly Vector[];
  /** Between the points, seen from the origin, in degrees. */
  readonly angle: number;
}

/**
 * The plane that two points a and b span, with u = a / |a| and v at right angles to it. A hyperplane with
 * the normal w cuts it in the line through the origin with the normal (w . u, w . v), so that points of
 * the plane lie on the same sides of the lines as of the hyperplanes: nothing is lost of these two.
 */
export function sliceOf({ rows: [a, b], dot }: SliceResult): Slice {
  const along = dot / a.length;
  const aside = Math.sqrt(Math.max(0, b.length * b.length - along * along));
  const normals = a.projections.map((projection, j): Vector => {
    const x = projection / a.length;
    // Points of one direction span no plane; any other direction will do.
    const y = aside > 0 ? (b.projections[j] - x * along) / aside : 0;
    return [x, y];
  });
  return {
    points: [
      [a.length, 0],
      [along, aside],
    ],
    normals,
    angle: (Math.atan2(aside, along) * 180) / Math.PI,
  };
}

/** The bits of a point, one for each line. */
export function bitsAt([x, y]: Vector, normals: readonly Vector[]): Bit[] {
  return normals.map((normal) => (normal[0] * x + normal[1] * y >= 0 ? 1 : 0));
}

/** The number of a bucket: the first bit is the most significant. Exact for any number of bits. */
export function bucketOf(bits: readonly Bit[]): string {
  return BigInt(`0b${bits.join('')}`).toString();
}
