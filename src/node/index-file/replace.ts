import { rm } from 'node:fs/promises';
import { lockFile } from '../file-lock.ts';
import { checkWritableFile, writing } from '../write-file.ts';
import { journalPath, targetOf } from './paths.ts';

/**
 * Puts a new index file in the place of an old one and of its journal, which no one else may be
 * writing meanwhile. The new file comes first: until the journal is gone too, it is told by its head
 * that it belongs to the old one.
 *
 * @param write - writes the file, whole or not at all.
 */
export async function replaceIndexFile(path: string, write: () => Promise<void>): Promise<void> {
  await checkWritableFile(path);
  const target = await targetOf(path);
  const lock = await lockFile(target);
  try {
    await write();
    await writing(path, () => rm(journalPath(target), { force: true }));
  } finally {
    await lock.release();
  }
}
