// Puts real output of the main job into the README: `node scripts/results/readme-start.mjs`, after a
// build.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fillSections } from '../shared/marked-sections.mjs';

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
fillSections('README.md', { start: `\`\`\`\n${shown.join('\n\n')}\n\`\`\`` });
