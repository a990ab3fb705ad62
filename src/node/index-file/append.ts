import { InvalidArgumentError } from '../../core/errors.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexChange } from '../../search/hash-index/journal/change.ts';
import {
  type ChangedIndex,
  checkedAddition,
  checkedRemoval,
} from '../../search/hash-index/journal/checked-change.ts';
import type { Id, IdList } from '../../search/hash-index/types.ts';
import { lockFile } from '../file-lock.ts';
import { checkPath } from '../in-file.ts';
import type { IndexFileOptions } from '../index-file.ts';
import { checkWritableFile } from '../write-file.ts';
import { readBaseFile } from './base-file.ts';
import { IdsOfIndex } from './ids-of-index.ts';
import { JournalWriter } from './journal-writer.ts';
import { openIndexFile } from './open.ts';
import { isGrown, targetOf } from './paths.ts';
import { readJournalNamesOf } from './read.ts';

/** What came of a change of an index file. */
export interface ChangedIndexFile {
  /** Those that were added, replaced or removed. */
  readonly ids: readonly Id[];
  /** How many of them were replaced. */
  readonly replaced: number;
  /** Vectors in the index now. */
  readonly size: number;
  /** Bytes of the journal now. */
  readonly journalBytes: number;
  /** Whether it should be folded: see `foldIndexFile`. */
  readonly isGrown: boolean;
}

/**
 * Adds vectors to an index file without loading it: only its header and ids are read, and its journal,
 * to whose end the vectors are written. They are on the disk when the promise resolves. Parameters are
 * those of `HashIndex.add`.
 *
 * @throws FileError if it is open for writing; InvalidArgumentError as `HashIndex.add` does.
 */
export function addToIndexFile(
  path: string,
  vectors: MatrixLike,
  ids?: IdList,
  documents?: readonly (object | null | undefined)[],
): Promise<ChangedIndexFile> {
  return changeIndexFile(path, (index) => checkedAddition('add', index, vectors, ids, documents));
}

/** As `addToIndexFile`; vectors of ids that are there are replaced, and their documents. */
export function upsertInIndexFile(
  path: string,
  vectors: MatrixLike,
  ids: IdList,
  documents?: readonly (object | null | undefined)[],
): Promise<ChangedIndexFile> {
  return changeIndexFile(path, (index) =>
    checkedAddition('upsert', index, vectors, ids, documents),
  );
}

/** As `addToIndexFile`: removes the vectors of these ids; those that are not there are passed over. */
export function removeFromIndexFile(
  path: string,
  ids: Id | Iterable<Id>,
): Promise<ChangedIndexFile> {
  return changeIndexFile(path, (index) => checkedRemoval(index, ids));
}

/**
 * Folds the journal of an index file into the file. Cost: that of `loadIndexFile` and `saveIndexFile`.
 * It is done by itself where a file is open and its journal has grown; what only appends leaves it.
 */
export async function foldIndexFile(path: string, options: IndexFileOptions): Promise<void> {
  checkOptions('foldIndexFile', options, { kernels: 1, loadHasher: 1, onWarning: 1 });
  const file = await openIndexFile(path, options);
  try {
    if (file.journalBytes > 0) await file.fold();
  } finally {
    await file.close();
  }
}

/**
 * Which ids an index file has now, with its journal. It is not locked: others may come and go meanwhile.
 * Cost: with the ids, not with the vectors.
 */
export async function idsOfIndexFile(path: string): Promise<ChangedIndex> {
  const target = await targetOf(path);
  const file = await readBaseFile(target);
  const journal = await readJournalNamesOf(target, file.base);
  return new IdsOfIndex(file, journal?.records ?? []);
}

/** Makes a change that depends on which ids there are, as `addToIndexFile` does. */
export async function changeIndexFile(
  path: string,
  changeOf: (index: ChangedIndex) => IndexChange,
): Promise<ChangedIndexFile> {
  checkPath(path);
  await checkWritableFile(path);
  const target = await targetOf(path);
  const lock = await lockFile(target);
  try {
    const file = await readBaseFile(target);
    const journal = await readJournalNamesOf(target, file.base);
    const index = new IdsOfIndex(file, journal?.records ?? []);
    if (index.dimensions === 0) {
      throw new InvalidArgumentError(
        `${path} has no vectors yet: the first are added by openIndexFile, or \`hashplane index\``,
      );
    }
    const change = changeOf(index);
    const replaced = change.kind === 'remove' ? 0 : change.replaced;
    const writer = new JournalWriter(target, file.base, journal?.end ?? 0);
    if (change.ids.length > 0) await writer.append(change).finally(() => writer.close());
    index.make({ ...change, dimensions: index.dimensions, fields: [], replaced });
    const journalBytes = writer.bytes;
    return {
      ids: change.ids,
      replaced,
      size: index.size,
      journalBytes,
      isGrown: isGrown(journalBytes, file.base.bytes),
    };
  } finally {
    await lock.release();
  }
}
