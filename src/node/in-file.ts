import { show } from '../core/checks.ts';
import {
  BackendError,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
} from '../core/errors.ts';
import { describeSystemError } from './system-error.ts';

/** Throws unless `path` is a text. */
export function checkPath(path: string): void {
  if (typeof path === 'string') return;
  throw new InvalidArgumentError(
    `path must be a text, not ${show(path)}: of a URL take fileURLToPath(url)`,
  );
}

/** Runs a step that reads a file; what goes wrong in it names the file. */
export async function inFile<T>(path: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw naming(path, error);
  }
}

/** The same for rows that are read batch by batch. */
export async function* eachInFile<T>(
  path: string,
  items: AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await inFile(path, () => iterator.next());
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

function naming(path: string, error: unknown): HashplaneError {
  if (error instanceof FormatError) {
    // The message ends with the place; made anew, it would be there twice.
    const reason = error.message.replace(/ \(at byte \d+\)$/, '');
    return new FormatError(`${path}: ${reason}`, error.offset, { cause: error });
  }
  if (error instanceof InvalidArgumentError) {
    return new InvalidArgumentError(`${path}: ${error.message}`, { cause: error });
  }
  // No fault of the file: the host lacks what reads it.
  if (error instanceof BackendError) {
    return new BackendError(`can't read ${path}: ${error.message}`, { cause: error });
  }
  const reason = isNamed(error) ? describeSystemError(error.cause) : reasonOf(error);
  return new FileError(`can't read ${path}: ${reason}`, { cause: error });
}

/** Whether the message names a file already, before what the file system said of it. */
function isNamed(error: unknown): error is FileError {
  return error instanceof FileError && error.cause instanceof Error && 'syscall' in error.cause;
}

function reasonOf(error: unknown): string {
  return error instanceof HashplaneError ? error.message : describeSystemError(error);
}
