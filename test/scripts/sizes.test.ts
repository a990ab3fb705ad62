import { expect, test } from 'vitest';
import { sectionsOf } from '../../scripts/shared/marked-sections.mjs';
import { measureSizes } from '../../scripts/sizes/measure.mjs';
import { readPage } from '../support/markdown.ts';

const sizes = await measureSizes();
const page = readPage('docs/use/environments.md');
const { from, to } = sectionsOf(page).get('sizes')!;
const table = page.slice(from, to).trim().split('\n').slice(2);

test.each(sizes)('$use takes no more than it may, gzipped', ({ gzipped, limit }) => {
  expect(gzipped).toBeLessThanOrEqual(limit! * 1000);
});

test('hashing alone takes 30 kB at most', () => {
  expect(sizes[0]).toMatchObject({ use: expect.stringContaining('hashing alone'), limit: 30 });
});

test('the hooks take 2 kB beside what they open indexes with', () => {
  const of = (part: string) => sizes.find(({ use }) => use.startsWith(part))!.gzipped;
  expect(of('`hashplane/react`') - of('`openIndexWorker`')).toBeLessThan(2000);
});

test('docs/use/environments.md says what is measured, to within a twentieth: npm run sizes', () => {
  expect(table.map((row) => row.split(' | ')[0])).toEqual(sizes.map(({ use }) => `| ${use}`));
  for (const [i, { minified, gzipped }] of sizes.entries()) {
    const [said, packed] = table[i]!.split(' | ').slice(1, 3).map(Number);
    expect(Math.abs(said! * 1000 - minified)).toBeLessThan(minified / 20);
    expect(Math.abs(packed! * 1000 - gzipped)).toBeLessThan(gzipped / 20);
  }
});
