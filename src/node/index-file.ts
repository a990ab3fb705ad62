import { checkMethod } from '../core/checks.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { loadHasher } from '../models/fitted-hasher.ts';
import type { IndexDocument } from '../search/hash-index/documents/types.ts';
import type { HashIndexLoadOptions } from '../search/hash-index/file/read.ts';
import { HashIndex } from '../search/hash-index/hash-index.ts';
import { replay } from '../search/hash-index/journal/replay.ts';
import { isLocked } from './file-lock.ts';
import { checkPath, inFile } from './in-file.ts';
import { journalPath, targetOf } from './index-file/paths.ts';
import { type IndexFileBytes, readWithJournal } from './index-file/read.ts';
import { replaceIndexFile } from './index-file/replace.ts';
import { writeFileAtomic } from './write-file.ts';

/**
 * Saves an index as a file, in the place of an older one and of its journal. Whatever happens, the old
 * file or the new one is there whole.
 *
 * @throws FileError with one line that names the file and what is wrong; if it is open for writing.
 */
export async function saveIndexFile<D extends object>(
  path: string,
  index: HashIndex<D>,
): Promise<void> {
  checkPath(path);
  checkMethod('index', index, 'save', 'a HashIndex');
  const bytes = index.save();
  await replaceIndexFile(path, () => writeFileAtomic(path, bytes));
}

/** Options of `loadIndexFile`. */
export interface IndexFileOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Default: that of the library, for hashers of the library. */
  readonly loadHasher?: HashIndexLoadOptions['loadHasher'] | undefined;
  /**
   * Told in a line that a journal ends in the midst of a change, which was never finished, and what the
   * index warns of. Default: console.warn.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * The index in a file, with the changes in the journal beside it, if there is one. It does not wait for
 * a process that writes them: what was finished before is in the index.
 *
 * @throws FileError if it can't be read, FormatError if it is no index, or damaged anywhere.
 */
export async function loadIndexFile<D extends object = IndexDocument>(
  path: string,
  options: IndexFileOptions,
): Promise<HashIndex<D>> {
  checkPath(path);
  checkOptions('loadIndexFile', options, { kernels: 1, loadHasher: 1, onWarning: 1 });
  const target = await targetOf(path);
  const file = await readWithJournal(target);
  const index = await indexOf<D>(target, file, options);
  // In the midst of a change is where a writer is that goes on.
  if (file.journal?.torn && !(await isLocked(target))) warnOfTorn(target, options);
  return index;
}

/** The index that a file and its journal hold. */
export async function indexOf<D extends object>(
  path: string,
  { bytes, journal }: IndexFileBytes,
  { kernels, loadHasher: load = loadHasher, onWarning }: IndexFileOptions,
): Promise<HashIndex<D>> {
  const index = await inFile(path, () =>
    HashIndex.load<D>(bytes, { kernels, loadHasher: load, onWarning }),
  );
  if (journal) await inFile(journalPath(path), () => replay(index, journal.records));
  return index;
}

export function warnOfTorn(path: string, { onWarning }: IndexFileOptions): void {
  const message = `${journalPath(path)} ends in the midst of a change, which was never finished`;
  // biome-ignore lint/suspicious/noConsole: said once, and nobody else listens
  if (onWarning === undefined) console.warn(`hashplane: ${message}`);
  else onWarning(message);
}
