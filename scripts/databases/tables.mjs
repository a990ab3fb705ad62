// The tables of docs/DATABASES.md about searching and loading as Markdown. Nothing in them is typed by hand.
import { bytes, count, duration, figure, table } from './format.mjs';

const ENGINES = ['PGlite', 'PostgreSQL'];
const WAYS = ['scan', 'radius known', 'stepped'];
const LOADERS = ['COPY BINARY', 'COPY text', 'unnest', 'VALUES', 'single rows'];

/** @param {readonly import('./results.mjs').Search[]} searches */
export function searchingTable(searches) {
  const header = [
    'codes',
    'bits',
    'engine',
    ...['scan, ms', 'radius known, ms', 'stepped, ms', 'stepped over the scan'],
    ...['statements', 'table', 'indexes', 'loaded and indexed in'],
  ];
  const rows = searches.flatMap(({ rows, bits, millis, details }) => {
    const [scan, index] = [millis['in memory, scan'], millis['in memory, multi-index']];
    const memory = details['in memory, multi-index']?.memoryBytes;
    const own = [count(rows), bits, 'hashplane, in memory', figure(scan), '-', figure(index)];
    const lines = [
      [...own, `${figure(scan / index)}x`, '-', '-', memory ? bytes(Number(memory)) : '-', '-'],
    ];
    for (const engine of ENGINES) {
      const times = WAYS.map((way) => millis[`${engine}, ${way}`]);
      if (times[0] === undefined) continue;
      const { tableBytes, indexesBytes, loadSeconds } = details[`${engine}, scan`];
      const { statements } = details[`${engine}, stepped`];
      lines.push([
        ...[count(rows), bits, engine, ...times.map(figure), `${figure(times[0] / times[2])}x`],
        Number(statements).toFixed(1),
        ...[bytes(Number(tableBytes)), bytes(Number(indexesBytes)), duration(Number(loadSeconds))],
      ]);
    }
    return lines;
  });
  return table(header, rows);
}

/** @param {readonly import('./results.mjs').Load[]} loads */
export function loadingTable(loads) {
  const rows = loads.flatMap(({ columns, rates }) =>
    ENGINES.filter((engine) => rates[`${engine}, VALUES`] !== undefined).map((engine) => [
      `${engine}, ${columns}`,
      ...LOADERS.map((way) => count(rates[`${engine}, ${way}`])),
    ]),
  );
  return table(['', ...LOADERS], rows);
}
