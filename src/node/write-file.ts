import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError } from '../core/errors.ts';
import { describeSystemError } from './system-error.ts';

/**
 * Writes a file beside its place and renames it: whatever happens, the old file or the new one is
 * there whole. Makes missing folders.
 *
 * @throws FileError with one line that names the file and what is wrong.
 */
export async function writeFileAtomic(path: string, data: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new FileError(`can't write ${path}: ${describeSystemError(error)}`, { cause: error });
  }
}

/**
 * Throws FileError unless a folder of this path can be made or written to: asked before long work,
 * so that its results are not lost at the end. Makes nothing.
 */
export async function checkWritableFolder(path: string): Promise<void> {
  let folder = resolve(path);
  for (;;) {
    try {
      const info = await stat(folder);
      if (!info.isDirectory()) throw new FileError(`can't write to ${path}: it is a file`);
      await access(folder, constants.W_OK);
      return;
    } catch (error) {
      if (error instanceof FileError) throw error;
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing || folder === dirname(folder)) {
        throw new FileError(`can't write to ${path}: ${describeSystemError(error)}`, {
          cause: error,
        });
      }
      folder = dirname(folder);
    }
  }
}
