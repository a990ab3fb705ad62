import { cosOfTurn, sinOfTurn } from '../../core/elementary64.ts';
import { HOG_BINS } from './api.ts';

/** Sine and cosine of 0, 20, ..., 180 degrees, each over the sine of 20 degrees. */
export function hogDirections(): Float32Array {
  const unit = sinOfTurn(1, 2 * HOG_BINS);
  const values = Array.from({ length: HOG_BINS + 1 }, (_, i) => [
    sinOfTurn(i, 2 * HOG_BINS) / unit,
    cosOfTurn(i, 2 * HOG_BINS) / unit,
  ]);
  return Float32Array.from(values.flat());
}

/** For each place along a side the cells that it counts for. */
export interface CellShares {
  /** The first of two cells, counted from 1: 0 and cells + 1 are beyond the picture. */
  readonly first: Uint32Array;
  /** The share of the second. */
  readonly share: Float32Array;
}

/** Bilinear shares of the cells whose centres are on both sides. */
export function cellShares(side: number, cell: number): CellShares {
  // In halves of a pixel from the centre of the cell before the first.
  const from = Array.from({ length: side }, (_, place) => 2 * place + 1 + cell);
  return {
    first: Uint32Array.from(from, (at) => Math.floor(at / (2 * cell))),
    share: Float32Array.from(from, (at) => (at % (2 * cell)) / (2 * cell)),
  };
}
