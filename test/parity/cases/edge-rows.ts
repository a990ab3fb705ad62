import { Matrix } from '../../../src/core/matrix.ts';

// Found by search among 10^10 rows. The last value of a row is too small to change its norm, and
// its quotient lies so near to the middle of two float32 numbers that a norm off by one unit in
// the last place of float64 rounds it to the other one. Random rows never show such a difference.
const ROWS: readonly (readonly number[])[] = [
  // Lanes added one by one, or values added in sequence, give another result.
  [490209696, 71003400, 238508560, 725833664, 152801088, 214846672, 32314642, 797412096, 8476807],
  [47547348, 969732352, 59963668, 124362288, 24850728, 50609748, 89041104, 92246936, 12840801],
  [276654816, 22761302, 50735880, 17119846, 32753424, 94271192, 672814976, 52996156, 15172052],
  // Lanes added as (0 + 2) + (1 + 3) give another result.
  [57503984, 236589968, 44504628, 64919476, 382668960, 114948896, 332530304, 130249784, 9667975],
  [525597024, 48935860, 658717120, 53497616, 121564048, 46712952, 57626100, 179978848, 9139534],
  // A division by the norm instead of a product with its inverse gives another result.
  [29043264, 162337088, 689518208, 36152904, 72596496, 418281088, 545182848, 126972552, 12464763],
  [616449664, 61253944, 20225408, 28631530, 32732868, 104895408, 585122496, 223158304, 14241110],
];

/** Rows whose normalised form shows the order of additions in the norm. */
export function edgeRows(): Matrix {
  return Matrix.from(ROWS.map((row) => row.map((v, k) => v * (k < 8 ? 2 ** -30 : 2 ** -90))));
}
