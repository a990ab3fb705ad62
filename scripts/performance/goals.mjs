// The goals that performance is held against. Each finds its figures among results as the bench and
// the peers write them.

/**
 * A goal for one case of a suite: `goal` times as fast as `rival`, or on `threads` threads `goal`
 * times as fast as on one, or at most `goal` milliseconds a unit of work where `unit` is "ms".
 * @typedef {object} Goal
 * @property {string} what the task in words
 * @property {string} suite
 * @property {string} name of the case
 * @property {number} goal
 * @property {string} [rival]
 * @property {number} [threads]
 * @property {'ms'} [unit]
 */

/**
 * A rate as the bench measured it; `run` tells the bench's own from the peers'.
 * @typedef {{ suite: string, case: string, contender: string, median: number, run: number }} Rate
 */

const PROJECTION = 'n=1200 d=512 bits=';
const HAMMING = 'n=1000000 bits=';
const PROBE = 'n=1000000 bits=32 radius=2';
const SVM = 'n=1198 d=512 bits=32';
const RERANK = 'n=60000 d=512 candidates=1000';
const BATCH = 'n=60000 d=512 k=10 batch=64';
const EXACT = 'n=60000 d=512 k=10 batch=1';
const ENCODE = 'n=60000 d=512 bits=64';
const SEARCH = (bits) => `n=58682 bits=${bits} radius=0..10`;

const faster = (what, suite, name, rival, goal) => ({ what, suite, name, rival, goal });
/** @returns {Goal} */
const within = (what, suite, name, goal) => ({ what, suite, name, goal, unit: 'ms' });
const onTwo = (what, suite, name, goal) => ({ what, suite, name, threads: 2, goal });

/** @type {readonly Goal[]} */
export const GOALS = [
  ...[16, 32, 64, 128].flatMap((bits) => [
    faster(`sign projection, ${bits} bits`, 'projection', PROJECTION + bits, 'naive', 30),
    faster(`sign projection, ${bits} bits`, 'projection', PROJECTION + bits, 'typescript', 10),
  ]),
  ...[
    [16, 0.7],
    [32, 0.48],
    [64, 0.4],
    [128, 0.33],
  ].map(([bits, goal]) =>
    faster(`sign projection, ${bits} bits`, 'projection', PROJECTION + bits, 'numpy', goal),
  ),
  faster(
    'Hamming top-100, 64 bits, 16 queries',
    'hamming',
    `${HAMMING}64 k=100 batch=16`,
    'naive',
    8,
  ),
  ...[
    [16, 10],
    [32, 2],
    [64, 1.2],
    [128, 1.15],
    [256, 1.05],
  ].map(([bits, goal]) =>
    faster(
      `Hamming top-100, ${bits} bits, 16 queries`,
      'hamming',
      `${HAMMING}${bits} k=100 batch=16`,
      'faiss',
      goal,
    ),
  ),
  ...[16, 32, 64, 128, 256].flatMap((bits) =>
    [
      ['typescript', 4],
      ['faiss', 1],
    ].map(([rival, goal]) =>
      faster(
        `Hamming top-100, ${bits} bits, one query`,
        'hamming',
        `${HAMMING}${bits} k=100 batch=1`,
        rival,
        goal,
      ),
    ),
  ),
  faster('multi-probe, 32 bits, radius 2', 'probe', PROBE, 'naive', 10),
  faster('multi-probe, 32 bits, radius 2', 'probe', PROBE, 'typescript', 1.7),
  faster('multi-probe, 32 bits, radius 2', 'probe', PROBE, 'faiss', 3),
  faster('32 linear SVMs', 'svm', SVM, 'naive', 10),
  faster('32 linear SVMs', 'svm', SVM, 'scikit-learn', 7),
  faster('re-ranking 1,000 candidates, cold', 'rerank', RERANK, 'typescript', 3.5),
  faster('re-ranking 1,000 candidates, hot', 'rerank', `${RERANK} hot`, 'typescript', 10),
  faster('re-ranking 1,000 candidates, cold', 'rerank', RERANK, 'numpy', 1.2),
  faster('re-ranking 1,000 candidates, hot', 'rerank', `${RERANK} hot`, 'numpy', 3),
  faster('exact top-10, one query', 'rerank', EXACT, 'usearch', 3),
  faster('exact top-10, one query', 'rerank', EXACT, 'faiss', 2),
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'numpy', 1.35),
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'faiss', 1),
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'usearch', 1),
  within('candidates for radii 0 to 10, 16 bits', 'tutorial', SEARCH(16), 2),
  within('candidates for radii 0 to 10, 32 bits', 'tutorial', SEARCH(32), 2),
  onTwo('encoding 60,000 x 512 to 64 bits', 'projection', ENCODE, 1.8),
  onTwo('training 32 linear SVMs', 'svm', SVM, 1.8),
];

/**
 * What was measured of a goal, in words; `isMet` is undefined if nothing was.
 * @param {Goal} target
 * @param {readonly Rate[]} results
 */
export function judge(target, results) {
  return target.unit === 'ms' ? judgeTime(target, results) : judgeRatio(target, results);
}

/**
 * @param {Goal} target
 * @param {readonly Rate[]} results
 */
function judgeTime({ suite, name, goal }, results) {
  const own = find(results, suite, name, 'wasm-simd');
  const millis = own && 1000 / own.median;
  const isMet = millis === undefined ? undefined : millis <= goal;
  return verdict('', `at most ${goal} ms`, `${millis?.toPrecision(3)} ms`, isMet);
}

/**
 * @param {Goal} target
 * @param {readonly Rate[]} results
 */
function judgeRatio(target, results) {
  const { suite, name, threads, goal } = target;
  const [own, rival] = threads
    ? [threads, 1].map((n) => find(results, suite, `${name} threads=${n}`, 'wasm-simd'))
    : rivalsOf(target, results);
  const ratio = own && rival && own.median / rival.median;
  const isMet = ratio === undefined ? undefined : ratio >= goal;
  const against = threads ? 'one thread' : nameOf(target.rival);
  return verdict(against, `${goal}x`, `${times(ratio)}x`, isMet);
}

/**
 * Both sides of a ratio come from one run: a peer's is measured beside our own in the peers' run.
 * @param {Goal} target
 * @param {readonly Rate[]} results
 */
function rivalsOf({ suite, name, rival }, results) {
  const ofCase = results.filter((r) => r.suite === suite && r.case === name);
  const other = ofCase.find(({ contender }) => contender === rival);
  const own = ofCase.find((r) => r.contender === 'wasm-simd' && r.run === other?.run);
  return [own, other];
}

/** @param {readonly Rate[]} results */
function find(results, suite, name, contender) {
  return results.find((r) => r.suite === suite && r.case === name && r.contender === contender);
}

/**
 * @param {string} rival
 * @param {string} goal
 * @param {string} text what was measured, if anything was
 * @param {boolean | undefined} isMet
 */
function verdict(rival, goal, text, isMet) {
  if (isMet === undefined) return { rival, goal, measured: 'not measured', met: '–', isMet };
  return { rival, goal, measured: text, met: isMet ? 'met' : '**missed**', isMet };
}

function nameOf(contender) {
  return { naive: 'naive TypeScript', typescript: 'tuned TypeScript' }[contender] ?? contender;
}

/**
 * About three digits.
 * @param {number | undefined} value
 */
export function times(value) {
  if (value === undefined) return '–';
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
