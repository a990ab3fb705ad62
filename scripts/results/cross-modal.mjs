// The section of docs/RESULTS.md on pairs of images and texts, from runs of
// `hashplane evaluate --protocol cross-modal --out`.
import { markdownTable as table } from '../shared/markdown-table.mjs';
import { number, spread } from './groups.mjs';
import { RCMH } from './published.mjs';

const DIRECTIONS = ['image-to-text', 'text-to-image'];

/** The pairs of text and image that the paper's figures are of. */
const isWiki = ({ dataset }) => dataset.rows === 2866 && dataset.classes === 10;
const isEmoji = ({ dataset }) => /emoji/i.test(dataset.name);
const isHeldOut = ({ settings }) => settings.database !== undefined;

/** @param {{ protocol: string }} run */
export function isCrossModal({ protocol }) {
  return protocol === 'cross-modal';
}

/**
 * All paragraphs, without the marks around them.
 * @param {readonly any[]} runs
 */
export function crossModalSection(runs) {
  const judged = crossModalGoals(runs).map(({ what, measured, met }) => [what, measured, met]);
  return [
    '## Images and texts in one code',
    'Pairs of an image and a text, searched in both directions: what is found is right if it is of the ' +
      'class of the query. Mean average precision over the whole ranking, ties counted fairly.',
    table(['goal', 'measured', 'met'], judged),
    ...runs.flatMap(runText),
  ].join('\n\n');
}

/** What the comparison set out to show. @param {readonly any[]} runs */
export function crossModalGoals(runs) {
  const wiki = runs.find((run) => isWiki(run) && !isHeldOut(run));
  const wikiHeld = runs.find((run) => isWiki(run) && isHeldOut(run));
  const emoji = runs.find((run) => isEmoji(run) && isHeldOut(run));
  const held = 'Wiki, held-out database';
  return [
    ...DIRECTIONS.map((direction) => nearPaper(wiki, direction)),
    atLeast(wiki, 'Wiki, standard', 'cross-kernel', RCMH.bits, {
      'image-to-text': [0.265, 0.267, 0.27],
    }),
    atLeast(wikiHeld, held, 'cross-kernel', [64], {
      'image-to-text': [0.265],
      'text-to-image': [0.19],
    }),
    atLeast(wikiHeld, held, 'cross-kernel-unlabelled', [64], {
      'image-to-text': [0.29],
      'text-to-image': [0.205],
    }),
    atLeast(emoji, 'emoji, held-out database', 'cross-kernel', [64], {
      'image-to-text': [0.55],
      'text-to-image': [0.48],
    }),
  ];
}

function nearPaper(run, direction) {
  const theirs = RCMH[direction];
  const ours = RCMH.bits.map((bits) => meanOf(run, direction, 'rcmh', bits));
  return {
    what: `Wiki, standard: mAP of rcmh, ${way(direction)}, within .02 of the paper's ${digits(theirs)}`,
    measured: digits(ours),
    met: verdict(ours, (value, i) => Math.abs(value - theirs[i]) <= 0.02),
  };
}

function atLeast(run, data, method, lengths, least) {
  const asked = Object.entries(least).flatMap(([direction, values]) =>
    values.map((value, i) => ({ value, direction, bits: lengths[i] })),
  );
  const ours = asked.map(({ direction, bits }) => meanOf(run, direction, method, bits));
  const wanted = Object.entries(least).map(
    ([direction, values]) => `${way(direction)} ${digits(values)}`,
  );
  return {
    what: `${data}: mAP of ${method} at ${lengths.join(', ')} bits at least ${wanted.join(', ')}`,
    measured: digits(ours),
    met: verdict(ours, (value, i) => value >= asked[i].value),
  };
}

function meanOf(run, direction, method, bits) {
  const cell = run?.cells.find(
    (one) => one.direction === direction && one.method === method && one.bits === bits,
  );
  return cell?.meanAveragePrecision.mean;
}

function verdict(values, isMet) {
  if (values.some((value) => value === undefined)) return 'not measured';
  return values.every(isMet) ? 'yes' : 'NO';
}

const digits = (values) => values.map((value) => value?.toFixed(4) ?? '–').join(' ');

/** A direction in words. @param {string} direction */
function way(direction) {
  const [query, found] = direction.split('-to-');
  return `${query}s find ${found}s`;
}

function runText(run) {
  const { dataset, settings, cells } = run;
  const { queries, database, partitions, seed } = settings;
  const searched = database
    ? `a database of ${number(database)} that nothing is learned from`
    : 'all other pairs are the database, the labelled ones among them';
  const parts = [
    `### ${dataset.name}, ${database ? 'database held out' : 'standard protocol'}`,
    `${number(dataset.rows)} pairs in ${dataset.classes} classes, images of ` +
      `${number(dataset.imageDimensions)} values, texts of ${number(dataset.textDimensions)}; ` +
      `${number(queries)} queries, ${searched}. ${partitions} partitions, seeds from ${seed} on; settings ` +
      `chosen by validation on the labelled pairs alone. ${run.machine}, Node ${run.node}, ` +
      `${run.backend}, commit ${run.commit ?? 'unknown'}, ${(run.seconds / 60).toFixed(1)} minutes in all.`,
  ];
  for (const supervision of settings.supervision) {
    for (const direction of DIRECTIONS) {
      const own = cells.filter(
        (cell) => cell.direction === direction && cell.supervision === supervision,
      );
      const title = way(direction);
      parts.push(
        `${title[0].toUpperCase()}${title.slice(1)}, ${number(supervision)} labelled pairs:`,
        mapTable(run, own, direction),
        ...testText(run, own, direction, supervision),
      );
    }
  }
  if (isWiki(run) && !database) parts.push(`Paper: ${RCMH.source}.`);
  return parts;
}

function mapTable(run, cells, direction) {
  const lengths = run.settings.bits;
  const rows = [...new Set(cells.map(({ method }) => method))].flatMap((method) => {
    const own = cells.filter((cell) => cell.method === method);
    const at = (bits) => own.find((cell) => cell.bits === bits)?.meanAveragePrecision;
    const ours = [own[0].title, ...lengths.map((bits) => spread(at(bits))), spread(at(null), '')];
    if (method !== 'rcmh' || !isWiki(run) || isHeldOut(run)) return [ours];
    const theirs = lengths.map(
      (bits) => RCMH[direction][RCMH.bits.indexOf(bits)]?.toFixed(4) ?? '–',
    );
    return [ours, ['*RCMH, paper*', ...theirs, '']];
  });
  return table(['method', ...lengths.map((bits) => `${bits} bits`), 'no codes'], rows);
}

/** The best method's lead over the next, at each length. */
function testText({ comparisons }, cells, direction, supervision) {
  const titles = new Map(cells.map(({ method, title }) => [method, title]));
  const own = comparisons.filter(
    (one) => one.direction === direction && one.supervision === supervision,
  );
  const leads = [...new Set(own.map(({ bits }) => bits))].map((bits) => {
    const [next] = own
      .filter((one) => one.bits === bits)
      .sort((a, b) => a.meanDifference - b.meanDifference);
    return (
      `${bits} bits: ${titles.get(next.method)} leads ${titles.get(next.against)} by ` +
      `${next.meanDifference.toFixed(4)}, p = ${next.p.toPrecision(2)}`
    );
  });
  return leads.length > 0
    ? [`Paired t-tests over partitions, two-sided. ${leads.join('; ')}.`]
    : [];
}
