/** The part of the reference case that its histograms are made of. */
export interface ReferenceCase {
  hamming: number[][];
  query_labels: number[];
  database_labels: number[];
}

/** Items and relevant items at each of the 9 Hamming distances from a query of the case. */
export function histograms(
  { hamming, query_labels, database_labels }: ReferenceCase,
  query: number,
): { total: Uint32Array; relevant: Uint32Array } {
  const total = new Uint32Array(9);
  const relevant = new Uint32Array(9);
  hamming[query].forEach((distance, item) => {
    total[distance]++;
    if (database_labels[item] === query_labels[query]) relevant[distance]++;
  });
  return { total, relevant };
}
