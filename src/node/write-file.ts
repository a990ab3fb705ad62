import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError } from '../core/errors.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import { checkPath } from './in-file.ts';
import { describeSystemError } from './system-error.ts';
import { removeStaleTemporaries, temporaryName } from './temporary-files.ts';

/**
 * Writes a file beside its place and renames it: whatever happens, the old file or the new one is
 * there whole. Makes missing folders. A symbolic link stays, and the file that it names is replaced;
 * the new file has the old one's permissions.
 *
 * @throws FileError with one line that names the file and what is wrong.
 */
export async function writeFileAtomic(path: string, data: BytesLike | string): Promise<void> {
  checkPath(path);
  const whole = typeof data === 'string' ? data : asBytes('data', data);
  await writeStreamAtomic(path, (write) => write(whole));
}

/** Appends to a file that is being written. */
export type Write = (data: Uint8Array | string) => Promise<void>;

/** Writes over what stands at the beginning of the file, such as a header with a count. */
export type WriteHead = (data: Uint8Array) => Promise<void>;

/**
 * Like `writeFileAtomic` for a file that is made piece by piece: the old file stays whole until
 * `body` has ended without an error. What a process that was killed left behind is removed by the
 * next one that writes the same file.
 */
export async function writeStreamAtomic(
  path: string,
  body: (write: Write, writeHead: WriteHead) => Promise<void>,
): Promise<void> {
  const { target, mode } = await targetOf(path);
  const folder = dirname(target);
  await writing(path, () => mkdir(folder, { recursive: true }));
  await removeStaleTemporaries(folder, basename(target));
  const temporary = join(folder, temporaryName(basename(target)));
  // Never into a file that is there already.
  const file = await writing(path, () => open(temporary, 'wx', mode));
  try {
    await fill(path, file, mode, body);
    await writing(path, () => rename(temporary, target));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

async function fill(
  path: string,
  file: FileHandle,
  mode: number | undefined,
  body: (write: Write, writeHead: WriteHead) => Promise<void>,
): Promise<void> {
  try {
    // The mask of the process took bits from the mode that the file was opened with.
    if (mode !== undefined) await file.chmod(mode).catch(() => {});
    await body(
      (data) => writing(path, () => file.writeFile(data)),
      (data) => writing(path, () => writeAt(file, data)),
    );
    await writing(path, () => file.sync());
  } catch (error) {
    // The first fault counts; that of closing follows from it.
    await file.close().catch(() => {});
    throw error;
  }
  // Some file systems say only now that the disk is full.
  await writing(path, () => file.close());
}

async function writeAt(file: FileHandle, data: Uint8Array): Promise<void> {
  for (let done = 0; done < data.length; ) {
    done += (await file.write(data, done, data.length - done, done)).bytesWritten;
  }
}

/** The file that `path` leads to, and the permissions of the one that is there. */
async function targetOf(path: string): Promise<{ target: string; mode: number | undefined }> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return { target: path, mode: undefined };
  // Renaming would put a file in the place of /dev/null, for all who may.
  if (!info.isFile()) throw new FileError(`can't write ${path}: ${notAFile(info)}`);
  // Renaming asks nothing of the old file, but whoever made it read-only wants it kept.
  await writing(path, () => access(path, constants.W_OK));
  return { target: await writing(path, () => realpath(path)), mode: info.mode & 0o7777 };
}

function notAFile(info: { isDirectory(): boolean }): string {
  return info.isDirectory() ? 'it is a folder' : 'it is no file but a device or a pipe';
}

/** So that the new name outlives a loss of power; not every system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file itself is safe.
  }
}

/** Runs a step that writes a file; what goes wrong in it names the file. */
export async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FileError) throw error;
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
 * its place is free or taken by a file that may be written, and its folder can be made or written to.
 * Makes nothing.
 */
export async function checkWritableFile(path: string): Promise<void> {
  await checkWritableFolder(dirname((await targetOf(path)).target));
}
