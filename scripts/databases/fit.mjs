// What each part of a search costs, from whole searches.

/**
 * A search: what it did, and how long that took.
 * @typedef {{ readonly lookups: number, readonly candidates: number, readonly millis: number }} TimedWork
 */

/**
 * Costs of a statement, a look-up and a candidate by least squares of the relative errors, none of them
 * negative: a part that would be is left out, and the others are fitted again.
 *
 * @param {readonly TimedWork[]} searches
 */
export function fitCosts(searches) {
  const parts = [
    () => 1,
    (/** @type {TimedWork} */ work) => work.lookups / 1000,
    (/** @type {TimedWork} */ work) => work.candidates / 1000,
  ];
  let kept = parts.map((_, i) => i);
  for (;;) {
    const solved = leastSquares(
      searches.map((work) => kept.map((i) => parts[i](work) / work.millis)),
    );
    const worst = solved.reduce((low, value, i) => (value < solved[low] ? i : low), 0);
    if (kept.length === 1 || solved[worst] >= 0) {
      const costOf = (/** @type {number} */ part) =>
        kept.includes(part) ? solved[kept.indexOf(part)] : 0;
      const [statementMillis, lookupMicros, candidateMicros] = [0, 1, 2].map(costOf);
      return { statementMillis, lookupMicros, candidateMicros };
    }
    kept = kept.filter((_, i) => i !== worst);
  }
}

/**
 * The weights with which the columns add up to 1 in every row, as nearly as can be.
 * @param {readonly (readonly number[])[]} rows
 */
function leastSquares(rows) {
  const size = rows[0].length;
  // The normal equations, with the right side as a last column.
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => sum(rows, (row) => row[i] * row[j])),
    sum(rows, (row) => row[i]),
  ]);
  for (let i = 0; i < size; i++) {
    // What a column adds beyond those before it may be nothing: then its weight is 0.
    const pivot = system[i][i];
    if (Math.abs(pivot) < 1e-12) {
      system[i].fill(0);
      system[i][i] = 1;
      continue;
    }
    for (let j = 0; j <= size; j++) system[i][j] /= pivot;
    for (let r = 0; r < size; r++) {
      if (r === i) continue;
      const factor = system[r][i];
      for (let j = 0; j <= size; j++) system[r][j] -= factor * system[i][j];
    }
  }
  return system.map((row) => row[size]);
}

/**
 * @template T
 * @param {readonly T[]} values
 * @param {(value: T) => number} of
 */
function sum(values, of) {
  return values.reduce((total, value) => total + of(value), 0);
}
