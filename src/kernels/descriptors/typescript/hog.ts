import { HOG_BINS } from '../api.ts';
import { cellShares, hogDirections } from '../hog-tables.ts';

const { fround } = Math;
const BLOCK_VALUES = 4 * HOG_BINS;
const EPSILON_SQUARED = fround(1e-10);
const CLIP = fround(0.2);

/** Writes the HOG of a grey picture; see Describer.hog. */
export function describeGradients(
  grey: Float32Array,
  side: number,
  cell: number,
  out: Float32Array,
): void {
  const width = side / cell + 2;
  const cells = sumGradients(grey, side, cell);
  let at = 0;
  for (let y = 1; y + 2 < width; y++) {
    for (let x = 1; x + 2 < width; x++, at += BLOCK_VALUES) {
      const upper = (y * width + x) * HOG_BINS;
      const lower = upper + width * HOG_BINS;
      out.set(cells.subarray(upper, upper + 2 * HOG_BINS), at);
      out.set(cells.subarray(lower, lower + 2 * HOG_BINS), at + 2 * HOG_BINS);
      const block = out.subarray(at, at + BLOCK_VALUES);
      for (let i = 0; i < BLOCK_VALUES; i++) block[i] /= cell * cell;
      divideByNorm(block);
      for (let i = 0; i < BLOCK_VALUES; i++) block[i] = Math.min(block[i], CLIP);
      divideByNorm(block);
    }
  }
}

/** Sums by cell and direction, with a cell more on each side. */
function sumGradients(grey: Float32Array, side: number, cell: number): Float32Array {
  const length = (side / cell + 2) * HOG_BINS;
  const cells = new Float32Array((side / cell + 2) * length);
  const directions = hogDirections();
  const { first, share } = cellShares(side, cell);
  const line = new Float32Array(length);
  for (let y = 0; y < side; y++) {
    line.fill(0);
    for (let x = 0; x < side; x++) {
      const gradient = gradientAt(grey, side, x, y);
      const at = first[x] * HOG_BINS;
      addGradient(gradient, directions, fround(1 - share[x]), line.subarray(at));
      addGradient(gradient, directions, share[x], line.subarray(at + HOG_BINS));
    }
    const rest = fround(1 - share[y]);
    const at = first[y] * length;
    for (let i = 0; i < length; i++) {
      cells[at + i] += fround(rest * line[i]);
      cells[at + length + i] += fround(share[y] * line[i]);
    }
  }
  return cells;
}

/** Differences of the pixels on both sides, or their opposite, which counts the same. */
function gradientAt(grey: Float32Array, side: number, x: number, y: number): [number, number] {
  const at = y * side + x;
  const dx = x > 0 && x + 1 < side ? fround(grey[at + 1] - grey[at - 1]) : 0;
  const dy = y > 0 && y + 1 < side ? fround(grey[at + side] - grey[at - side]) : 0;
  return dy < 0 || (dy === 0 && dx < 0) ? [-dx, -dy] : [dx, dy];
}

/** Adds a gradient to a cell as vectors along the two directions beside it. */
function addGradient(
  [dx, dy]: readonly [number, number],
  directions: Float32Array,
  share: number,
  cell: Float32Array,
): void {
  const beyond = (i: number) =>
    fround(fround(dy * directions[2 * i + 1]) - fround(dx * directions[2 * i]));
  let bin = 0;
  for (let i = 1; i < HOG_BINS; i++) if (beyond(i) >= 0) bin++;
  cell[bin] += fround(-beyond(bin + 1) * share);
  cell[(bin + 1) % HOG_BINS] += fround(beyond(bin) * share);
}

function divideByNorm(block: Float32Array): void {
  let sum = 0;
  for (const value of block) sum = fround(sum + fround(value * value));
  const norm = fround(Math.sqrt(fround(sum + EPSILON_SQUARED)));
  for (let i = 0; i < block.length; i++) block[i] /= norm;
}
