import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillSections, sectionsOf, withSections } from '../../scripts/shared/marked-sections.mjs';
import { PAGES, readPage } from '../support/markdown.ts';

const PAGE = 'Before\n<!-- a -->\nold\n<!-- /a -->\nBetween\n<!-- b-c -->\n<!-- /b-c -->\nAfter';

test('what stands between markers is replaced, in any order, and nothing else', () => {
  const filled = withSections(PAGE, { 'b-c': '| x |\n| y |', a: 'new' });
  expect(filled).toBe(
    'Before\n<!-- a -->\nnew\n<!-- /a -->\nBetween\n<!-- b-c -->\n| x |\n| y |\n<!-- /b-c -->\nAfter',
  );
});

test('filling a text with the same contents again changes nothing', () => {
  const contents = { a: '$& and $1 stay as they are', 'b-c': 'two\n\nparagraphs' };
  const once = withSections(PAGE, contents);
  expect(withSections(once, contents)).toBe(once);
  expect(once).toContain(contents.a);
});

test('a section that is not named keeps its contents', () => {
  expect(withSections(PAGE, { 'b-c': 'new' })).toContain('<!-- a -->\nold\n<!-- /a -->');
  expect(withSections(PAGE, {})).toBe(PAGE);
});

test('markers are lines of their own: a comment within a line is text', () => {
  const text = 'Write `<!-- a -->` here.\n  <!-- a -->\n';
  expect([...sectionsOf(text).keys()]).toEqual([]);
});

test.each([
  ['an unknown name', PAGE, { d: '' }, 'has no <!-- d --> and <!-- /d -->'],
  ['a doubled section', `${PAGE}\n${PAGE}`, { a: '' }, 'has <!-- a --> twice'],
  ['a doubled start', `<!-- a -->\n${PAGE}`, { a: '' }, 'has <!-- a --> before <!-- /a -->'],
  ['a doubled end', `${PAGE}\n<!-- /a -->`, { a: '' }, 'has <!-- /a --> without <!-- a --> before'],
  ['a doubled section beside', `${PAGE}\n${PAGE}`, { 'b-c': '' }, 'has <!-- a --> twice'],
  ['an end before its start', '<!-- /a -->\n<!-- a -->', { a: '' }, 'has <!-- /a --> without'],
  ['a section without an end', '<!-- a -->\nold', { a: '' }, 'has <!-- a --> without <!-- /a -->'],
  ['sections that overlap', '<!-- a -->\n<!-- b -->\n<!-- /a -->', { a: '' }, 'before <!-- /a -->'],
  ['contents with a marker', PAGE, { a: 'x\n<!-- /a -->' }, 'would get markers inside <!-- a -->'],
])('%s is an error', (_, text, contents, message) => {
  expect(() => withSections(text, contents)).toThrow(message);
});

test('a file that cannot be filled is named by the error and left as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-sections-'));
  const file = join(folder, 'page.md');
  try {
    writeFileSync(file, PAGE);
    expect(() => fillSections(file, { a: 'new', d: '' })).toThrow(`${file} has no <!-- d -->`);
    expect(readFileSync(file, 'utf8')).toBe(PAGE);
    fillSections(file, { a: 'new' });
    expect(readFileSync(file, 'utf8')).toBe(PAGE.replace('old', 'new'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the pages of the documentation have the sections that scripts fill, and no others', () => {
  const found = PAGES.map((page) => [page, [...sectionsOf(readPage(page)).keys()]] as const);
  expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual({
    // readme-start, results/page, compare-tutorial and performance/page.
    'README.md': ['start', 'results', 'tutorial', 'bench'],
    'docs/DATABASES.md': ['where', 'searching', 'loading', 'goals', 'sizing-check', 'sizing'],
    'docs/EVALUATION.md': ['memory'],
    'docs/LEARNING.md': ['labels'],
    'docs/PERFORMANCE.md': ['nodes'],
    'docs/RESULTS.md': ['cross-modal'],
    'docs/SEARCH.md': [
      'where',
      'recall',
      'missing',
      'end-to-end',
      'exact',
      'search-goals',
      'verdict',
      'where-codes',
      'probing',
      'tables',
      'hamming',
      'goals',
    ],
    'docs/few-labels.md': ['labels'],
    'docs/pictures.md': ['neighbours'],
    'docs/use/databases-cluster.md': ['cluster'],
    'docs/use/environments.md': ['sizes'],
    'docs/use/how-many-bits.md': ['bits-codes', 'bits-buckets'],
  });
});
