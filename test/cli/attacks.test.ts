import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
const EVIL = '<img src=x onerror=alert(1)>';
const SCRIPT = '</script><script>alert(2)</script>';

/** Two classes that are told apart, with names that are markup. */
function table(): string {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const sign = i % 2 === 0 ? 1 : -1;
    return `${sign + (i % 7) / 20},${(i % 5) / 10},${i % 2 === 0 ? EVIL : SCRIPT}`;
  });
  return `a,b,label\n${rows.join('\n')}\n`;
}

test('markup in the names of files and classes stays text in reports', async () => {
  const name = `${EVIL}.csv`;
  writeFileSync(join(folder, name), table());
  const args = ['tutorial', '--data', name, '--bits', '8', '--queries', '20', '--train', '40'];
  const run = await hashplane([...args, '--out', 'results'], { cwd: folder });
  expect([run.code, run.stderr]).toEqual([0, '']);
  const page = readFileSync(join(folder, 'results/index.html'), 'utf8');
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain('<script>alert');
  const { dataset } = JSON.parse(readFileSync(join(folder, 'results/results.json'), 'utf8'));
  expect(JSON.stringify(dataset)).toContain('onerror');
});

test('the names of files can give a terminal no commands', async () => {
  const name = 'x\u001b[2J.csv';
  writeFileSync(join(folder, name), 'a,b\n1,2\n3,x\n');
  expectRefused(await hashplane(['info', name], { cwd: folder }), 1, /x \[2J\.csv: line 3/);
});
