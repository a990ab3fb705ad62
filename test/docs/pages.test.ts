import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIMIT } from '../support/limit.ts';
import { blocksOf, PAGES, ROOT, readPage } from '../support/markdown.ts';

const CLI_PAGE = 'docs/use/getting-started-cli.md';

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: LIMIT });
}

/** A page without its fenced blocks. */
function proseOf(page: string): string {
  return readPage(page).replace(/^```[\s\S]*?^```$/gm, '');
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  const links = [...proseOf(page).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];

  test('links to files and headings that are there', () => {
    const broken = links.filter(([, path, anchor]) => {
      const target = path === '' ? page : join(dirname(page), path).replaceAll('\\', '/');
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test('describes its images', () => {
    const images = [...proseOf(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
    expect(images.filter(([, text]) => text.length < 20).map(([image]) => image)).toEqual([]);
  });
});

describe('the figures', () => {
  const drawn = readdirSync(join(ROOT, 'docs/images')).filter((name) => name.endsWith('.svg'));

  test('are what `node scripts/figures/draw.mjs` draws', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hashplane-figures-'));
    try {
      node('scripts/figures/draw.mjs', folder);
      expect(readdirSync(folder).sort()).toEqual(drawn.sort());
      const read = (path: string) => readFileSync(path, 'utf8');
      const stale = drawn.filter(
        (name) => read(join(folder, name)) !== read(join(ROOT, 'docs/images', name)),
      );
      expect(stale).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are all shown, and have a title and a description', () => {
    const concepts = readPage('docs/concepts.md');
    expect(drawn.filter((name) => !concepts.includes(`(images/${name})`))).toEqual([]);
    for (const name of drawn) {
      const text = readFileSync(join(ROOT, 'docs/images', name), 'utf8');
      expect(text, name).toMatch(/<title id="title">.{10,}<\/title>/);
      expect(text, name).toMatch(/<desc id="desc">.{40,}<\/desc>/);
    }
  });
});

describe('the page of the command line', () => {
  const sections = readPage(CLI_PAGE).split(/^## /m);

  test.each([
    'tutorial',
    'train',
    'describe',
    'encode',
    'index',
    'search',
    'add',
    'evaluate',
    'stream',
    'bench',
  ])('lists the options of %s', (command) => {
    const section = sections.find((text) => text.startsWith(`${command}:`)) ?? '';
    const listed = [...section.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, option]) => option);
    const help = node('build/cli.js', 'help', command);
    const known = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(known.length).toBeGreaterThan(5);
    expect(listed.sort()).toEqual(known.sort());
  });

  test('shows documents as `hashplane search` prints them', () => {
    const [lines, question, index, found, more, add, foundThen] = blocksOf(CLI_PAGE);
    const folder = mkdtempSync(join(tmpdir(), 'hashplane-documents-'));
    try {
      writeFileSync(join(folder, 'docs.jsonl'), lines!.text);
      writeFileSync(join(folder, 'question.json'), question!.text);
      writeFileSync(join(folder, 'new.jsonl'), more!.text);
      const program = `"${process.execPath}" "${join(ROOT, 'build/cli.js')}"`;
      const printedBy = (commands: string) => {
        const script = commands.replaceAll('npx hashplane', program);
        return execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      };
      expect(printedBy(index!.text)).toContain(`\n${found!.text}`);
      expect(printedBy(add!.text)).toContain(`\n${foundThen!.text}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('shows precision as `hashplane tutorial` prints it', () => {
    const printed = node('build/cli.js', 'tutorial').split('\n');
    const shown = blocksOf(CLI_PAGE).find(({ text }) => text.startsWith('precision@10'));
    const lines = shown?.text.trimEnd().split('\n') ?? [];
    const start = printed.indexOf(lines[0]);
    expect(printed.slice(start, start + lines.length)).toEqual(lines);
  });

  test('shows the shape of what `hashplane tutorial --json` prints', () => {
    const data = ['--data', 'test/fixtures/files/v5-double-plain.mat', '--bits', '4'];
    const split = ['--queries', '2', '--train', '3'];
    const printed = JSON.parse(node('build/cli.js', 'tutorial', ...data, ...split, '--json'));
    const shown = blocksOf(CLI_PAGE).find(
      ({ language, text }) => language === 'json' && text.startsWith('{'),
    );
    expect(shapeOf(JSON.parse(shown!.text))).toEqual(shapeOf(printed));
  });
});

/** Keys in order, and the types of values; of a list, its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}
