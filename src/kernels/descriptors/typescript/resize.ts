// See assembly/descriptors/resize.ts: all sums are of whole numbers below 2^53.

const { fround } = Math;
/** Units of grey by the brightness and alpha of a pixel. */
const GREY_UNITS = 255_000;

/** Grey values averaged over the areas of side x side pixels. */
export function resizedGrey(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  side: number,
): Float32Array {
  const sums = new Float64Array(side * side);
  const line = new Float64Array(side);
  for (let row = 0; row < height; row++) {
    sumLine(pixels, row * width * 4, width, line);
    let at = row * side;
    const end = at + side;
    while (at < end) {
      const target = Math.floor(at / height);
      const next = Math.min(end, (target + 1) * height);
      const first = target * side;
      for (let x = 0; x < side; x++) sums[first + x] += (next - at) * line[x];
      at = next;
    }
  }
  const divisor = width * height * GREY_UNITS;
  return Float32Array.from(sums, (sum) => fround(sum / divisor));
}

/** The sums of a row of pixels over the columns of the result. */
function sumLine(
  pixels: Uint8Array | Uint8ClampedArray,
  first: number,
  width: number,
  line: Float64Array,
): void {
  const side = line.length;
  let target = 0;
  let sum = 0;
  let room = width;
  for (let at = first; at < first + width * 4; at += 4) {
    const value = greyOf(pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]);
    let rest = side;
    while (rest >= room) {
      line[target++] = sum + room * value;
      rest -= room;
      room = width;
      sum = 0;
    }
    sum += rest * value;
    room -= rest;
  }
}

/** 255,000 times the grey value of a pixel over white. */
function greyOf(red: number, green: number, blue: number, alpha: number): number {
  return alpha * (299 * red + 587 * green + 114 * blue) + GREY_UNITS * (255 - alpha);
}
