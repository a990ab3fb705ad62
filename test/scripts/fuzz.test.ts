import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { LIMIT } from '../support/limit.ts';
import { ROOT } from '../support/markdown.ts';

test('the long run of test/fuzz starts, and tells of each reader what became of its files', () => {
  const args = ['scripts/test/fuzz.mjs', '--runs', '20', '--only', 'npy'];
  const printed = execFileSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LIMIT,
  });
  expect(printed).toMatch(/^npy +20 inputs .* 0 crashes .*\npeak memory \d+ MiB\n$/);
});
