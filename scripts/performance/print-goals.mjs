// Prints every goal with what was measured of it, from files that `hashplane bench --json` and the
// peers wrote: `node scripts/performance/print-goals.mjs bench.json build/bench/peers.json`.
import { readFileSync } from 'node:fs';
import { GOALS, judge } from './goals.mjs';

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('print-goals: name one or more files of results\n');
  process.exit(1);
}
const all = files.flatMap((file, run) =>
  JSON.parse(readFileSync(file, 'utf8')).results.map((result) => ({ ...result, run })),
);
for (const target of GOALS) {
  const { rival, goal, measured, met } = judge(target, all);
  const cells = [target.what.padEnd(40), rival.padEnd(17), goal.padEnd(13), measured.padEnd(13)];
  process.stdout.write(`${cells.join(' ')} ${met.replaceAll('*', '')}\n`);
}
