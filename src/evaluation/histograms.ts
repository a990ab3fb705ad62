import { InvalidArgumentError } from '../core/errors.ts';

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
