// The table of docs/PERFORMANCE.md by version of Node.
import { markdownTable } from '../shared/markdown-table.mjs';
import { times } from './goals.mjs';

/**
 * Rates on the first version, and the others' against it.
 * @param {readonly { machine: string, node: string, commit: string | null, relaxedSimd: boolean,
 *   results: { suite: string, case: string, unit: string, median: number, rates: number[] }[] }[]} reports by version
 * @returns {string}
 */
export function nodesTable(reports) {
  const [first, ...others] = reports;
  const rows = first.results.map(({ suite, case: name, unit, median }) => {
    const ratios = others.map(({ results }) => {
      const other = results.find((result) => result.suite === suite && result.case === name);
      return other ? `${times(other.median / median)}x` : '–';
    });
    return [`${suite} ${name}`, `${times(median)} ${unit}`, ...ratios];
  });
  const rounds = Math.min(...first.results.map(({ rates }) => rates.length));
  const relaxed = reports.filter(({ relaxedSimd }) => relaxedSimd).map(({ node }) => node);
  return [
    `On wasm-simd: the rate on Node ${first.node}, and how many times as fast the same build is on ` +
      'the others. Versions take turns, a suite at a time; this is the median of ' +
      `${rounds === 1 ? '1 round' : `${rounds} rounds`}. ${first.machine}, commit ${first.commit ?? 'unknown'}. ` +
      `With relaxed SIMD: ${relaxed.join(', ') || 'none'}.`,
    '',
    markdownTable(['case', first.node, ...others.map(({ node }) => node)], rows),
  ].join('\n');
}
