// The tables of docs/SEARCH.md about codes as Markdown: orders of probing, numbers of tables, exact
// Hamming search. Nothing in them is typed by hand.
import { count, figure, megabytes, seconds, table } from './format.mjs';

const GOALS = { speedUp: 5, scanMillis: 14, batchMillis: 5 };

export function probingTable(rows) {
  const header = ['codes', 'order of probing', 'probes', 'recall', 'candidates', 'ms a query'];
  const body = rows.map(({ rest, contender, median, details }) => [
    `${rest
      .match(/(lsh|grh) bits=\d+/)[0]
      .toUpperCase()
      .replace(' BITS=', ', ')} bits`,
    contender.replace(', as radius', ', for the recall of radius'),
    `${count(details.probes)}${details.fewer ? ` (${details.fewer.toPrecision(2)}x fewer)` : ''}`,
    details.recall.toFixed(3),
    count(details.candidates),
    figure(1000 / median),
  ]);
  return table(header, body);
}

export function tablesTable(rows) {
  const header = ['', 'probes', 'recall', 'candidates', 'ms a query', 'memory'];
  const body = rows.map(({ contender, median, details }) => [
    contender.replace(/^1 table, as/, '1 table, for the recall of'),
    count(details.probes),
    details.recall.toFixed(3),
    count(details.candidates),
    figure(1000 / median),
    megabytes(details.memoryBytes),
  ]);
  return table(header, body);
}

export function hammingTable(rows) {
  const sizes = [...new Set(rows.map(({ rest }) => rest))];
  const header = [
    'codes',
    'scan, ms',
    'in batches of 16, ms',
    'multi-index, ms',
    'times the scan',
    'tenth neighbour at',
    'build',
    'memory',
    'default',
  ];
  const body = sizes.map((size) => {
    const of = (name) => rows.find(({ rest, contender }) => rest === size && contender === name);
    const [scan, batch, index] = ['scan', 'scan, batches of 16', 'multi-index'].map(of);
    return [
      count(Number(size.match(/n=(\d+)/)[1])),
      ...[scan, batch, index].map(({ median }) => figure(1000 / median)),
      `${figure(index.median / scan.median)}x`,
      scan.details.distance.toFixed(1),
      seconds(index.details.buildSeconds),
      megabytes(index.details.memoryBytes),
      scan.details.chosen,
    ];
  });
  const crossing = sizes.find((size) => {
    const of = (name) => rows.find((row) => row.rest === size && row.contender === name).median;
    return of('multi-index') > of('scan');
  });
  const said = crossing
    ? `Multi-index hashing is quicker from ${count(Number(crossing.match(/n=(\d+)/)[1]))} codes on ` +
      '(of the sizes measured).'
    : 'Multi-index hashing is nowhere quicker.';
  return `**${rows[0].name} codes.** ${said}\n\n${table(header, body)}`;
}

/** What was aimed at, with 10 million codes of 64 bits. */
export function hammingGoals(rows) {
  const at = (kind, contender) =>
    rows.find((r) => r.name === kind && r.contender === contender && r.rest.includes('n=10000000'));
  const scan = at('clustered', 'scan');
  if (!scan) return 'Measured with fewer than 10 million codes: the goals were not tried.';
  const batch = at('clustered', 'scan, batches of 16');
  const index = at('clustered', 'multi-index');
  const uniform = at('uniform', 'multi-index').median / at('uniform', 'scan').median;
  const rowOf = (what, goal, value, isMet) => [what, goal, value, isMet ? 'met' : '**missed**'];
  const speedUp = index.median / scan.median;
  return table(
    ['10 million codes of 64 bits', 'goal', 'measured', ''],
    [
      rowOf(
        'multi-index over the scan, clustered',
        `${GOALS.speedUp}x`,
        `${figure(speedUp)}x`,
        speedUp >= GOALS.speedUp,
      ),
      rowOf(
        'multi-index over the scan, uniform',
        '3x expected',
        `${figure(uniform)}x`,
        uniform >= 3,
      ),
      rowOf(
        'scan, one query',
        `${GOALS.scanMillis} ms`,
        `${figure(1000 / scan.median)} ms`,
        1000 / scan.median < GOALS.scanMillis,
      ),
      rowOf(
        'scan, batches of 16',
        `${GOALS.batchMillis} ms`,
        `${figure(1000 / batch.median)} ms`,
        1000 / batch.median < GOALS.batchMillis,
      ),
      rowOf(
        'memory of the index',
        '4 GiB',
        megabytes(index.details.memoryBytes),
        index.details.memoryBytes < 2 ** 32,
      ),
    ],
  );
}
