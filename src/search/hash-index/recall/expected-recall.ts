import { normalBelow } from './normal.ts';

/** The nearest of the rows that were ranked, by ascending distance. */
export interface RankedNeighbours {
  readonly distances: ArrayLike<number>;
  /** Standard deviations of the estimates of these rows; 0: they are exact. */
  readonly deviations: ArrayLike<number>;
}

/**
 * The recall to expect of a search that ranked all rows with estimates up to a threshold t. A row at
 * distance d is among them with the probability p = P(error < t - d), so that each row found stands for
 * 1 / p rows at its distance (Horvitz & Thompson, 1952). The found ones that stand for the first k are
 * those of the true k nearest. Nothing is assumed of the query or of how distances are spread.
 *
 * @param allowance - by how many standard deviations errors may be larger on the whole.
 */
export function expectedRecall(
  { distances, deviations }: RankedNeighbours,
  threshold: number,
  k: number,
  allowance = 0,
): number {
  let [found, left] = [0, k];
  for (let i = 0; i < distances.length && left > 0; i++) {
    const deviation = deviations[i];
    const share =
      deviation > 0 ? normalBelow((threshold - distances[i]) / deviation - allowance) : 1;
    found += Math.min(1, left * share);
    left -= 1 / share;
  }
  return found / k;
}

/**
 * Rows that resemble each other more than codes can tell have much the same code, and much the same error,
 * which is then no chance of each. Where the nearest rows are estimated farther off than they are, by more
 * than two standard errors of the mean, what is more is taken for the error of all rows.
 *
 * @param estimates - of the rows that were found, in their order.
 * @returns the neighbours with distances as far off as such estimates say.
 */
export function withSharedError(
  { distances, deviations }: RankedNeighbours,
  estimates: ArrayLike<number>,
): RankedNeighbours {
  const count = distances.length;
  let [errors, deviation] = [0, 0];
  for (let i = 0; i < count; i++) {
    errors += estimates[i] - distances[i];
    deviation += deviations[i];
  }
  const shared = (errors - (2 * deviation) / Math.sqrt(count)) / count;
  if (!(shared > 0)) return { distances, deviations };
  return { distances: Float64Array.from(distances, (distance) => distance + shared), deviations };
}

/**
 * One rotation serves all queries, so that the errors of queries that resemble each other do not quite
 * cancel out: over sets and seeds means of up to a tenth of their standard deviation were met.
 */
const ALLOWANCE = 0.1;

/**
 * How many of the rows, by ascending estimate, have to be ranked for an expected recall that leaves some
 * room; null if more than there are estimates. Cost: k log(estimates.length).
 *
 * @param least - so many at least.
 */
export function rowsForRecall(
  neighbours: RankedNeighbours,
  estimates: ArrayLike<number>,
  { k, aim, least }: { k: number; aim: number; least: number },
): number | null {
  const reaches = (rows: number) =>
    expectedRecall(neighbours, estimates[rows - 1], k, ALLOWANCE) >= aim;
  if (reaches(least)) return least;
  let [below, above] = [least, estimates.length];
  if (below >= above || !reaches(above)) return null;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if (reaches(middle)) above = middle;
    else below = middle;
  }
  return above;
}
