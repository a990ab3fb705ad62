/** A point or a direction of the plane; y grows upward. */
export type Vector = readonly [x: number, y: number];

/** A line of the plane: the points where normal . point + offset is 0. Its normal need not be 1 long. */
export interface Line {
  readonly normal: Vector;
  readonly offset?: number | undefined;
}

/** The part of the plane that is drawn: from -extent to +extent in both directions. */
export type Extent = number;

/** How far a point is beyond the line, in units of the normal's length; a bit is 1 iff it is >= 0. */
export function valueAt({ normal, offset = 0 }: Line, [x, y]: Vector): number {
  return normal[0] * x + normal[1] * y + offset;
}

/** The direction of a vector in degrees, counter-clockwise from the x-axis, in [0, 360). */
export function degreesOf([x, y]: Vector): number {
  return wrapped((Math.atan2(y, x) * 180) / Math.PI);
}

/** The vector of length 1 in a direction of so many degrees. */
export function directionOf(degrees: number): Vector {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** The same direction in [0, 360). */
export function wrapped(degrees: number): number {
  const turned = degrees % 360;
  // Adding 360 to a tiny negative number would round to 360 itself.
  return turned < 0 ? (turned + 360) % 360 : turned;
}

/** The shortest turn from one direction to another, in (-180, 180]. */
export function turnBetween(from: number, to: number): number {
  const turn = wrapped(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/**
 * The square that is drawn, cut by the line: the corners of the part where the value is >= 0, in order.
 * Empty if the line leaves all of it on the other side.
 */
export function positiveSide(line: Line, extent: Extent): Vector[] {
  const corners: Vector[] = [
    [-extent, -extent],
    [extent, -extent],
    [extent, extent],
    [-extent, extent],
  ];
  return corners.flatMap((corner, i) => {
    const next = corners[(i + 1) % 4];
    const [here, there] = [valueAt(line, corner), valueAt(line, next)];
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    const crossing: Vector = [
      corner[0] + share * (next[0] - corner[0]),
      corner[1] + share * (next[1] - corner[1]),
    ];
    return [...kept, crossing];
  });
}

/** Both ends of a line within the circle of this radius; null if it passes outside. */
export function endsWithin({ normal, offset = 0 }: Line, radius: number): [Vector, Vector] | null {
  const length = Math.hypot(...normal);
  const [a, b] = [normal[0] / length, normal[1] / length];
  const distance = -offset / length;
  if (!(Math.abs(distance) < radius)) return null;
  const half = Math.sqrt(radius * radius - distance * distance);
  const [x, y] = [a * distance, b * distance];
  // The first end is a quarter turn counter-clockwise from the normal.
  return [
    [x - b * half, y + a * half],
    [x + b * half, y - a * half],
  ];
}

/**
 * Rings, 0 the innermost, on which labels at these directions stand so that none of one ring is nearer
 * to the next than `room` degrees; the last ring takes what is left.
 */
export function ringsOf(degrees: readonly number[], room: number, rings: number): number[] {
  const taken: number[][] = Array.from({ length: rings }, () => []);
  const order = degrees.map((_, i) => i).sort((i, j) => degrees[i] - degrees[j]);
  const ring = new Array<number>(degrees.length).fill(0);
  for (const i of order) {
    const isFree = (others: number[]) =>
      others.every((other) => Math.abs(turnBetween(other, degrees[i])) >= room);
    const free = taken.findIndex(isFree);
    ring[i] = free < 0 ? rings - 1 : free;
    taken[ring[i]].push(degrees[i]);
  }
  return ring;
}
