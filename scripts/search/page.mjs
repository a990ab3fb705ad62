// Fills the tables of docs/SEARCH.md and draws its charts from what `npm run bench:search` and
// `npm run bench:peers -- search` have measured: `node scripts/search/page.mjs`. What was not measured
// stays as it is. With a folder as its argument it reads and writes there instead of in the project.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillSections } from '../shared/marked-sections.mjs';
import { hammingChart, recallChart } from './charts.mjs';
import { table } from './format.mjs';
import { judgedGoals, verdictOf } from './goals.mjs';
import {
  endToEndTable,
  exactTable,
  missingList,
  recallTable,
  verdict,
  where,
} from './recall-tables.mjs';
import { partsOf, readReports } from './results.mjs';
import { hammingGoals, hammingTable, probingTable, tablesTable } from './tables.mjs';
import { isGraph, waysOf } from './ways.mjs';

const PAGE = 'docs/SEARCH.md';
const CHARTS = 'docs/charts';
/** What the chart shows of all ways: more curves could not be told apart. */
const CHARTED = [
  /^QuantisedSearch, [\d,]+ bits$/,
  /^QuantisedSearch, [\d,]+ bits, [\d,]+ clusters$/,
  /^LSH, 512/,
  /^rotation, 512/,
  /^faiss IVFRaBitQ$/,
];

process.chdir(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
const reports = readReports();
const { bench, peers } = reports;
if (!bench && peers.length === 0) {
  process.stderr.write('search: nothing is measured: run `npm run bench:search` first\n');
  process.exit(1);
}
const parts = partsOf(reports);
fillSections(PAGE, { ...recallSections(), ...(bench ? codeSections(bench) : {}) });
mkdirSync(CHARTS, { recursive: true });
writeFileSync(`${CHARTS}/search-recall.svg`, recallChart(parts.setsOf('recall').map(recallPanel)));
if (bench) writeFileSync(`${CHARTS}/search-hamming.svg`, hammingChart(hammingSeries()));

function recallSections() {
  const sets = parts.setsOf('recall');
  const [endToEnd = []] = parts.setsOf('end-to-end');
  const [exact = []] = parts.setsOf('exact');
  const [{ name = '' } = {}] = endToEnd;
  const recall = sets.find((rows) => rows[0].name === name) ?? [];
  const goals = judgedGoals({ endToEnd, exact, recall });
  return {
    where: where([...(bench ? [bench] : []), ...peers]),
    recall: sets.map(recallTable).join('\n\n'),
    missing: missingList(peers.flatMap(({ missing = [] }) => missing)),
    verdict: verdict(sets),
    'end-to-end': endToEnd.length > 0 ? endToEndTable(endToEnd) : 'Not measured.',
    exact: exactTable(exact),
    'search-goals': table(
      ['', 'goal', 'measured', ''],
      goals.map((each) => [each.what, each.goal, each.measured, verdictOf(each.isMet)]),
    ),
  };
}

/** @param {import('./results.mjs').Report} report */
function codeSections(report) {
  return {
    'where-codes': where([report]),
    probing: probingTable(parts.of('probing')),
    tables: tablesTable(parts.of('tables')),
    hamming: parts.setsOf('hamming').map(hammingTable).join('\n\n'),
    goals: hammingGoals(parts.setsOf('hamming').flat()),
  };
}

function recallPanel(rows) {
  const ways = waysOf(rows).filter(
    ({ name }) => isGraph(name) || CHARTED.some((shape) => shape.test(name)),
  );
  const series = ways
    .filter(({ name }) => !isHalf(name, ways))
    .map(({ name, settings }) => ({
      name: shortName(name),
      points: front(settings.map(({ details, median }) => [details.recall, median])),
    }));
  return {
    title: `${rows[0].name.replaceAll('-', ' ')}, ${rows[0].rest.split(' ').slice(0, 2).join(' ')}`,
    series,
  };
}

/** Of two flat searches with a bit a dimension, the one that codes half of the dimensions. */
function isHalf(name, ways) {
  if (!CHARTED[0].test(name)) return false;
  const bitsOf = (text) => Number(text.replaceAll(',', '').match(/\d+/)[0]);
  const flat = ways.filter((way) => CHARTED[0].test(way.name)).map((way) => bitsOf(way.name));
  return bitsOf(name) < Math.max(...flat);
}

/** Settings that no other is both quicker and more complete than, by recall. */
function front(points) {
  const kept = [];
  let best = -1;
  for (const point of points.toSorted((a, b) => b[1] - a[1])) {
    if (point[0] <= best) continue;
    best = point[0];
    kept.push(point);
  }
  return kept;
}

function shortName(name) {
  return name
    .replace(/^QuantisedSearch, [\d,]+ bits, [\d,]+ clusters$/, 'estimate, clusters')
    .replace('QuantisedSearch, ', 'estimate, ')
    .replace(' + re-rank', '')
    .replace(/, HNSW$/, ' (HNSW)');
}

function hammingSeries() {
  return parts.setsOf('hamming').flatMap((rows) => {
    const [{ name: kind }] = rows;
    const names =
      kind === 'clustered' ? ['scan', 'scan, batches of 16', 'multi-index'] : ['multi-index'];
    return names.map((contender) => ({
      name: contender === 'multi-index' ? `multi-index, ${kind}` : contender,
      points: rows
        .filter((row) => row.contender === contender)
        .map(({ rest, median }) => [Number(rest.match(/n=(\d+)/)?.[1]), 1000 / median]),
    }));
  });
}
