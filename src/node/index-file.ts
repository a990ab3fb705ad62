import { checkMethod } from '../core/checks.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { loadHasher } from '../models/fitted-hasher.ts';
import type { IndexDocument } from '../search/hash-index/documents/types.ts';
import type { HashIndexLoadOptions } from '../search/hash-index/file/read.ts';
import { HashIndex } from '../search/hash-index/hash-index.ts';
import { checkPath, inFile } from './in-file.ts';
import { readFileBytes } from './read-file.ts';
import { writeFileAtomic } from './write-file.ts';

/**
 * Saves an index as a file. Whatever happens, the old file or the new one is there whole.
 *
 * @throws FileError with one line that names the file and what is wrong.
 */
export async function saveIndexFile<D extends object>(
  path: string,
  index: HashIndex<D>,
): Promise<void> {
  checkPath(path);
  checkMethod('index', index, 'save', 'a HashIndex');
  await writeFileAtomic(path, index.save());
}

/** Options of `loadIndexFile`. */
export interface IndexFileOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Default: that of the library, for hashers of the library. */
  readonly loadHasher?: HashIndexLoadOptions['loadHasher'] | undefined;
}

/**
 * The index in a file.
 *
 * @throws FileError if it can't be read, FormatError if it is no index, or damaged anywhere.
 */
export async function loadIndexFile<D extends object = IndexDocument>(
  path: string,
  options: IndexFileOptions,
): Promise<HashIndex<D>> {
  checkOptions('loadIndexFile', options, { kernels: 1, loadHasher: 1 });
  const { kernels, loadHasher: load = loadHasher } = options;
  const bytes = await readFileBytes(path);
  return inFile(path, () => HashIndex.load<D>(bytes, { kernels, loadHasher: load }));
}
