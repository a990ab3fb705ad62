// Paired t-tests over partitions, of mean average precision: recomputed here, since methods may come
// from several runs.
import { pairedTTest } from 'hashplane/evaluation';
import { markdownTable as table } from '../shared/markdown-table.mjs';
import { methodsOf } from './groups.mjs';

/** What methods are compared with: the best of those that learn from labels alone. */
export const REFERENCE = 'grh-rbf-cca';

/**
 * The test of two cells, or null where their partitions are not the same ones, or too few.
 * @param {import('./groups.mjs').Cell} a
 * @param {import('./groups.mjs').Cell} b
 */
export function testOf(a, b) {
  if (a.design !== b.design || a.byPartition.length !== b.byPartition.length) return null;
  return a.byPartition.length < 2 ? null : pairedTTest([...a.byPartition], [...b.byPartition]);
}

/**
 * Paragraphs with the tests of the cells of one supervision.
 * @param {readonly import('./groups.mjs').Cell[]} cells
 */
export function testsText(cells) {
  return [...bestText(cells), ...referenceText(cells)];
}

/** The best method of each length against the next. */
function bestText(cells) {
  const rows = lengthsOf(cells).flatMap((bits) => {
    const [best, ...others] = cells
      .filter((cell) => cell.bits === bits)
      .sort((a, b) => b.meanAveragePrecision.mean - a.meanAveragePrecision.mean);
    const next = others.find((other) => testOf(best, other));
    const test = next && testOf(best, next);
    if (!test) return [];
    const { meanDifference, t, degreesOfFreedom, p } = test;
    return [
      [
        bits,
        `${best.title} – ${next.title}`,
        meanDifference.toFixed(4),
        `t(${degreesOfFreedom}) = ${t.toFixed(2)}`,
        probability(p),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    'The best method against the next, paired t-test over partitions, two-sided:',
    table(['bits', 'methods', 'difference of mAP', 't', 'p'], rows),
  ];
}

/** Every method against the reference. */
function referenceText(cells) {
  const reference = cells.filter(({ method }) => method === REFERENCE);
  const others = cells.filter(({ method }) => method !== REFERENCE);
  const lengths = lengthsOf(reference);
  const rows = methodsOf(others).flatMap((method) => {
    const own = others.filter((cell) => cell.method === method);
    const values = lengths.map((bits) => {
      const [a, b] = [own, reference].map((some) => some.find((cell) => cell.bits === bits));
      const test = a && b ? testOf(a, b) : null;
      if (!test) return '–';
      const { meanDifference, p } = test;
      const sign = meanDifference < 0 ? '−' : '+';
      return `${sign}${Math.abs(meanDifference).toFixed(4)} (${probability(p)})`;
    });
    return values.every((value) => value === '–') ? [] : [[own[0].title, ...values]];
  });
  if (rows.length === 0) return [];
  return [
    `Against ${reference[0].title}: difference of mAP, and p of the paired test:`,
    table(['method', ...lengths.map((bits) => `${bits} bits`)], rows),
  ];
}

/** Lengths of which there are several methods, ascending. */
function lengthsOf(cells) {
  const lengths = cells.flatMap(({ bits }) => bits ?? []);
  return [...new Set(lengths)].sort((a, b) => a - b);
}

function probability(p) {
  return p < 0.0001 ? '< 0.0001' : p.toPrecision(2);
}
