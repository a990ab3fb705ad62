/**
 * Splits slow work into slices: each call does the next one, and after the last the first again.
 * Median rates over slices are those of the whole, in a fraction of the time.
 */
export function inTurns<T>(slices: readonly T[], work: (slice: T) => void): () => void {
  let next = 0;
  return () => {
    work(slices[next]);
    next = (next + 1) % slices.length;
  };
}
