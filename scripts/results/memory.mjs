// What memory runs of `evaluate` took at most, one row a run.
//   node scripts/results/memory.mjs DIR... [--write]
// DIR are folders of `hashplane evaluate --out DIR`; --write puts the table into docs/EVALUATION.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../shared/markdown-table.mjs';
import { fillSections } from '../shared/marked-sections.mjs';
import { number } from './groups.mjs';

const folders = process.argv.slice(2).filter((word) => word !== '--write');
if (folders.length === 0) throw new Error('give folders of hashplane evaluate --out');
const runs = folders.map((folder) => {
  const run = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  if (run.resumedCells === 0) return run;
  throw new Error(`${folder} was resumed, and took the less for it: measure it anew`);
});
runs.sort((a, b) => a.peakMemoryBytes - b.peakMemoryBytes);
const table = markdownTable(
  ['method', 'labelled points', 'threads', 'memory, GB'],
  runs.map(({ settings, threads, peakMemoryBytes }) => [
    settings.methods.map((name) => `\`${name}\``).join(', '),
    settings.supervision.map(number).join(', '),
    threads,
    (peakMemoryBytes / 1e9).toFixed(2),
  ]),
);
const [{ dataset, protocol, settings, machine, node, backend }] = runs;
const text =
  `${table}\n\n${dataset.name}, ${number(dataset.rows)} points of ${number(dataset.dimensions)} values, ` +
  `protocol ${protocol}, ${settings.bits.join(', ')} bits, ${settings.partitions} partition; ` +
  `${machine}, Node ${node}, ${backend}.`;
process.stdout.write(`${text}\n`);
if (process.argv.includes('--write')) fillSections('docs/EVALUATION.md', { memory: text });
