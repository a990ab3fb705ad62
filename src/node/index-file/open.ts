import { existsSync } from 'node:fs';
import { FileError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import { HashIndex } from '../../search/hash-index/hash-index.ts';
import { fieldsOfChange } from '../../search/hash-index/journal/change.ts';
import type { HashIndexOptions } from '../../search/hash-index/types.ts';
import { type FileLock, lockFile } from '../file-lock.ts';
import { checkPath } from '../in-file.ts';
import { type IndexFileOptions, indexOf, warnOfTorn } from '../index-file.ts';
import { checkWritableFile, writeFileAtomic } from '../write-file.ts';
import { readBaseHeader } from './base-file.ts';
import { IndexFile } from './index-file.ts';
import { JournalWriter } from './journal-writer.ts';
import { targetOf } from './paths.ts';
import { identityOf, readWithJournal } from './read.ts';

/** Options of `openIndexFile`. */
export interface OpenIndexFileOptions extends IndexFileOptions {
  /**
   * Options of the index that is made where there is no file yet; `{}` for the defaults. Default: that
   * there is none is an error.
   */
  readonly create?: Omit<HashIndexOptions, 'kernels'> | undefined;
}

/**
 * Opens an index file to search and to change it. Cost: that of `loadIndexFile`.
 *
 * @throws FileError if it can't be read, or is open for writing already, here or in another process;
 *   FormatError if it is no index, or damaged anywhere.
 */
export async function openIndexFile<D extends object = IndexDocument>(
  path: string,
  options: OpenIndexFileOptions,
): Promise<IndexFile<D>> {
  checkPath(path);
  checkOptions('openIndexFile', options, { kernels: 1, loadHasher: 1, onWarning: 1, create: 1 });
  await checkWritableFile(path);
  const target = await targetOf(path);
  const lock = await lockFile(target);
  try {
    return await opened(target, options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function opened<D extends object>(
  path: string,
  {
    kernels,
    loadHasher: load = loadHasher,
    create,
    onWarning = create?.onWarning,
  }: OpenIndexFileOptions,
  lock: FileLock,
): Promise<IndexFile<D>> {
  const options: IndexFileOptions = { kernels, loadHasher: load, onWarning };
  if (create !== undefined && !existsSync(path)) {
    await writeFileAtomic(path, HashIndex.create({ ...create, kernels }).save());
  }
  if (!existsSync(path)) {
    throw new FileError(`can't read ${path}: no such file or folder: give create to make one`);
  }
  const read = await readWithJournal(path);
  const { bytes, base, journal } = read;
  const index = await indexOf<D>(path, read, options);
  if (journal?.torn) warnOfTorn(path, options);
  const copy = (own: HashIndex<D>) =>
    HashIndex.load<D>(own.save(), { kernels, loadHasher: load, onWarning: () => {} });
  const writer = new JournalWriter(path, base, journal?.end ?? 0);
  const { fields } = await readBaseHeader(path);
  const fieldNames = new Set(fields?.map(({ name }) => name));
  for (const change of journal?.records ?? []) {
    for (const name of fieldsOfChange(change)) fieldNames.add(name);
  }
  const identity = await identityOf(path);
  const fileBytes = bytes.length;
  const file = new IndexFile({ path, lock, copy, index, writer, fieldNames, fileBytes, identity });
  await file.foldIfGrown();
  return file;
}
