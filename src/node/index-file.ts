import type { Kernels } from '../kernels/api.ts';
import { loadHasher } from '../models/fitted-hasher.ts';
import type { HashIndexLoadOptions } from '../search/hash-index/file/read.ts';
import { HashIndex } from '../search/hash-index/hash-index.ts';
import { inFile } from './in-file.ts';
import { readFileBytes } from './read-file.ts';
import { writeFileAtomic } from './write-file.ts';

/**
 * Saves an index as a file. Whatever happens, the old file or the new one is there whole.
 *
 * @throws FileError with one line that names the file and what is wrong.
 */
export async function saveIndexFile(path: string, index: HashIndex): Promise<void> {
  await writeFileAtomic(path, index.save());
}

/** Options of `loadIndexFile`. */
export interface IndexFileOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Default: that of the library, for hashers of the library. */
  readonly loadHasher?: HashIndexLoadOptions['loadHasher'];
}

/**
 * The index in a file.
 *
 * @throws FileError if it can't be read, FormatError if it is no index, or damaged anywhere.
 */
export async function loadIndexFile(path: string, options: IndexFileOptions): Promise<HashIndex> {
  const bytes = await readFileBytes(path);
  return inFile(path, () => HashIndex.load(bytes, { loadHasher, ...options }));
}
