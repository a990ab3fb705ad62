// What was aimed at with codes in databases, and what was measured of it.
import { count, figure } from './format.mjs';

/**
 * @typedef {object} Judged
 * @property {string} what
 * @property {string} goal
 * @property {string} measured
 * @property {boolean | undefined} isMet undefined if nothing was measured
 */

const BITS = 64;
const ENGINES = ['PGlite', 'PostgreSQL'];

/**
 * @param {readonly import('./results.mjs').Search[]} searches
 * @param {readonly import('./results.mjs').Load[]} loads
 * @returns {Judged[]}
 */
export function judgedGoals(searches, loads) {
  const at = (rows) =>
    searches.find((each) => each.bits === BITS && each.rows === rows)?.millis ?? {};
  const [million, five] = [at(1_000_000), at(5_000_000)];
  const rates = (columns) => loads.find((each) => each.columns === columns)?.rates ?? {};
  const [codes, vectors] = [rates('code'), rates('code, halfvec(512)')];
  return [
    ...ENGINES.flatMap((engine) => [
      atLeast(
        `${engine}, 1,000,000: radius known over the scan`,
        12,
        million[`${engine}, scan`],
        million[`${engine}, radius known`],
      ),
      atLeast(
        `${engine}, 1,000,000: stepped over the scan`,
        6,
        million[`${engine}, scan`],
        million[`${engine}, stepped`],
      ),
      atMost(
        `${engine}, 1,000,000: stepped, of the time with a known radius`,
        2.5,
        million[`${engine}, stepped`],
        million[`${engine}, radius known`],
      ),
    ]),
    atLeast(
      'PostgreSQL, 5,000,000: stepped over the scan',
      30,
      five['PostgreSQL, scan'],
      five['PostgreSQL, stepped'],
    ),
    ...['scan', 'radius known', 'stepped'].map((way) =>
      atMost(
        `PGlite of PostgreSQL's time, 1,000,000: ${way}`,
        2.2,
        million[`PGlite, ${way}`],
        million[`PostgreSQL, ${way}`],
      ),
    ),
    atLeast(
      'PGlite: COPY BINARY over VALUES',
      4,
      codes['PGlite, COPY BINARY'],
      codes['PGlite, VALUES'],
    ),
    atLeast(
      'PGlite, with halfvec(512): COPY BINARY over COPY text',
      10,
      vectors['PGlite, COPY BINARY'],
      vectors['PGlite, COPY text'],
    ),
  ];
}

function atLeast(what, goal, a, b) {
  return ratioGoal(what, `at least ${goal}x`, a, b, (ratio) => ratio >= goal);
}

function atMost(what, goal, a, b) {
  return ratioGoal(what, `at most ${goal}x`, a, b, (ratio) => ratio <= goal);
}

/** @returns {Judged} */
function ratioGoal(what, goal, a, b, isMet) {
  if (a === undefined || b === undefined) {
    return { what, goal, measured: 'not measured', isMet: undefined };
  }
  const ratio = a / b;
  return {
    what,
    goal,
    measured: `${ratio >= 100 ? count(ratio) : figure(ratio)}x`,
    isMet: isMet(ratio),
  };
}

/** @param {boolean | undefined} isMet */
export function verdictOf(isMet) {
  if (isMet === undefined) return '-';
  return isMet ? 'met' : '**missed**';
}
