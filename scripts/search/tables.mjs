// The tables of docs/SEARCH.md as Markdown. Nothing in them is typed by hand.

/** Recalls at which ways to search are compared. */
const LEVELS = [0.8, 0.9, 0.95, 0.99];
const GOALS = { speedUp: 5, scanMillis: 14, batchMillis: 5 };

export function where(bench, peers) {
  const { machine, node, commit } = bench;
  const own = `${machine}, Node ${node.replace('v', '')}, commit ${commit ?? 'unknown'}, one thread.`;
  if (!peers) return `${own} The graphs were not measured.`;
  const others = `Graphs: ${peers.machine}, commit ${peers.commit ?? 'unknown'}.`;
  return peers.machine === machine && peers.commit === commit ? own : `${own} ${others}`;
}

/** Each way to search at each recall: the quickest setting that reaches it. */
export function recallTable(rows) {
  const ways = waysOf(rows);
  const header = ['', ...LEVELS.map((level) => `recall ${level}`), 'build', 'memory'];
  const body = ways.map(({ name, settings }) => {
    const [{ details }] = settings;
    const cells = LEVELS.map((level) => {
      const best = bestAt(settings, level);
      return best ? `${figure(1000 / best.median)} ms` : '-';
    });
    return [name, ...cells, seconds(details.buildSeconds), megabytes(details.memoryBytes)];
  });
  const title = `**${rows[0].name.replaceAll('-', ' ')}**, ${rows[0].rest.match(/n=\d+ d=\d+/)[0]}`;
  return `${title}${labelNote(rows)}\n\n${table(header, body)}`;
}

/** Precision@10 by class label: what re-ranking by cosine gives for each method at its best. */
function labelNote(rows) {
  const labelled = rows.filter(({ details }) => details?.labelPrecision !== undefined);
  if (labelled.length === 0) return '';
  const exact = labelled.find(({ contender }) => contender === 'exact').details.labelPrecision;
  const best = (method) =>
    Math.max(
      ...labelled
        .filter(({ rest }) => rest.includes(` ${method} `))
        .filter(({ contender }) => contender !== 'exact')
        .map(({ details }) => details.labelPrecision),
    );
  return (
    `. By class label, precision@10 is ${exact.toFixed(3)} with exact search, at best ` +
    `${best('lsh').toFixed(3)} with LSH and ${best('grh').toFixed(3)} with GRH, ` +
    'whose codes were trained on 2,000 labels: there the neighbours by cosine are not what one wants.'
  );
}

function waysOf(rows) {
  const ways = new Map();
  for (const row of rows) {
    const name = wayOf(row);
    // Exact search is measured beside each code length: the median of those stands for it.
    ways.set(name, [...(ways.get(name) ?? []), row]);
  }
  const exact = ways.get('exact search')?.toSorted((a, b) => a.median - b.median);
  if (exact) ways.set('exact search', [exact[exact.length >> 1]]);
  return [...ways].map(([name, settings]) => ({ name, settings }));
}

function wayOf({ contender, rest }) {
  if (contender === 'exact') return 'exact search';
  const peer = contender.match(/^(.+) ef=/);
  if (peer) return `${peer[1]}, HNSW`;
  const [, method, bits] = rest.match(/ (lsh|grh) bits=(\d+)/);
  return `${method.toUpperCase()}, ${bits} bits + re-rank`;
}

function bestAt(settings, level) {
  return settings
    .filter(({ details }) => details.recall >= level)
    .toSorted((a, b) => b.median - a.median)[0];
}

/** Who answers quickest at a recall of 0.95, who is built quickest, and who takes least memory. */
export function verdict(sets) {
  const lines = sets.map((rows) => {
    const ways = waysOf(rows)
      .filter(({ name }) => name !== 'exact search')
      .map(({ name, settings }) => ({ name, best: bestAt(settings, 0.95) }))
      .filter(({ best }) => best);
    const first = (keyOf) => ways.toSorted((a, b) => keyOf(a.best) - keyOf(b.best))[0];
    const isGraph = ({ name }) => name.endsWith('HNSW');
    const title = rows[0].name.replaceAll('-', ' ');
    if (ways.length === 0) return `- ${title}: nothing reaches a recall of 0.95.`;
    const quick = first(({ median }) => 1 / median);
    const built = first(({ details }) => details.buildSeconds);
    const small = first(({ details }) => details.memoryBytes || Number.POSITIVE_INFINITY);
    const graphs = ways.some(isGraph);
    return (
      `- ${title}, at a recall of 0.95: quickest to answer is ${quick.name} ` +
      `(${figure(1000 / quick.best.median)} ms a query), quickest to build ${built.name} ` +
      `(${seconds(built.best.details.buildSeconds)}), smallest beside the vectors ${small.name} ` +
      `(${megabytes(small.best.details.memoryBytes)})${graphs ? '.' : '; no graph was measured.'}`
    );
  });
  return lines.join('\n');
}

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

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

function figure(value) {
  return value >= 100 ? count(value) : String(Number(value.toPrecision(2)));
}

function count(value) {
  return Math.round(value).toLocaleString('en');
}

function seconds(value) {
  return `${figure(value)} s`;
}

/** A process that reused what it had freed tells nothing of a graph's memory. */
function megabytes(bytes) {
  return bytes === 0 ? 'unknown' : `${figure(bytes / 1e6)} MB`;
}
