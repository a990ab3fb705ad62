// The goals that performance is held against. Each finds its figures among results as the bench and
// the peers write them: `ratio(case, faster, slower)` is a ratio of medians of one run.

const PROJECTION = 'n=1200 d=512 bits=';
const HAMMING = 'n=1000000 bits=';
const PROBE = 'n=1000000 bits=32 radius=2';
const SVM = 'n=1198 d=512 bits=32';
const RERANK = 'n=60000 d=512 candidates=1000';
const BATCH = 'n=60000 d=512 k=10 batch=64';
const ENCODE = 'n=60000 d=512 bits=64';
const SEARCH = (bits) => `n=58682 bits=${bits} radius=0..10`;

/** A goal: wasm-simd at least `goal` times as fast as `rival` in a case. */
const faster = (what, suite, name, rival, goal) => ({ what, suite, name, rival, goal });
/** A goal: a case within `millis` a unit of work. */
const within = (what, suite, name, millis) => ({ what, suite, name, millis });
/** A goal: a case on two threads `goal` times as fast as on one. */
const onTwo = (what, suite, name, goal) => ({ what, suite, name, threads: 2, goal });

export const TARGETS = [
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
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'numpy', 1),
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'faiss', 1),
  faster('exact top-10, 64 queries', 'rerank', BATCH, 'usearch', 1),
  within('candidates for radii 0 to 10, 16 bits', 'tutorial', SEARCH(16), 2),
  within('candidates for radii 0 to 10, 32 bits', 'tutorial', SEARCH(32), 2),
  onTwo('encoding 60,000 x 512 to 64 bits', 'projection', ENCODE, 1.8),
  onTwo('training 32 linear SVMs', 'svm', SVM, 1.8),
];

/** What was measured of a goal, in words; `isMet` is undefined if nothing was. */
export function judge(target, results) {
  const find = (name, contender) =>
    results.find((r) => r.suite === target.suite && r.case === name && r.contender === contender);
  if (target.millis !== undefined) {
    const own = find(target.name, 'wasm-simd');
    const millis = own && 1000 / own.median;
    const goal = `at most ${target.millis} ms`;
    return verdict('', goal, millis, `${millis?.toPrecision(3)} ms`, millis <= target.millis);
  }
  const [own, rival] = target.threads
    ? [
        find(`${target.name} threads=${target.threads}`, 'wasm-simd'),
        find(`${target.name} threads=1`, 'wasm-simd'),
      ]
    : rivalsOf(target, results);
  const ratio = own && rival && own.median / rival.median;
  const name = target.threads ? 'one thread' : nameOf(target.rival);
  return verdict(name, `${target.goal}x`, ratio, `${times(ratio)}x`, ratio >= target.goal);
}

/** Both sides of a ratio come from one run: a peer's is measured beside our own in the peers' run. */
function rivalsOf({ suite, name, rival }, results) {
  const ofCase = results.filter((r) => r.suite === suite && r.case === name);
  const other = ofCase.find(({ contender }) => contender === rival);
  const own = ofCase.find((r) => r.contender === 'wasm-simd' && r.run === other?.run);
  return [own, other];
}

function verdict(rival, goal, value, text, isMet) {
  const measured = value === undefined ? 'not measured' : text;
  const met = value === undefined ? '–' : isMet ? 'met' : '**missed**';
  return { rival, goal, measured, met, isMet: value === undefined ? undefined : isMet };
}

function nameOf(contender) {
  return { naive: 'naive TypeScript', typescript: 'tuned TypeScript' }[contender] ?? contender;
}

/** About three digits. */
export function times(value) {
  if (value === undefined) return '–';
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
