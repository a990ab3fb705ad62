import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { sectionsOf } from '../../scripts/shared/marked-sections.mjs';
import { LIMIT } from '../support/limit.ts';
import { ROOT, readPage } from '../support/markdown.ts';

test('docs/use/how-many-bits.md shows what `node scripts/search/bits.mjs` prints', () => {
  const page = readPage('docs/use/how-many-bits.md');
  const shown = [...sectionsOf(page).values()].map(({ from, to }) => page.slice(from, to));
  const options = { cwd: ROOT, encoding: 'utf8', timeout: LIMIT } as const;
  const printed = execFileSync(process.execPath, ['scripts/search/bits.mjs'], options);
  expect(printed).toBe(shown.join('\n'));
});
