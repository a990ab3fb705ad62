// Puts real output of the main job between the README's markers: `npm run readme:start`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const START = '<!-- start -->';
const END = '<!-- /start -->';
// What a newcomer should see first; the whole output is three screens long.
const SHOWN = [
  /^Fashion-MNIST/,
  /^LSH buckets/,
  /^method/,
  /^precision@10 {2}/,
  /^precision@10 by/,
];

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const output = execFileSync(process.execPath, ['build/cli.js', 'tutorial'], {
  env: { ...process.env, NO_COLOR: '1' },
  encoding: 'utf8',
});
const blocks = output.trim().split('\n\n');
const shown = SHOWN.map((start) => blocks.find((block) => start.test(block)));
if (shown.includes(undefined)) throw new Error('the output has not the blocks that are shown');
const readme = readFileSync('README.md', 'utf8');
const from = readme.indexOf(START);
const to = readme.indexOf(END);
if (from < 0 || to < from) throw new Error(`README.md lacks ${START} and ${END}`);
const section = `${START}\n\`\`\`\n${shown.join('\n\n')}\n\`\`\`\n`;
writeFileSync('README.md', readme.slice(0, from) + section + readme.slice(to));
