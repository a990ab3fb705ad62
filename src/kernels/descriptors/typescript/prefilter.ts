import { log } from '../../../core/random/log.ts';
import { type LowPassTables, lowPassTables, MARGIN, mirroredPlaces } from '../prefilter-tables.ts';

const { fround } = Math;
const CONTRAST = fround(0.2);

/** Evens out the brightness and the contrast of pictures of side x side; see Describer.gist. */
export class Prefilter {
  readonly #side: number;
  readonly #tables: LowPassTables;
  readonly #places: Uint32Array;

  constructor(side: number) {
    this.#side = side;
    this.#tables = lowPassTables(side + 2 * MARGIN);
    this.#places = mirroredPlaces(side, MARGIN);
  }

  apply(grey: Float32Array): Float32Array {
    const side = this.#side;
    const { size } = this.#tables;
    const framed = extended(logarithms(grey), side, this.#places);
    const low = this.#lowPass(framed);
    const rest = framed.map((value, i) => value - low[i]);
    const power = this.#lowPass(rest.map((value) => value * value));
    const out = new Float32Array(side * side);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const at = (MARGIN + y) * size + MARGIN + x;
        const contrast = fround(Math.sqrt(Math.abs(power[at])));
        out[y * side + x] = rest[at] / fround(CONTRAST + contrast);
      }
    }
    return out;
  }

  #lowPass(image: Float32Array): Float32Array {
    const { size, stride, terms, width, basis, transposed } = this.#tables;
    const down = multiply(basis, stride, image, size, terms, size);
    const both = multiply(down, size, transposed, width, terms, size);
    const across = multiply(both, width, basis, stride, terms, terms);
    const out = multiply(transposed, width, across, stride, size, terms);
    return Float32Array.from({ length: size * size }, (_, i) => {
      return out[Math.floor(i / size) * stride + (i % size)];
    });
  }
}

/** Logarithms of grey + 1 minus their mean, from the first on and in float64. */
function logarithms(grey: Float32Array): Float32Array {
  const first = log(grey[0] + 1);
  const values = Float64Array.from(grey, (value) => log(value + 1) - first);
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  return Float32Array.from(values, (value) => value - mean);
}

/** out[i][j] = image[places[i]][places[j]]. */
export function extended(image: Float32Array, side: number, places: Uint32Array): Float32Array {
  const length = places.length;
  const out = new Float32Array(length * length);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) out[i * length + j] = image[places[i] * side + places[j]];
  }
  return out;
}

/** rows x cols products of rows of `a` and columns of `b`, which has `cols` of them. */
function multiply(
  a: Float32Array,
  aStride: number,
  b: Float32Array,
  cols: number,
  rows: number,
  inner: number,
): Float32Array {
  const out = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * cols, (i + 1) * cols);
    for (let k = 0; k < inner; k++) {
      const x = a[i * aStride + k];
      const other = b.subarray(k * cols, (k + 1) * cols);
      for (let j = 0; j < cols; j++) row[j] += fround(x * other[j]);
    }
  }
  return out;
}
