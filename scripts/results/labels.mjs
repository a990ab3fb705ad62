// Which learner for which number of labels: sections of docs/LEARNING.md and docs/few-labels.md.
import { markdownTable as table, tableRows } from '../shared/markdown-table.mjs';
import { databaseText, methodsOf, number } from './groups.mjs';
import { testOf } from './tests.mjs';

/** What is recommended: methods that make codes and are no baselines, and none that learns by heart. */
const NEVER = [
  ...['lsh', 'itq', 'itq-cca', 'mlp-unregularised'],
  ...['classifier-one-hot', 'graded-one-hot', 'classifier-scores', 'classifier-probabilities'],
];
const SHOWN_BITS = [16, 32, 64];
/** Below it a difference counts as one. */
const LEVEL = 0.05;
/** With fewer partitions than these no test tells anything. */
const LEAST_PARTITIONS = 3;
/** More labels than these are not few. */
const FEW = 5000;

/**
 * What to take at one number of labels: the best by the mean over the lengths that all have, and
 * what is as good at the length in the middle. Methods without the lengths of most are left out.
 * @param {readonly import('./groups.mjs').Cell[]} cells of one supervision
 */
export function choiceOf(cells) {
  const candidates = cells.filter(({ method, bits }) => bits !== null && !NEVER.includes(method));
  const lengths = lengthsOfMost(candidates);
  const names = methodsOf(candidates).filter((name) =>
    lengths.every((bits) => candidates.some((cell) => cell.method === name && cell.bits === bits)),
  );
  if (names.length < 2) return null;
  const meanOf = (name) =>
    candidates
      .filter(({ method, bits }) => method === name && lengths.includes(bits))
      .reduce((sum, cell) => sum + cell.meanAveragePrecision.mean, 0);
  // Of equal ones the later, which is made of the earlier: `grh-best` of many labels is `mlp`.
  const best = names.reduce((a, b) => (meanOf(b) >= meanOf(a) ? b : a));
  const middle = lengths[(lengths.length - 1) >> 1];
  // All have this length.
  const at = (name) =>
    /** @type {import('./groups.mjs').Cell} */ (
      candidates.find((cell) => cell.method === name && cell.bits === middle)
    );
  const tested = (name) =>
    at(best).byPartition.length < LEAST_PARTITIONS ? null : testOf(at(best), at(name));
  const isAsGood = (name) => {
    const test = tested(name);
    return test !== null && (test.meanDifference <= 0 || test.p >= LEVEL);
  };
  return {
    best,
    cells: candidates.filter(({ method }) => method === best),
    asGood: names.filter((name) => name !== best && isAsGood(name)),
    isTested: names.some((name) => name !== best && tested(name)),
    middle: at(best),
  };
}

/** Those that as many methods have as any, ascending. */
function lengthsOfMost(cells) {
  const counts = new Map();
  for (const { bits } of cells) counts.set(bits, (counts.get(bits) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].flatMap(([bits, n]) => (n === most ? [bits] : [])).sort((a, b) => a - b);
}

/**
 * The table of choices, one row a number of labels; null where there is none to make. Rows of what is
 * not measured anew are kept.
 * @param {readonly import('./groups.mjs').Group[]} groups
 * @param {number} [most] labels
 * @param {string} [kept] the text with the table as it is
 */
export function labelsTable(groups, most = Number.POSITIVE_INFINITY, kept = '') {
  const fresh = groups
    .filter(({ protocol }) => protocol === 'paper' || protocol === 'held-out')
    .flatMap((group) => {
      const { dataset, protocol, cells, supervision } = group;
      const data = `${dataset.name}, ${protocol}${databaseText(group)}`;
      return supervision
        .filter((count) => count <= most)
        .flatMap((count) => {
          const choice = choiceOf(cells.filter((cell) => cell.supervision === count));
          return choice ? [rowOf(choice, data, count)] : [];
        });
    });
  const rows = mergedRows(tableRows(kept), fresh);
  if (rows.length === 0) return null;
  const bits = SHOWN_BITS.map((length) => `mAP, ${length} bits`);
  const seconds = ['training, s', 'choosing settings, s'];
  const about = ['data, protocol', 'labels', 'partitions', 'take'];
  return table([...about, ...bits, 'as good', ...seconds], rows);
}

/** Rows are of the data and the number of labels that they begin with. */
function mergedRows(kept, fresh) {
  const rows = new Map([...kept, ...fresh].map((row) => [`${row[0]} ${row[1]}`, row]));
  const data = [...new Set([...rows.values()].map(([name]) => name))];
  const labels = ([, count]) => Number(count.replaceAll(',', ''));
  return [...rows.values()].sort(
    (a, b) => data.indexOf(a[0]) - data.indexOf(b[0]) || labels(a) - labels(b),
  );
}

function rowOf({ best, cells, asGood, isTested, middle }, data, supervision) {
  const values = SHOWN_BITS.map(
    (bits) =>
      cells
        .find((cell) => cell.bits === bits)
        ?.meanAveragePrecision.mean.toFixed(3)
        .slice(1) ?? '–',
  );
  const others = asGood.map((name) => `\`${name}\``).join(', ');
  const { trainSeconds, tuneSeconds } = middle;
  return [
    data,
    number(supervision),
    middle.byPartition.length,
    `\`${best}\``,
    ...values,
    others || (isTested ? 'none' : '–'),
    trainSeconds.toFixed(1),
    tuneSeconds.toFixed(0),
  ];
}

const CAPTION =
  'Best by mean average precision; *as good* is what does not lose to it by the paired test over ' +
  'partitions (p < 0.05) at the middle length, – where there is no such test of three partitions or more. Training is of one length, with the settings that were ' +
  'chosen before. All figures, and which seconds are too many since the machine had other work: [Results](RESULTS.md).';

/** The sections on numbers of labels: what each document shows, by its name in docs/. */
export const LABELS_SECTIONS = {
  'LEARNING.md': { most: Number.POSITIVE_INFINITY, hasChart: true },
  'few-labels.md': { most: FEW, hasChart: false },
};

/**
 * What stands in the marked section of a document; null where there is nothing to say.
 * @param {{ most: number, hasChart: boolean }} shown
 * @param {readonly import('./groups.mjs').Group[]} groups
 * @param {string | null} chart its path, seen from docs/
 * @param {string} [kept] what stands there now
 */
export function labelsSection({ most, hasChart }, groups, chart, kept) {
  const rows = labelsTable(groups, most, kept);
  if (rows === null) return null;
  const isShown = hasChart && chart !== null;
  const image = isShown
    ? `![Mean average precision against the number of labels](${chart})\n\n`
    : '';
  return `\n${image}${rows}\n\n${CAPTION}\n`;
}
