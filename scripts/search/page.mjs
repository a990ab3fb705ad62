// Fills the tables of docs/SEARCH.md and draws its charts from what `npm run bench:search` and, if
// it is there, `npm run bench:peers -- search` have measured: `node scripts/search/page.mjs`. With a folder as
// its argument it reads and writes there instead of in the project.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillSections } from '../shared/marked-sections.mjs';
import { hammingChart, recallChart } from './charts.mjs';
import {
  hammingGoals,
  hammingTable,
  probingTable,
  recallTable,
  tablesTable,
  verdict,
  where,
} from './tables.mjs';

const BENCH = 'build/search/results.json';
const PEERS = 'build/bench/search-peers.json';
const PAGE = 'docs/SEARCH.md';

process.chdir(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
if (!existsSync(BENCH)) {
  process.stderr.write(`search: ${BENCH} is missing: run \`npm run bench:search\` first\n`);
  process.exit(1);
}
const bench = JSON.parse(readFileSync(BENCH, 'utf8'));
const peers = existsSync(PEERS) ? JSON.parse(readFileSync(PEERS, 'utf8')) : null;
const results = [...bench.results, ...(peers?.results ?? [])];
const parts = new Map();
for (const result of results) {
  const [kind, name, ...rest] = result.case.split(' ');
  const key = kind === 'recall' || kind === 'hamming' ? `${kind} ${name}` : kind;
  parts.set(key, [...(parts.get(key) ?? []), { ...result, name, rest: rest.join(' ') }]);
}
const starting = (kind) => [...parts].filter(([key]) => key.startsWith(`${kind} `));

const sections = {
  where: where(bench, peers),
  recall: starting('recall')
    .map(([, rows]) => recallTable(rows))
    .join('\n\n'),
  verdict: verdict(starting('recall').map(([, rows]) => rows)),
  probing: probingTable(parts.get('probing') ?? []),
  tables: tablesTable(parts.get('tables') ?? []),
  hamming: starting('hamming')
    .map(([, rows]) => hammingTable(rows))
    .join('\n\n'),
  goals: hammingGoals(starting('hamming').flatMap(([, rows]) => rows)),
};
fillSections(PAGE, sections);
mkdirSync('docs/charts', { recursive: true });
writeFileSync('docs/charts/search-recall.svg', recallChart(starting('recall').map(recallPanel)));
writeFileSync('docs/charts/search-hamming.svg', hammingChart(hammingSeries()));

function recallPanel([, rows]) {
  const groups = grouped(rows, nameOf);
  const series = [...groups].map(([name, own]) => ({
    name,
    points: own
      .map(({ details, median }) => [details.recall, median])
      .sort((a, b) => a[0] - b[0] || b[1] - a[1]),
  }));
  return {
    title: `${rows[0].name.replaceAll('-', ' ')}, ${rows[0].rest.split(' ').slice(0, 2).join(' ')}`,
    series,
  };
}

function nameOf({ contender, rest }) {
  if (contender === 'exact') return 'exact';
  const peer = contender.match(/^(.+) ef=/);
  if (peer) return `${peer[1]} (HNSW)`;
  const [, method, bits] = rest.match(/ (lsh|grh) bits=(\d+)/);
  return `${method.toUpperCase()}, ${bits} bits`;
}

function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function hammingSeries() {
  return starting('hamming').flatMap(([key, rows]) => {
    const kind = key.split(' ')[1];
    const names =
      kind === 'clustered' ? ['scan', 'scan, batches of 16', 'multi-index'] : ['multi-index'];
    return names.map((contender) => ({
      name: contender === 'multi-index' ? `multi-index, ${kind}` : contender,
      points: rows
        .filter((row) => row.contender === contender)
        .map(({ rest, median }) => [Number(rest.match(/n=(\d+)/)[1]), 1000 / median]),
    }));
  });
}
