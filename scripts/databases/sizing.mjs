// Prints what 10^8 and 10^9 codes need of PostgreSQL, and how far the same estimates are from what was
// measured of 1, 5 and 10 million: `npm run databases:sizing`. Measured is what `npm run databases` wrote
// last, else what the package carries.
import { fileURLToPath } from 'node:url';
import { MEASURED_DATABASE } from 'hashplane/sql';
import { constantsOf } from './constants.mjs';
import { readReport, searchesOf } from './results.mjs';
import { checkedSizes, sizingTable } from './sizing-tables.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const report = readReport();
const here = report && constantsOf(searchesOf(report), report.machine);
const constants = here ?? MEASURED_DATABASE;
const { text, off } = checkedSizes(constants);
process.stdout.write(`Measured on ${constants.measuredOn}.\n\n`);
process.stdout.write(`Estimated for measured:\n\n${plain(text)}\n\n`);
process.stdout.write(
  `Extrapolated, with servers like that one:\n\n${plain(sizingTable(constants))}\n`,
);
if (off.length > 0) process.exitCode = 1;

/** Without the stars of Markdown. */
function plain(markdown) {
  return markdown.replaceAll('**', '');
}
