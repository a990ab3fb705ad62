// Histograms of oriented gradients; see Describer.hog.

const BINS: usize = 9;
const BLOCK_VALUES: usize = 4 * BINS;
const EPSILON_SQUARED: f32 = 1e-10;
const CLIP: f32 = 0.2;

/**
 * Sums of gradients by cell and direction.
 * @param grey side x side float32
 * @param directions sines and cosines of 0, 20, ..., 180 degrees over the sine of 20: 10 x 2 float32
 * @param cellsOf for each place along a side the first of the two cells that it counts for, from 0 on
 *   with one cell more before the first; then, float32, its share in the second
 * @param across,down,bins scratch of side values each: differences, and the direction below them
 * @param line scratch: width x 9 float32, width = cells along a side + 2
 * @param cells width x width x 9 float32, the outer ones beyond the picture
 */
export function sumGradients(
  grey: usize,
  side: usize,
  directions: usize,
  cellsOf: usize,
  across: usize,
  down: usize,
  bins: usize,
  line: usize,
  width: usize,
  cells: usize,
): void {
  const lineBytes = (width * BINS) << 2;
  memory.fill(cells, 0, width * lineBytes);
  const rowBytes = side << 2;
  const shares = cellsOf + rowBytes;
  for (let y: usize = 0; y < side; y++) {
    const row = grey + y * rowBytes;
    const isInside = y > 0 && y + 1 < side;
    // The first and the last row have no differences down, as the outer columns have none across.
    const above = isInside ? row - rowBytes : row;
    const below = isInside ? row + rowBytes : row;
    measure(row, above, below, 0, 0, 0, directions, across, down, bins);
    let x: usize = 1;
    if (ASC_FEATURE_SIMD) {
      for (; x + 5 <= side; x += 4) {
        measureFour(row, above, below, x, directions, across, down, bins);
      }
    }
    for (; x + 1 < side; x++) {
      measure(row, above, below, x, x - 1, x + 1, directions, across, down, bins);
    }
    measure(row, above, below, x, x, x, directions, across, down, bins);
    memory.fill(line, 0, lineBytes);
    addPixels(side, directions, cellsOf, across, down, bins, line);
    const first = cells + <usize>load<u32>(cellsOf + (y << 2)) * lineBytes;
    const share = load<f32>(shares + (y << 2));
    addLine(line, lineBytes, 1 - share, first);
    addLine(line, lineBytes, share, first + lineBytes);
  }
}

/** The gradient at one pixel, from the columns `left` and `right` of its row. */
function measure(
  row: usize,
  above: usize,
  below: usize,
  x: usize,
  left: usize,
  right: usize,
  directions: usize,
  across: usize,
  down: usize,
  bins: usize,
): void {
  let dx = load<f32>(row + (right << 2)) - load<f32>(row + (left << 2));
  let dy = load<f32>(below + (x << 2)) - load<f32>(above + (x << 2));
  if (dy < 0 || (dy == 0 && dx < 0)) {
    dx = -dx;
    dy = -dy;
  }
  let bin = 0;
  for (let i: usize = 8; i <= 64; i += 8) {
    const sine = load<f32>(directions + i),
      cosine = load<f32>(directions + i, 4);
    bin += i32(dy * cosine - dx * sine >= 0);
  }
  store<f32>(across + (x << 2), dx);
  store<f32>(down + (x << 2), dy);
  store<i32>(bins + (x << 2), bin);
}

function measureFour(
  row: usize,
  above: usize,
  below: usize,
  x: usize,
  directions: usize,
  across: usize,
  down: usize,
  bins: usize,
): void {
  const at = x << 2;
  const zero = f32x4.splat(0);
  let dx = f32x4.sub(v128.load(row + at + 4), v128.load(row + at - 4));
  let dy = f32x4.sub(v128.load(below + at), v128.load(above + at));
  const isLevel = v128.and(f32x4.eq(dy, zero), f32x4.lt(dx, zero));
  const sign = v128.and(v128.or(f32x4.lt(dy, zero), isLevel), i32x4.splat(i32.MIN_VALUE));
  dx = v128.xor(dx, sign);
  dy = v128.xor(dy, sign);
  let bin = i32x4.splat(0);
  for (let i: usize = 8; i <= 64; i += 8) {
    const along = f32x4.mul(dx, v128.load_splat<f32>(directions + i)),
      up = f32x4.mul(dy, v128.load_splat<f32>(directions + i, 4));
    bin = i32x4.sub(bin, f32x4.ge(f32x4.sub(up, along), zero));
  }
  v128.store(across + at, dx);
  v128.store(down + at, dy);
  v128.store(bins + at, bin);
}

/** Adds the gradients of a row, each as vectors along the two directions beside it. */
function addPixels(
  side: usize,
  directions: usize,
  cellsOf: usize,
  across: usize,
  down: usize,
  bins: usize,
  line: usize,
): void {
  for (let x: usize = 0; x < side << 2; x += 4) {
    const dx = load<f32>(across + x),
      dy = load<f32>(down + x);
    const bin = <usize>load<u32>(bins + x);
    const at = directions + (bin << 3);
    const lower = dx * load<f32>(at, 8) - dy * load<f32>(at, 12);
    const upper = dy * load<f32>(at, 4) - dx * load<f32>(at);
    const share = load<f32>(cellsOf + (side << 2) + x);
    const rest: f32 = 1 - share;
    const cell = line + ((<usize>load<u32>(cellsOf + x) * BINS) << 2);
    const first = cell + (bin << 2);
    // Half a turn is no turn.
    const second = bin + 1 == BINS ? cell : first + 4;
    store<f32>(first, load<f32>(first) + lower * rest);
    store<f32>(second, load<f32>(second) + upper * rest);
    store<f32>(first, load<f32>(first, BINS << 2) + lower * share, BINS << 2);
    store<f32>(second, load<f32>(second, BINS << 2) + upper * share, BINS << 2);
  }
}

function addLine(line: usize, bytes: usize, factor: f32, cells: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(cells + at, load<f32>(cells + at) + factor * load<f32>(line + at));
  }
}

/**
 * Blocks of 2 x 2 cells, each normalised.
 * @param cells width x width x 9, the outer ones beyond the picture
 * @param pixels of a cell, by which sums are divided first
 * @param out (width - 3)^2 x 36 float32
 */
export function normaliseBlocks(cells: usize, width: usize, pixels: f32, out: usize): void {
  const pairBytes: usize = (2 * BINS) << 2;
  for (let y: usize = 1; y + 2 < width; y++) {
    for (let x: usize = 1; x + 2 < width; x++, out += BLOCK_VALUES << 2) {
      const upper = cells + (((y * width + x) * BINS) << 2);
      memory.copy(out, upper, pairBytes);
      memory.copy(out + pairBytes, upper + ((width * BINS) << 2), pairBytes);
      const end = out + (BLOCK_VALUES << 2);
      for (let at = out; at < end; at += 4) store<f32>(at, load<f32>(at) / pixels);
      divideByNorm(out, end);
      for (let at = out; at < end; at += 4) store<f32>(at, min<f32>(load<f32>(at), CLIP));
      divideByNorm(out, end);
    }
  }
}

function divideByNorm(block: usize, end: usize): void {
  let sum: f32 = 0;
  for (let at = block; at < end; at += 4) sum += load<f32>(at) * load<f32>(at);
  const norm = sqrt<f32>(sum + EPSILON_SQUARED);
  for (let at = block; at < end; at += 4) store<f32>(at, load<f32>(at) / norm);
}
