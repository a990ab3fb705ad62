import { cosOfTurn, exp64, sinOfTurn } from '../../core/elementary64.ts';

/** Pixels by which a picture is extended before its brightness is evened out. */
export const MARGIN = 5;
/** ln 2 over the square of 4 cycles. */
const DECAY = Math.LN2 / 16;
/** Gains of higher frequencies are below 1e-9. */
const HIGHEST = 22;

/** A low-pass filter of images of size x size as a product with the rows of a matrix. */
export interface LowPassTables {
  readonly size: number;
  /** Columns of the basis with its padding of zeros, a multiple of 8. */
  readonly stride: number;
  /** Cosines and sines that count. */
  readonly terms: number;
  /** Rows of the basis with its padding, a multiple of 8. */
  readonly width: number;
  /** width x stride. */
  readonly basis: Float32Array;
  /** stride x width: its transpose. */
  readonly transposed: Float32Array;
}

export function lowPassTables(size: number): LowPassTables {
  const rows: number[][] = [];
  for (let f = 0; f <= Math.min(HIGHEST, size / 2); f++) {
    // A frequency and its negative; 0 and the highest of an even size are their own.
    const isSingle = f === 0 || 2 * f === size;
    const gain = Math.sqrt(((isSingle ? 1 : 2) / size) * exp64(-f * f * DECAY));
    rows.push(Array.from({ length: size }, (_, i) => gain * cosOfTurn(f * i, size)));
    if (isSingle) continue;
    rows.push(Array.from({ length: size }, (_, i) => gain * sinOfTurn(f * i, size)));
  }
  const terms = rows.length;
  const stride = Math.ceil(size / 8) * 8;
  const width = Math.ceil(terms / 8) * 8;
  const basis = new Float32Array(width * stride);
  const transposed = new Float32Array(stride * width);
  for (const [k, row] of rows.entries()) {
    for (const [i, value] of row.entries()) {
      basis[k * stride + i] = value;
      transposed[i * width + k] = value;
    }
  }
  return { size, stride, terms, width, basis, transposed };
}

/**
 * Where each row of an image comes from that is extended by its mirror images, the border twice, as
 * often as it takes.
 */
export function mirroredPlaces(side: number, margin: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: side + 2 * margin }, (_, i) => {
    const place = (((i - margin) % (2 * side)) + 2 * side) % (2 * side);
    return place < side ? place : 2 * side - 1 - place;
  });
}
