// Grey values of a picture, averaged over the areas of side x side pixels. All sums are of whole
// numbers below 2^53, so they are exact whatever their order, and rounded once, at the end.
//
// Along an axis of `size` pixels a pixel is `side` units long and a pixel of the result `size`.

/**
 * Adds rows of a picture to the sums of the result.
 * @param pixels rows x width RGBA
 * @param first place of the first row in the picture
 * @param line scratch, side float64
 * @param sums side x side float64
 */
export function addPixelRows(
  pixels: usize,
  rows: usize,
  width: usize,
  height: usize,
  first: usize,
  side: usize,
  line: usize,
  sums: usize,
): void {
  for (let row: usize = 0; row < rows; row++, pixels += width << 2) {
    sumLine(pixels, width, side, line);
    let at = <u64>(first + row) * side;
    const end = at + side;
    let target = at / height;
    while (at < end) {
      const next = min(end, (target + 1) * height);
      addLine(line, side, <f64>(next - at), sums + ((<usize>target * side) << 3));
      at = next;
      target++;
    }
  }
}

/** The sums of a row of pixels over the columns of the result. */
function sumLine(pixels: usize, width: usize, side: usize, line: usize): void {
  let sum: f64 = 0;
  // Units that the present column still takes.
  let room = width;
  for (const end = pixels + (width << 2); pixels < end; pixels += 4) {
    const value = <f64>greyOf(load<u32>(pixels));
    let rest = side;
    while (rest >= room) {
      store<f64>(line, sum + <f64>room * value);
      line += 8;
      rest -= room;
      room = width;
      sum = 0;
    }
    sum += <f64>rest * value;
    room -= rest;
  }
}

/** 255,000 times the grey value of a pixel over white. */
// @ts-ignore: decorator
@inline
function greyOf(pixel: u32): u32 {
  const red = pixel & 0xff,
    green = (pixel >> 8) & 0xff,
    blue = (pixel >> 16) & 0xff,
    alpha = pixel >> 24;
  return alpha * (299 * red + 587 * green + 114 * blue) + 255000 * (255 - alpha);
}

function addLine(line: usize, side: usize, factor: f64, sums: usize): void {
  for (const end = line + (side << 3); line < end; line += 8, sums += 8) {
    store<f64>(sums, load<f64>(sums) + factor * load<f64>(line));
  }
}

/** grey[i] = sums[i] / divisor. */
export function divideSums(sums: usize, count: usize, divisor: f64, grey: usize): void {
  for (let i: usize = 0; i < count; i++) {
    store<f32>(grey + (i << 2), <f32>(load<f64>(sums + (i << 3)) / divisor));
  }
}
