// The pages of the documentation, and what is fenced in them.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Paths of all pages, from the root of the project. */
export const PAGES = ['README.md', ...['docs', 'docs/use'].flatMap(pagesIn)];

/** A fenced block: ```language file. */
export interface Block {
  readonly page: string;
  /** Of its first line of content, from 1. */
  readonly line: number;
  readonly language: string;
  /** The name that the example gives its file, or ''. */
  readonly file: string;
  readonly text: string;
  /** Whether a heading stands between this block and the one before it. */
  readonly startsSection: boolean;
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let startsSection = true;
  let open: { info: string; line: number; lines: string[] } | undefined;
  readPage(page)
    .split('\n')
    .forEach((line, i) => {
      if (!open) {
        if (/^#+ /.test(line)) startsSection = true;
        if (line.startsWith('```')) open = { info: line.slice(3), line: i + 2, lines: [] };
        return;
      }
      if (line !== '```') {
        open.lines.push(line);
        return;
      }
      const [language, file = ''] = open.info.trim().split(/\s+/);
      const text = `${open.lines.join('\n')}\n`;
      blocks.push({ page, line: open.line, language, file, text, startsSection });
      startsSection = false;
      open = undefined;
    });
  if (open) throw new Error(`${page}: the block at line ${open.line} has no end`);
  return blocks;
}

/** An example, with the output that the page shows for it. */
export interface Example extends Block {
  readonly output: string | null;
}

/** The examples in JavaScript and TypeScript; output is a block without a language that follows. */
export function examplesOf(page: string): Example[] {
  const blocks = blocksOf(page);
  return blocks.flatMap((block, i) => {
    if (!['js', 'ts', 'tsx'].includes(block.language)) return [];
    const next = blocks[i + 1];
    const isOutput = next !== undefined && next.language === '' && !next.startsSection;
    return [{ ...block, output: isOutput ? next.text : null }];
  });
}
