import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileError, FormatError } from '../../../src/core/errors.ts';
import { loadIndexFile, saveIndexFile } from '../../../src/node/index-file.ts';
import { gaussianPoints } from '../../support/points.ts';
import { emptyIndex, kernels } from '../search/hash-index/made.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashplane-index-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function small() {
  const index = emptyIndex(5);
  index.add(gaussianPoints(30, 5, 1));
  return index;
}

test('an index goes through a file, and no temporary file is left', async () => {
  const index = small();
  const path = join(folder, 'new/deep/a.index');
  await saveIndexFile(path, index);
  const loaded = await loadIndexFile(path, { kernels });
  const query = gaussianPoints(1, 5, 2).row(0);
  expect(loaded.search(query)).toEqual(index.search(query));
  expect(readdirSync(join(folder, 'new/deep'))).toEqual(['a.index']);
});

test('a file that is there is replaced whole, or stays', async () => {
  const path = join(folder, 'b.index');
  await saveIndexFile(path, small());
  const before = readFileSync(path);
  const broken = small();
  broken.metadata = { big: 1n };
  await expect(saveIndexFile(path, broken)).rejects.toThrow(/metadata can't be written/);
  expect(readFileSync(path)).toEqual(before);
  await saveIndexFile(path, emptyIndex(5));
  expect((await loadIndexFile(path, { kernels })).size).toBe(0);
});

test('what is wrong is said in one line that names the file', async () => {
  const refused = async (name: string) =>
    loadIndexFile(join(folder, name), { kernels }).catch((error: unknown) => error as Error);
  expect(await refused('none.index')).toBeInstanceOf(FileError);
  const bytes = small().save();
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(join(folder, 'damaged.index'), bytes);
  const damaged = await refused('damaged.index');
  expect(damaged).toBeInstanceOf(FormatError);
  expect(damaged).toMatchObject({
    message: expect.stringMatching(/damaged\.index: the index is damaged: .* \(at byte \d+\)$/),
  });
  mkdirSync(join(folder, 'folder.index'));
  expect((await refused('folder.index')) as Error).toMatchObject({
    message: expect.stringContaining('is a folder'),
  });
});
