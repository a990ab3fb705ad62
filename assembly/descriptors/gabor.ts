// Responses of an image to Gabor filters, by the Fourier transform, averaged over 4 x 4 blocks.
import { add, all, LANES, mul, root } from './lanes';
import { EXTENSION } from './radices';
import { transform } from './transform';

/** Filters whose gains stand side by side. */
const GROUP: usize = 4;

/**
 * The complex conjugate of the transform of an image that is extended by its mirror images.
 * @param image side x side float32
 * @param places where each of `length` rows and columns comes from
 * @param input scratch of a line
 * @param reals,imaginaries scratch, side x length float32 each
 * @param out length x length complex numbers, [frequency across][frequency down]
 */
export function spectrum(
  image: usize,
  side: usize,
  places: usize,
  length: usize,
  stages: usize,
  input: usize,
  first: usize,
  second: usize,
  reals: usize,
  imaginaries: usize,
  out: usize,
): void {
  const element = LANES << 3;
  const bytes = length << 2;
  // Rows of the extension are rows of the image: each is transformed once.
  for (let y: usize = 0; y < side; y += LANES) {
    for (let x: usize = 0; x < length; x++) {
      const from = image + ((y * side + <usize>load<u32>(places + (x << 2))) << 2);
      for (let lane: usize = 0; lane < LANES; lane++) {
        store<f32>(input + x * element + (lane << 2), load<f32>(from + ((lane * side) << 2)));
        store<f32>(input + x * element + ((LANES + lane) << 2), 0);
      }
    }
    const found = transformLine(input, length, stages, first, second, false);
    for (let lane: usize = 0; lane < LANES; lane++) {
      const row = (y + lane) * bytes;
      for (let k: usize = 0; k < length; k++) {
        const at = found + k * element + (lane << 2);
        store<f32>(reals + row + (k << 2), load<f32>(at));
        store<f32>(imaginaries + row + (k << 2), load<f32>(at + (LANES << 2)));
      }
    }
  }
  for (let k: usize = 0; k < length; k += LANES) {
    for (let y: usize = 0; y < length; y++) {
      const from = <usize>load<u32>(places + (y << 2)) * bytes + (k << 2);
      for (let lane: usize = 0; lane < LANES << 2; lane += 4) {
        store<f32>(input + y * element + lane, load<f32>(reals + from + lane));
        store<f32>(input + y * element + (LANES << 2) + lane, load<f32>(imaginaries + from + lane));
      }
    }
    const found = transformLine(input, length, stages, first, second, false);
    for (let lane: usize = 0; lane < LANES; lane++) {
      for (let j: usize = 0; j < length; j++, out += 8) {
        const at = found + j * element + (lane << 2);
        store<f32>(out, load<f32>(at));
        store<f32>(out, -load<f32>(at + (LANES << 2)), 4);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function transformLine(
  from: usize,
  length: usize,
  stages: usize,
  first: usize,
  second: usize,
  isCut: bool,
): usize {
  if (ASC_FEATURE_SIMD) return transform<v128>(from, length, stages, first, second, isCut);
  else return transform<f32>(from, length, stages, first, second, isCut);
}

/**
 * Means of the magnitudes of responses: out[filter][block across][block down].
 * @param image the spectrum of an extended image
 * @param groups groups of four filters
 * @param lines for each group the number of frequencies across at which a gain counts, and these
 * @param gains for each such frequency length x 4 gains, the filters of the group side by side
 * @param columns scratch: side rows of `rowBytes`
 * @param sums scratch: 16 elements
 */
export function responses(
  image: usize,
  length: usize,
  side: usize,
  stages: usize,
  groups: usize,
  lines: usize,
  gains: usize,
  columns: usize,
  rowBytes: usize,
  first: usize,
  second: usize,
  sums: usize,
  out: usize,
): void {
  for (let group: usize = 0; group < groups; group++) {
    const count = <usize>load<u32>(lines);
    for (let lane: usize = 0; lane < GROUP; lane += LANES) {
      const outOfLane = out + ((lane << 4) << 2);
      if (ASC_FEATURE_SIMD) {
        filterColumns<v128>(
          image,
          length,
          side,
          stages,
          count,
          lines + 4,
          gains,
          columns,
          rowBytes,
          first,
          second,
        );
        poolRows<v128>(length, side, stages, columns, rowBytes, first, second, sums, outOfLane);
      } else {
        filterColumns<f32>(
          image,
          length,
          side,
          stages,
          count,
          lines + 4,
          gains + (lane << 2),
          columns,
          rowBytes,
          first,
          second,
        );
        poolRows<f32>(length, side, stages, columns, rowBytes, first, second, sums, outOfLane);
      }
    }
    lines += (1 + count) << 2;
    gains += (count * length * GROUP) << 2;
    out += (GROUP << 4) << 2;
  }
}

/** Transforms the filtered spectrum down its columns; rows outside of the picture are left away. */
function filterColumns<T>(
  image: usize,
  length: usize,
  side: usize,
  stages: usize,
  count: usize,
  lines: usize,
  gains: usize,
  columns: usize,
  rowBytes: usize,
  first: usize,
  second: usize,
): void {
  if (count < length) memory.fill(columns, 0, side * rowBytes);
  for (let i: usize = 0; i < count; i++) {
    const line = <usize>load<u32>(lines + (i << 2));
    let at = image + ((line * length) << 3);
    for (
      let to = second;
      to < second + length * 2 * sizeof<T>();
      to += 2 * sizeof<T>(), at += 8, gains += GROUP << 2
    ) {
      const gain = load<T>(gains);
      store<T>(to, mul<T>(all<T>(load<f32>(at)), gain));
      store<T>(to, mul<T>(all<T>(load<f32>(at, 4)), gain), sizeof<T>());
    }
    let from =
      transform<T>(second, length, stages, first, second, true) + EXTENSION * 2 * sizeof<T>();
    let to = columns + line * 2 * sizeof<T>();
    for (let y: usize = 0; y < side; y++, from += 2 * sizeof<T>(), to += rowBytes) {
      store<T>(to, load<T>(from));
      store<T>(to, load<T>(from, sizeof<T>()), sizeof<T>());
    }
  }
}

/** Transforms along the rows of the picture and averages magnitudes by blocks. */
function poolRows<T>(
  length: usize,
  side: usize,
  stages: usize,
  columns: usize,
  rowBytes: usize,
  first: usize,
  second: usize,
  sums: usize,
  out: usize,
): void {
  const size = side >> 2;
  memory.fill(sums, 0, 16 * sizeof<T>());
  for (let y: usize = 0; y < side; y++, columns += rowBytes) {
    let at =
      transform<T>(columns, length, stages, first, second, true) + EXTENSION * 2 * sizeof<T>();
    const down = y / size;
    for (let across: usize = 0; across < 4; across++) {
      let sum = all<T>(0);
      for (const end = at + size * 2 * sizeof<T>(); at < end; at += 2 * sizeof<T>()) {
        const real = load<T>(at),
          imaginary = load<T>(at, sizeof<T>());
        sum = add<T>(sum, root<T>(add<T>(mul<T>(real, real), mul<T>(imaginary, imaginary))));
      }
      const block = sums + ((across << 2) + down) * sizeof<T>();
      store<T>(block, add<T>(load<T>(block), sum));
    }
  }
  const pixels = <f32>(size * size);
  for (let block: usize = 0; block < 16; block++) {
    for (let lane: usize = 0; lane < LANES; lane++) {
      const sum = load<f32>(sums + block * sizeof<T>() + (lane << 2));
      store<f32>(out + (((lane << 4) + block) << 2), sum / pixels);
    }
  }
}
