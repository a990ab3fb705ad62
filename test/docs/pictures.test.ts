import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePictures } from '../../scripts/shared/sample-pictures.mjs';
import { blocksOf, ROOT } from '../support/markdown.ts';

test('the guide to pictures shows what its three commands print', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-pictures-'));
  const program = `"${process.execPath}" "${join(ROOT, 'build/cli.js')}"`;
  const printedBy = (commands: string) => {
    const script = commands.replaceAll('npx hashplane', program);
    return execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
  };
  try {
    const [commands, found, added] = blocksOf('docs/pictures.md');
    const [index, search, add] = commands.text.trimEnd().split('\n');
    await writePictures(join(folder, 'photos'), { count: 20 });
    expect(printedBy(index)).toMatch(/^Wrote photos\.index: 60 vectors/);
    const printed = printedBy(search);
    expect(printed).toContain(found.text);
    expect(printed).toMatch(/\nWrote found\/index\.html\n$/);
    await writePictures(join(folder, 'photos'), { first: 20, count: 1 });
    expect(printedBy(add)).toContain(added.text.trimEnd());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
