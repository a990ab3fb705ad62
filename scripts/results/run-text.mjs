// A chapter of docs/RESULTS.md: all that was measured on one dataset by one protocol.
import { databaseText, isCifar, number } from './groups.mjs';
import { PAPER } from './published.mjs';
import {
  mapTable,
  memorisingText,
  missingText,
  partitionsText,
  precisionTable,
  publishedRadius,
  radiusTable,
  tutorialText,
} from './tables.mjs';
import { testsText } from './tests.mjs';

/**
 * The chapter of a group: its heading, what it is of, and a section for each number of labels.
 * @param {import('./groups.mjs').Group} group
 */
export function groupText(group) {
  const { dataset, protocol, supervision } = group;
  return {
    title: `${dataset.name}, protocol ${protocol}${databaseText(group)}`,
    text:
      `${number(dataset.rows)} points of ${number(dataset.dimensions)} values, ` +
      `${dataset.classes} classes.`,
    sections: supervision.map((count) => ({
      title: `${number(count)} labelled points`,
      text: labelsText(group, count).join('\n\n'),
    })),
  };
}

/**
 * Paragraphs of one number of labels.
 * @param {import('./groups.mjs').Group} group
 * @param {number} supervision
 */
function labelsText(group, supervision) {
  const { dataset, protocol, runs } = group;
  const isOf = (cell) => cell.supervision === supervision;
  const [cells, own] = [group.cells.filter(isOf), runs.filter((run) => run.cells.some(isOf))];
  const parts = [
    own.map((run) => (own.length > 1 ? `- ${runText(run)}` : runText(run))).join('\n'),
    ...memorisingText(group, cells, supervision),
    'Mean average precision:',
    mapTable(group, cells, supervision),
    ...partitionsText(cells),
    ...missingText(cells),
  ];
  if (isCifar(dataset) && protocol === 'paper') parts.push(`Paper: ${PAPER.source}.`);
  if (cells.some((cell) => cell.precisionAtRadius2)) {
    parts.push(
      'Precision within Hamming radius 2 (share of empty balls):',
      radiusTable(group, cells),
    );
  }
  parts.push(...publishedRadius(group, supervision));
  parts.push('Precision@10, and seconds of training:', precisionTable(cells));
  if (protocol === 'tutorial') parts.push(...tutorialText(cells));
  return [...parts, ...testsText(cells)];
}

/** Where and how one run was measured. */
function runText(run) {
  const { settings, cells } = run;
  const supervision = [...new Set(cells.map((cell) => cell.supervision))].map(number).join(', ');
  const partitions =
    settings.partitions === 1 ? '1 partition' : `${settings.partitions} partitions`;
  return (
    `${supervision} labelled points, ${partitions}, seeds from ${settings.seed} on; ` +
    `${tuningText(run)}. ${run.machine}, Node ${run.node}, ${run.backend}, ${run.threads} threads, ` +
    `commit ${run.commit ?? 'unknown'}, ${timeText(run)}${busyText(run)}.`
  );
}

function tuningText({ settings: { tuning }, tuningSpent }) {
  if (!tuning) return "the methods' default settings";
  const chosen = `settings chosen in each partition on ${tuning.folds} folds of its labelled points`;
  if (!tuningSpent) return chosen;
  const cut = tuningSpent.cutShort.map(
    ({ method, supervision, partitions }) =>
      `\`${method}\` at ${number(supervision)} in ${partitions}`,
  );
  const short = cut.length > 0 ? `, cut short by the time: ${cut.join(', ')}` : '';
  return (
    `${chosen} within ${number(tuning.seconds)} s a method, ` +
    `${(tuningSpent.seconds / 60).toFixed(1)} minutes in all${short}`
  );
}

function timeText({ seconds, resumedCells }) {
  const minutes = `${(seconds / 60).toFixed(1)} minutes`;
  return resumedCells > 0 ? `${minutes} for what an earlier run had left` : `${minutes} in all`;
}

/** @param {{ isBusy?: boolean }} run */
function busyText({ isBusy }) {
  return isBusy ? '; the machine had other work beside, so that all seconds are too many' : '';
}
