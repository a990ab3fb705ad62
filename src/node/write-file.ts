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
  await writeStreamAtomic(path, (write) => write(data));
}

/** Appends to a file that is being written. */
export type Write = (data: Uint8Array | string) => Promise<void>;

/**
 * Like `writeFileAtomic` for a file that is made piece by piece: the old file stays whole until
 * `body` has ended without an error.
 */
export async function writeStreamAtomic(
  path: string,
  body: (write: Write) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const file = await inFile(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return open(temporary, 'w');
  });
  try {
    try {
      await body((data) => inFile(path, () => file.writeFile(data)));
      await inFile(path, () => file.sync());
    } finally {
      await file.close();
    }
    await inFile(path, () => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

async function inFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
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

/**
 * Throws FileError unless `writeFileAtomic` can write this file, as far as that can be told before:
 * its place is not taken by a folder, and its folder can be made or written to. Makes nothing.
 */
export async function checkWritableFile(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) throw new FileError(`can't write ${path}: it is a folder`);
  await checkWritableFolder(dirname(path));
}
