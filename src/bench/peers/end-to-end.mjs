// Ways to search side by side: of each the quickest setting that reaches a recall, all in turns, so that
// ratios are those of one run.

/** Recalls at which ways are compared. */
const LEVELS = [0.95, 0.99];

/**
 * @typedef {object} Way measured once, in all its settings
 * @property {string} name
 * @property {any} bench its case
 * @property {readonly any[]} results of the case's contenders
 */

/**
 * A case for each recall.
 *
 * @param {string} problem
 * @param {readonly Way[]} ways
 */
export function endToEndCases(problem, ways) {
  return LEVELS.map((level) => ({
    suite: 'search',
    name: `end-to-end ${problem} recall=${level}`,
    unit: 'queries/s',
    work: 1,
    contenders: ways.flatMap((way) => {
      const best = quickest(way.results, level);
      if (!best) return [];
      const contender = way.bench.contenders.find(({ name }) => name === best.contender);
      const details = () => ({ ...contender.details(), setting: best.contender });
      return [{ ...contender, name: way.name, details }];
    }),
  }));
}

function quickest(results, level) {
  return results
    .filter(({ contender, details }) => contender !== 'exact' && details.recall >= level)
    .toSorted((a, b) => b.median - a.median)[0];
}
