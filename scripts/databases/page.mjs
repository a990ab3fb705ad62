// Fills the tables of docs/DATABASES.md and the constants of `estimateDatabase` from what
// `npm run databases` has measured: `node scripts/databases/page.mjs`. With a folder as its argument it
// reads and writes there instead of in the project.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillSections } from '../shared/marked-sections.mjs';
import { constantsOf, sourceOf } from './constants.mjs';
import { table } from './format.mjs';
import { judgedGoals, verdictOf } from './goals.mjs';
import { loadsOf, readReport, searchesOf } from './results.mjs';
import { checkedSizes, sizingTable } from './sizing-tables.mjs';
import { loadingTable, searchingTable } from './tables.mjs';

const PAGE = 'docs/DATABASES.md';
const CONSTANTS = 'src/sql/sizing/measured.ts';

process.chdir(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
const report = readReport();
if (!report) {
  process.stderr.write('databases: nothing is measured: run `npm run databases` first\n');
  process.exit(1);
}
const searches = searchesOf(report);
const loads = loadsOf(report);
const goals = judgedGoals(searches, loads).map((each) => [
  each.what,
  each.goal,
  each.measured,
  verdictOf(each.isMet),
]);
const constants = constantsOf(searches, report.machine);
const { machine, node, commit } = report;
const versions = [...new Set(searches.flatMap(({ details }) => namesOf(details)))];
fillSections(PAGE, {
  where: `${machine}, Node ${node.slice(1)}, ${versions.join(', ')}, commit ${commit ?? 'unknown'}.`,
  searching: searchingTable(searches),
  loading: loadingTable(loads),
  goals: table(['', 'goal', 'measured', ''], goals),
  ...(constants && {
    'sizing-check': checkedSizes(constants).text,
    sizing: sizingTable(constants),
  }),
});
if (constants) writeFileSync(CONSTANTS, sourceOf(constants));

/** `PGlite (PostgreSQL 18.6)`, `PostgreSQL 15.18`. */
function namesOf(details) {
  return ['PGlite', 'PostgreSQL'].flatMap((engine) => {
    const version = details[`${engine}, scan`]?.version;
    if (version === undefined) return [];
    return [engine === 'PGlite' ? `PGlite (PostgreSQL ${version})` : `PostgreSQL ${version}`];
  });
}
