import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';

/** Two histograms over Hamming distances: items, and those of them that are relevant. */
export interface Histograms {
  readonly total: Uint32Array;
  readonly relevant: Uint32Array;
}

/** Histograms as they are given, counts of items in arrays of any type. */
export function readHistograms(total: ArrayLike<number>, relevant: ArrayLike<number>): Histograms {
  return {
    total: asIntegers('total', total, Uint32Array),
    relevant: asIntegers('relevant', relevant, Uint32Array),
  };
}

/**
 * Throws unless two histograms over Hamming distances fit each other: equal, non-zero length, and
 * nowhere more relevant items than items.
 */
export function checkHistograms(total: Uint32Array, relevant: Uint32Array): void {
  if (total.length === 0) throw new InvalidArgumentError('total must have at least one bin');
  if (relevant.length !== total.length) {
    throw new InvalidArgumentError(
      `relevant must have as many bins as total, ${total.length}, not ${relevant.length}`,
    );
  }
  for (let d = 0; d < total.length; d++) {
    if (relevant[d] > total[d]) {
      throw new InvalidArgumentError(
        `relevant must be at most total, but bin ${d} has ${relevant[d]} of ${total[d]}`,
      );
    }
  }
}
