import type { DetailedResult, Details } from '../../bench/harness.ts';
import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import type { BenchReport } from './report.ts';

/** One table a suite: a row a contender, with its ratios to pure and to naive TypeScript. */
export function benchText(report: BenchReport, seconds: number, paint: Paint): string {
  const { machine, node, commit, threads, relaxedSimd, results } = report;
  const engine = relaxedSimd ? `Node ${node} with relaxed SIMD` : `Node ${node}`;
  const parts = [
    `${printable(machine)}\n${engine}, commit ${commit ?? 'unknown'}, threads ${threads}`,
  ];
  for (const suite of new Set(results.map((result) => result.suite))) {
    parts.push(suiteText(suite, results, paint));
  }
  parts.push(
    'Rates: higher is better. p95: what 95% of the runs reach. spread: half of what\n' +
      'lies between the quartiles. checked: against an oracle, before any timing.',
  );
  parts.push(paint('dim', `${seconds.toFixed(0)} s in all`));
  return `${parts.join('\n\n')}\n`;
}

function suiteText(suite: string, all: readonly DetailedResult[], paint: Paint): string {
  const results = all.filter((result) => result.suite === suite);
  const withThreads = results.some((result) => atOneThread(results, result) !== undefined);
  const withDetails = results.some((result) => result.details !== undefined);
  const notes = results.map((result) => detailsText(result.details ?? {}));
  const width = Math.max(...notes.map((note) => note.length));
  const header = ['contender', 'median', 'p95', 'spread', 'x pure TS', 'x naive'];
  if (withThreads) header.push('x 1 thread');
  header.push('runs', 'checked');
  if (withDetails) header.push('details'.padEnd(width));
  const rows = results.map((result, i) => {
    const rival = (name: string) => find(results, result.case, name);
    return [
      `  ${result.contender}`,
      figure(result.median),
      figure(result.p95),
      spread(result),
      ratio(result, rival('typescript')),
      ratio(result, rival('naive')),
      ...(withThreads ? [ratio(result, atOneThread(results, result))] : []),
      String(result.runs),
      result.verified ? 'yes' : paint('red', 'NO'),
      ...(withDetails ? [notes[i].padEnd(width)] : []),
    ];
  });
  const [head, rule, ...lines] = table(header, rows, paint).split('\n');
  const body = lines.flatMap((line, i) => {
    const name = results[i].case;
    // The search suite names the file of its vectors in it.
    return i > 0 && name === results[i - 1].case ? [line] : [printable(name), line];
  });
  const title = paint('bold', `━━ ${suite}, ${results[0].unit} ━━`);
  return [title, '', head, rule, ...body].join('\n');
}

function find(results: readonly DetailedResult[], name: string, contender: string) {
  return results.find((result) => result.case === name && result.contender === contender);
}

/** The same work of the same contender on one thread, where that was measured. */
function atOneThread(results: readonly DetailedResult[], result: DetailedResult) {
  const [sizes, threads] = result.case.split(' threads=');
  if (threads === undefined || threads === '1') return undefined;
  return find(results, `${sizes} threads=1`, result.contender);
}

/** `recall 0.93, memory 12.3 MB`; seconds and bytes are said in their names. */
function detailsText(details: Details): string {
  return Object.entries(details)
    .map(([name, value]) => {
      if (typeof value === 'string') return `${name} ${value}`;
      if (name.endsWith('Bytes')) return `${name.slice(0, -5)} ${(value / 1e6).toPrecision(3)} MB`;
      if (name.endsWith('Seconds')) return `${name.slice(0, -7)} ${value.toPrecision(3)} s`;
      return `${name} ${Number.isInteger(value) ? value : value.toPrecision(3)}`;
    })
    .join(', ');
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function spread({ quartiles: [low, high], median }: DetailedResult): string {
  return `±${(((high - low) / 2 / median) * 100).toFixed(0)}%`;
}

function ratio(result: DetailedResult, rival: DetailedResult | undefined): string {
  if (!rival) return '-';
  const value = result.median / rival.median;
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3);
}
