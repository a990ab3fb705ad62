// The README's table of results, from the same run as docs/RESULTS.md.
import { fillSections } from '../shared/marked-sections.mjs';
import { isCifar } from './groups.mjs';
import { PAPER } from './published.mjs';

const SHOWN = ['lsh', 'itq-cca', 'grh-linear', 'grh-rbf-cca', 'mlp', 'grh-best'];
const SUPERVISION = 1000;

/** Puts the table into the README; says nothing where no run is the paper's. */
export function writeReadmeTable(path, groups) {
  const group = groups.find(
    ({ dataset, protocol, supervision }) =>
      isCifar(dataset) && protocol === 'paper' && supervision.includes(SUPERVISION),
  );
  if (!group) return;
  fillSections(path, { results: table(group) });
}

function table({ cells }) {
  const counts = [];
  const lines = [
    `| mAP, ${SUPERVISION.toLocaleString('en-US')} labels | ${PAPER.bits.map((b) => `${b} bits`).join(' | ')} |`,
    `|--|${PAPER.bits.map(() => '--:|').join('')}`,
  ];
  for (const method of SHOWN) {
    const own = cells.filter((c) => c.method === method && c.supervision === SUPERVISION);
    if (own.length === 0) continue;
    counts.push(...own.map(({ partitions }) => partitions));
    const at = (bits) => own.find((cell) => cell.bits === bits)?.meanAveragePrecision.mean;
    lines.push(row(own[0].title, PAPER.bits.map(at)));
    const theirs = PAPER.rows.find((one) => one.method === method)?.[SUPERVISION];
    if (theirs) lines.push(row(`*the same, published*`, theirs));
  }
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const partitions = fewest === most ? fewest : `${fewest} to ${most}`;
  return `${lines.join('\n')}\n\nMeans of ${partitions} partitions.`;
}

function row(title, values) {
  const shown = values.map((value) => (value === undefined ? '–' : value.toFixed(3).slice(1)));
  return `| ${title} | ${shown.join(' | ')} |`;
}
