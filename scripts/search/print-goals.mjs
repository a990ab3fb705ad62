// Prints the goals of search with what was measured of them: `node scripts/search/print-goals.mjs`, after
// `npm run bench:peers -- search --data FILE --base another/build/index.js`.
import { fileURLToPath } from 'node:url';
import { judgedGoals, verdictOf } from './goals.mjs';
import { partsOf, readReports } from './results.mjs';

process.chdir(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
const parts = partsOf(readReports());
const [endToEnd] = parts.setsOf('end-to-end');
if (!endToEnd) {
  process.stderr.write('print-goals: run `npm run bench:peers -- search` first\n');
  process.exit(1);
}
const ofSet = (kind) => parts.setsOf(kind).find(([{ name }]) => name === endToEnd[0].name) ?? [];
const goals = judgedGoals({ endToEnd, recall: ofSet('recall'), exact: ofSet('exact') });
for (const { what, goal, measured, isMet } of goals) {
  const cells = [what.padEnd(58), goal.padEnd(10), measured.padEnd(24)];
  process.stdout.write(`${cells.join(' ')} ${verdictOf(isMet).replaceAll('*', '')}\n`);
}
