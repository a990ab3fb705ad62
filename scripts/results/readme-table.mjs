// The README's table of results, from the same run as docs/RESULTS.md.
import { fillSections } from '../shared/marked-sections.mjs';
import { isCifar } from './goals.mjs';
import { PAPER } from './published.mjs';

const SHOWN = ['lsh', 'itq-cca', 'grh-linear', 'grh-rbf-cca', 'grh-best'];
const SUPERVISION = 1000;

/** Puts the table into the README; says nothing where no run is the paper's. */
export function writeReadmeTable(path, runs) {
  const run = runs.find(
    ({ dataset, protocol, settings }) =>
      isCifar(dataset) && protocol === 'paper' && settings.supervision.includes(SUPERVISION),
  );
  if (!run) return;
  fillSections(path, { results: table(run) });
}

function table({ settings, cells }) {
  const lines = [
    `| mAP, ${SUPERVISION.toLocaleString('en-US')} labels | ${PAPER.bits.map((b) => `${b} bits`).join(' | ')} |`,
    `|--|${PAPER.bits.map(() => '--:|').join('')}`,
  ];
  for (const method of SHOWN) {
    const own = cells.filter((c) => c.method === method && c.supervision === SUPERVISION);
    if (own.length === 0) continue;
    const at = (bits) => own.find((cell) => cell.bits === bits)?.meanAveragePrecision.mean;
    lines.push(row(own[0].title, PAPER.bits.map(at)));
    const theirs = PAPER.rows.find((one) => one.method === method)?.[SUPERVISION];
    if (theirs) lines.push(row(`*the same, published*`, theirs));
  }
  return `${lines.join('\n')}\n\nMeans of ${settings.partitions} partitions.`;
}

function row(title, values) {
  const shown = values.map((value) => (value === undefined ? '–' : value.toFixed(3).slice(1)));
  return `| ${title} | ${shown.join(' | ')} |`;
}
