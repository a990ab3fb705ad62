// The tables of docs/RESULTS.md.
import { METHOD_NAMES } from 'hashplane/evaluation';
import { markdownTable as table } from '../shared/markdown-table.mjs';
import { isCifar, isOfOwnLength, methodsOf, number, spread } from './groups.mjs';
import { PAPER, TUTORIAL } from './published.mjs';

/** Plain classifiers and what is not hashed: to be seen beside every code. */
const CEILINGS = [
  ...['classifier-one-hot', 'graded-one-hot'],
  ...['classifier-scores', 'classifier-probabilities', 'exact-cosine'],
];

/**
 * Ours, and under each row the paper's where there is one; then the paper's other rows.
 * @param {import('./groups.mjs').Group} group
 * @param {readonly import('./groups.mjs').Cell[]} cells of one supervision
 * @param {number} supervision
 */
export function mapTable({ dataset, protocol, bits: all }, cells, supervision) {
  const lengths = all.filter((bits) => cells.some((cell) => cell.bits === bits));
  const paper = isCifar(dataset) && protocol === 'paper' ? PAPER.rows : [];
  const hasOther = cells.some((cell) => isOfOwnLength(cell, lengths));
  const hasAccuracy = cells.some((cell) => cell.accuracy);
  const theirs = (row) => [
    `*${row.title}, paper*`,
    ...lengths.map((bits) => row[supervision]?.[PAPER.bits.indexOf(bits)]?.toFixed(4) ?? '–'),
    ...(hasOther ? [''] : []),
    ...(hasAccuracy ? [''] : []),
  ];
  const used = new Set();
  const rows = methodsOf(cells).flatMap((method) => {
    const own = cells.filter((cell) => cell.method === method);
    const row = paper.find((one) => one.method === method && one[supervision]);
    used.add(row);
    const other = own.find((cell) => isOfOwnLength(cell, lengths));
    const accuracy = own.find((cell) => cell.accuracy)?.accuracy;
    const ours = [
      own[0].title,
      ...lengths.map((bits) => spread(at(own, bits)?.meanAveragePrecision)),
      ...(hasOther ? [spread(other?.meanAveragePrecision, '')] : []),
      ...(hasAccuracy ? [spread(accuracy, '')] : []),
    ];
    return row ? [ours, theirs(row)] : [ours];
  });
  const others = paper.filter((row) => !used.has(row) && row[supervision]).map(theirs);
  const header = [
    'method',
    ...lengths.map((bits) => `${bits} bits`),
    ...(hasOther ? ['other'] : []),
    ...(hasAccuracy ? ['accuracy of its classifier'] : []),
  ];
  return table(header, [...rows, ...others]);
}

/**
 * A line on methods of fewer partitions than the others, which their rows don't tell.
 * @param {readonly import('./groups.mjs').Cell[]} cells
 */
export function partitionsText(cells) {
  const most = Math.max(...cells.map(({ partitions }) => partitions));
  const fewer = cells.filter(({ partitions }) => partitions < most);
  const counts = new Map(fewer.map(({ method, partitions }) => [method, partitions]));
  if (counts.size === 0) return [];
  const named = [...counts].map(([method, count]) => `\`${method}\` (${count})`).join(', ');
  return [`Of fewer partitions than the ${most} of the others: ${named}.`];
}

/**
 * A line on what belongs into every table and was not measured.
 * @param {readonly import('./groups.mjs').Cell[]} cells
 */
export function missingText(cells) {
  const known = CEILINGS.filter((name) => METHOD_NAMES.some((method) => method === name));
  const missing = known.filter((name) => !cells.some(({ method }) => method === name));
  if (missing.length === 0) return [];
  return [`Not measured here: ${missing.map((name) => `\`${name}\``).join(', ')}.`];
}

/**
 * @param {import('./groups.mjs').Group} group
 * @param {readonly import('./groups.mjs').Cell[]} cells of one supervision
 */
export function radiusTable({ bits: all }, cells) {
  const coded = cells.filter((cell) => cell.precisionAtRadius2);
  const lengths = all.filter((bits) => at(coded, bits));
  const rows = methodsOf(coded).flatMap((method) => {
    const own = coded.filter((cell) => cell.method === method);
    if (!lengths.some((bits) => at(own, bits))) return [];
    const value = (cell) =>
      cell
        ? `${spread(cell.precisionAtRadius2)} (${(100 * cell.precisionAtRadius2.emptyShare).toFixed(0)}%)`
        : '–';
    return [[own[0].title, ...lengths.map((bits) => value(at(own, bits)))]];
  });
  return table(['method', ...lengths.map((bits) => `${bits} bits`)], rows);
}

/**
 * @param {import('./groups.mjs').Group} group
 * @param {number} supervision
 */
export function publishedRadius({ dataset, protocol }, supervision) {
  if (!isCifar(dataset) || protocol !== 'paper' || supervision !== 1000) return [];
  const { bits, rows } = PAPER.radius2;
  return [
    'The paper’s:',
    table(
      ['method', ...bits.map((length) => `${length} bits`)],
      rows.map(([title, ...row]) => [`*${title}, paper*`, ...row.map((one) => one.toFixed(3))]),
    ),
  ];
}

/** @param {readonly import('./groups.mjs').Cell[]} cells */
export function precisionTable(cells) {
  const rows = cells.map((cell) => [
    cell.title,
    cell.bits ?? '–',
    spread(cell.precisionAt10),
    cell.trainSeconds.toFixed(3),
    cell.tuneSeconds.toFixed(1),
  ]);
  return table(['method', 'bits', 'precision@10', 'training, s', 'choosing settings, s'], rows);
}

/** @param {readonly import('./groups.mjs').Cell[]} cells */
export function tutorialText(cells) {
  const coded = cells.filter((cell) => cell.reRanked);
  if (coded.length === 0) return [];
  const radii = [0, 1, 2, 4];
  const rows = coded.map((cell) => [
    cell.title,
    cell.bits,
    ...radii.flatMap((radius) => {
      const one = cell.reRanked?.[radius];
      return one
        ? [spread(one.precisionAt10), one.precisionAt10EmptyAsZero.mean.toFixed(4)]
        : ['–', '–'];
    }),
  ]);
  return [
    'Precision@10 of the candidates within a Hamming radius, re-ranked by exact cosine: without ' +
      'the queries that found none, as in the tutorial, and with them as 0.',
    table(['method', 'bits', ...radii.flatMap((r) => [`r = ${r}`, 'empty as 0'])], rows),
    `${TUTORIAL.source} shows about ${TUTORIAL.lsh} for LSH and ${TUTORIAL.grh} for GRH at radius 0.`,
  ];
}

/**
 * Where most of the database is labelled, the paper's protocol asks for what was learned by heart.
 * @param {import('./groups.mjs').Group} group
 * @param {readonly import('./groups.mjs').Cell[]} cells
 * @param {number} supervision
 */
export function memorisingText({ dataset, protocol, runs }, cells, supervision) {
  const database = dataset.rows - dataset.classes * runs[0].settings.queriesPerClass;
  if (protocol !== 'paper' || supervision < database / 2) return [];
  const own = cells.filter(({ method }) => method === 'mlp-unregularised');
  const figures = own.map(
    ({ bits, meanAveragePrecision: { mean } }) => `${mean.toFixed(4)} at ${bits} bits`,
  );
  const network =
    figures.length > 0
      ? `a network without any regularisation, ${own[0].title}, has ${figures.join(', ')}`
      : 'the figure of a network without any regularisation was not measured here';
  return [
    `**This table rewards memorising.** ${number(supervision)} of the ${number(database)} points of ` +
      'the database are those that methods learned from, with their labels: whoever learns these by ' +
      `heart ranks them perfectly, and ${network}. Which method hashes new points well, the ` +
      'held-out protocol tells.',
  ];
}

function at(cells, bits) {
  return cells.find((cell) => cell.bits === bits);
}
