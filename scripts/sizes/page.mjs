// Prints what apps pay for, and puts the table into docs/use/environments.md: `npm run sizes`.
import { fileURLToPath } from 'node:url';
import { markdownTable } from '../shared/markdown-table.mjs';
import { fillSections } from '../shared/marked-sections.mjs';
import { measureSizes } from './measure.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const sizes = await measureSizes();
/** @param {number} bytes */
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
const table = markdownTable(
  ['what is used', 'minified, kB', 'gzipped, kB', 'at most, kB'],
  sizes.map(({ use, minified, gzipped, limit }) => [
    use,
    kilobytes(minified),
    kilobytes(gzipped),
    limit ?? '',
  ]),
);
process.stdout.write(`${table}\n`);
fillSections('docs/use/environments.md', { sizes: table });
