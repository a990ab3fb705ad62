import type { BenchResult } from '../../bench/harness.ts';
import type { Paint } from '../output/colour.ts';
import { table } from '../output/table.ts';
import type { BenchReport } from './run.ts';

/** One table a suite: a row a contender, with its ratios to pure and to naive TypeScript. */
export function benchText(report: BenchReport, seconds: number, paint: Paint): string {
  const parts = [
    `${report.machine}; Node ${report.node}; ` +
      `commit ${report.commit ?? 'unknown'}; threads ${report.threads}`,
  ];
  for (const suite of new Set(report.results.map((result) => result.suite))) {
    const results = report.results.filter((result) => result.suite === suite);
    parts.push(paint('bold', suite), suiteTable(results, paint));
  }
  parts.push(paint('dim', `${seconds.toFixed(0)} s in all`));
  return `${parts.join('\n\n')}\n`;
}

function suiteTable(results: readonly BenchResult[], paint: Paint): string {
  const header = [
    'case',
    'contender',
    'median',
    'p95',
    'unit',
    'x typescript',
    'x naive',
    'runs',
    'checked',
  ];
  let last = '';
  const rows = results.map((result) => {
    const rival = (name: string) =>
      results.find((other) => other.case === result.case && other.contender === name);
    const name = result.case === last ? '' : result.case;
    last = result.case;
    return [
      name,
      result.contender,
      figure(result.median),
      figure(result.p95),
      result.unit,
      ratio(result, rival('typescript')),
      ratio(result, rival('naive')),
      String(result.runs),
      result.verified ? 'yes' : 'NO',
    ];
  });
  return table(header, rows, paint);
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function ratio(result: BenchResult, rival: BenchResult | undefined): string {
  return rival ? (result.median / rival.median).toFixed(1) : '-';
}
