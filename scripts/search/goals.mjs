// What was aimed at in search, and what was measured of it by `npm run bench:peers -- search`.
/** @typedef {import('./ways.mjs').Row} Row */

/**
 * @typedef {object} Judged
 * @property {string} what
 * @property {string} goal
 * @property {string} measured
 * @property {boolean | undefined} isMet undefined if nothing was measured
 */

/** Times of `rival` over those of the quickest way whose name begins with `way`. */
const FASTER = [
  { way: 'flat', rival: 'other build', goals: { 0.95: 2, 0.99: 3.5 } },
  { way: 'clusters', rival: 'other build', goals: { 0.95: 4.5, 0.99: 4.5 } },
  { way: 'clusters', rival: 'hnswlib-node', goals: { 0.95: 3, 0.99: 3 } },
  { way: 'clusters', rival: 'faiss IVFRaBitQ', goals: { 0.95: 1.25, 0.99: 1.25 } },
];
const BUILT = { flat: 0.5, clusters: 4 };
/** Recall of so many re-ranked; of ten, it is that of the estimates alone. */
const RECALLS = [
  { bits: 512, per: 1, candidates: 100, goal: 0.98 },
  { bits: 256, per: 1, candidates: 100, goal: 0.82 },
  { bits: 512, per: 1, candidates: 10, goal: 0.57 },
  { bits: 1024, per: 2, candidates: 10, goal: 0.77 },
  { bits: 2048, per: 4, candidates: 10, goal: 0.92 },
];
/** By how much the recall may be below that of a rival with as many bits. */
const RIVALS = [
  { bits: 512, per: 1, rival: 'faiss RaBitQ', slack: 0.01 },
  { bits: 512, per: 1, rival: 'faiss PQFastScan', slack: 0 },
  { bits: 2048, per: 4, rival: 'faiss SQ4', slack: 0 },
];
const EXACT = [
  { batch: 1, rival: 'other build', goal: 6 },
  { batch: 1, rival: 'usearch', goal: 3 },
  { batch: 1, rival: 'faiss IndexFlatIP', goal: 2 },
  { batch: 64, rival: 'other build', goal: 1.45 },
  { batch: 64, rival: 'numpy', goal: 1.35 },
];

/**
 * All goals with what was measured of them, for one set.
 *
 * @param {{ recall: readonly Row[], endToEnd: readonly Row[], exact: readonly Row[] }} rows
 * @returns {Judged[]}
 */
export function judgedGoals({ recall, endToEnd, exact }) {
  return [
    ...FASTER.flatMap((goal) => fasterGoals(goal, endToEnd)),
    ...Object.entries(BUILT).map(([way, most]) => builtGoal(way, most, endToEnd)),
    ...RECALLS.map((goal) => recallGoal(goal, recall)),
    ...RIVALS.flatMap((goal) => rivalGoals(goal, recall)),
    ...EXACT.map((goal) => exactGoal(goal, exact)),
  ];
}

function fasterGoals({ way, rival, goals }, rows) {
  return Object.entries(goals).map(([level, goal]) => {
    const of = rows.filter(({ rest }) => rest.endsWith(`recall=${level}`));
    const own = quickestOf(of, way);
    const other = of.find(({ contender }) => contender === rival);
    const what = `${way} over ${rival}, recall ${level}`;
    return ratioGoal(what, own, other, goal, own && ` (${own.contender})`);
  });
}

function quickestOf(rows, way) {
  const own = rows.filter(({ contender }) => contender.startsWith(`${way}, `));
  return own.toSorted((a, b) => b.median - a.median)[0];
}

/** One bit a dimension: more take little longer. */
function builtGoal(way, most, rows) {
  const spent = rows.find(({ contender }) => contender === `${way}, 1 bit`)?.details.buildSeconds;
  return {
    what: `${way}, built in processor seconds`,
    goal: `< ${most} s`,
    measured: spent === undefined ? 'not measured' : `${spent.toPrecision(2)} s`,
    isMet: spent === undefined ? undefined : spent < most,
  };
}

function estimates(rows, { bits, per }) {
  return rows.filter(({ rest }) => rest.includes(` estimated bits=${bits} per=${per} clusters=1 `));
}

function recallGoal({ bits, per, candidates, goal }, rows) {
  const own = estimates(rows, { bits, per }).find((row) => row.details.candidates === candidates);
  const recall = own?.details.recall;
  const ranked = candidates === 10 ? 'without vectors' : `${candidates} re-ranked`;
  return {
    what: `recall@10, ${bits} bits, ${ranked}`,
    goal: `>= ${goal}`,
    measured: recall === undefined ? 'not measured' : recall.toFixed(3),
    isMet: recall === undefined ? undefined : recall >= goal,
  };
}

/** At each number of candidates that both were asked for. */
function rivalGoals({ bits, per, rival, slack }, rows) {
  const theirs = rows.filter(({ contender }) => contender.startsWith(`${rival} `));
  const both = estimates(rows, { bits, per }).flatMap((own) => {
    const other = theirs.find((row) => row.details.candidates === own.details.candidates);
    return other ? [{ candidates: own.details.candidates, own, other }] : [];
  });
  return both
    .filter(({ candidates }) => [10, 40, 120].includes(candidates))
    .map(({ candidates, own, other }) => ({
      what: `recall@10 beside ${rival}, ${bits} bits, ${candidates} re-ranked`,
      goal: `>= ${(other.details.recall - slack).toFixed(3)}`,
      measured: own.details.recall.toFixed(3),
      isMet: own.details.recall >= other.details.recall - slack,
    }));
}

function exactGoal({ batch, rival, goal }, rows) {
  const of = rows.filter(({ rest }) => rest.endsWith(batch === 1 ? ' k=10' : ` batch=${batch}`));
  const find = (name) => of.find(({ contender }) => contender === name);
  const queries = batch === 1 ? 'one query' : `${batch} queries`;
  const what = `exact search over ${rival}, ${queries}`;
  return ratioGoal(what, find('ExactSearch'), find(rival), goal, '');
}

function ratioGoal(what, own, other, goal, note) {
  const ratio = own && other && own.median / other.median;
  return {
    what,
    goal: `${goal}x`,
    measured: ratio === undefined ? 'not measured' : `${ratio.toPrecision(3)}x${note}`,
    isMet: ratio === undefined ? undefined : ratio >= goal,
  };
}

/** @param {boolean | undefined} isMet */
export function verdictOf(isMet) {
  return isMet === undefined ? '-' : isMet ? 'met' : '**missed**';
}
