import { parseArgs } from 'node:util';
import { READERS } from './readers.ts';
import { fuzz, outcomeLine } from './run.ts';

// `npm run fuzz -- --runs 100000 [--seed 1] [--only parquet]`: a line for each reader.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const chosen = READERS.filter(({ name }) => values.only === undefined || name === values.only);
let crashes = 0;
for (const reader of chosen) {
  const outcome = await fuzz(reader, Number(values.runs), Number(values.seed));
  process.stdout.write(`${outcomeLine(outcome)}\n`);
  if (outcome.crash) process.stdout.write(`${outcome.crash}\n`);
  crashes += outcome.crashes;
}
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`peak memory ${peak.toFixed(0)} MiB\n`);
process.exitCode = crashes > 0 || chosen.length === 0 ? 1 : 0;
