import type { ToyImage, ToyVector } from '../../evaluation/walkthrough/toy/types.ts';
import type { Paint } from '../output/colour.ts';

/** Cells of a drawing; a cell is about twice as high as it is wide. */
const COLUMNS = 37;
const ROWS = 15;
/** Half of the width that is shown. */
const REACH_X = 1.9;
const REACH_Y = 1.55;

/**
 * Images in the plane and one line through the origin, given by its normal: letters, dots along the
 * line, and a + and - on its two sides.
 */
export function planeLines(images: readonly ToyImage[], normal: ToyVector, paint: Paint): string[] {
  const grid = Array.from({ length: ROWS }, () => new Array<string>(COLUMNS).fill(' '));
  drawLine(grid, normal, paint);
  drawSides(grid, normal, paint);
  for (const { name, kind, x, y } of images) {
    grid[rowOf(y)][columnOf(x)] = paint(kind === 'car' ? 'blue' : 'yellow', name);
  }
  return grid.map((cells) => cells.join(''));
}

/** The width of a drawing's lines without colours. */
export const PLANE_WIDTH = COLUMNS;

function columnOf(x: number): number {
  return clamp(Math.round(((x + REACH_X) / (2 * REACH_X)) * (COLUMNS - 1)), COLUMNS);
}

function rowOf(y: number): number {
  return clamp(Math.round(((REACH_Y - y) / (2 * REACH_Y)) * (ROWS - 1)), ROWS);
}

function clamp(at: number, size: number): number {
  return Math.max(0, Math.min(size - 1, at));
}

/** A dot in every row or column that the line passes, whichever are more. */
function drawLine(grid: string[][], [a, b]: ToyVector, paint: Paint): void {
  const length = Math.hypot(a, b);
  if (length === 0) return;
  const [dx, dy] = [-b / length, a / length];
  for (let t = -3; t <= 3; t += 0.02) {
    const [x, y] = [t * dx, t * dy];
    if (Math.abs(x) > REACH_X || Math.abs(y) > REACH_Y) continue;
    grid[rowOf(y)][columnOf(x)] = paint('green', '·');
  }
}

/** Beside the origin, on the side of 1 a + and on that of 0 a -. */
function drawSides(grid: string[][], [a, b]: ToyVector, paint: Paint): void {
  const length = Math.hypot(a, b);
  if (length === 0) return;
  for (const [sign, mark] of [
    [1, '+'],
    [-1, '-'],
  ] as const) {
    const [x, y] = [(sign * 0.5 * a) / length, (sign * 0.5 * b) / length];
    grid[rowOf(y)][columnOf(x)] = paint('green', mark);
  }
}
