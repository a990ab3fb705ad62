import { FileError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import { fieldsOfChange, type IndexChange } from '../../search/hash-index/journal/change.ts';
import { checkedAddition, checkedRemoval } from '../../search/hash-index/journal/checked-change.ts';
import { applyChange } from '../../search/hash-index/journal/replay.ts';
import type { Id, IdList } from '../../search/hash-index/types.ts';
import type { RecodeOptions } from '../../search/hash-index/versions/recode.ts';
import type { FileLock } from '../file-lock.ts';
import { writeFileAtomic } from '../write-file.ts';
import { JournalWriter } from './journal-writer.ts';
import { isGrown } from './paths.ts';
import { baseName, identityOf } from './read.ts';

/** An index without the methods that change it: those of its file do, and keep the change. */
export type IndexOfFile<D extends object = IndexDocument> = Omit<
  HashIndex<D>,
  'add' | 'upsert' | 'remove' | 'rehash' | 'adoptHasher' | 'recode' | 'dispose'
>;

/** A journal that could not be folded grows so much before that is tried again. */
const RETRY = 1.5;

/** The parts of an open file. */
export interface Opened<D extends object> {
  readonly path: string;
  readonly lock: FileLock;
  readonly copy: (index: HashIndex<D>) => HashIndex<D>;
  readonly index: HashIndex<D>;
  readonly writer: JournalWriter;
  readonly fieldNames: Set<string>;
  readonly fileBytes: number;
  readonly identity: string;
}

/**
 * An index and the file that it lies in. Each change is written to the end of a journal beside the file,
 * which takes as long as the change is large, not the index; it is on the disk when the promise
 * resolves, and then searches see it. Changes are made one after another, in the order of the calls.
 *
 * When the journal has grown (above a sixteenth of the file, and 1 MiB), it is folded into the file: the
 * change that made it so takes as long as saving does. While it is open nobody else can write the file;
 * anybody can read it.
 */
export class IndexFile<D extends object = IndexDocument> {
  /** Where the file is. */
  readonly path: string;
  readonly #index: HashIndex<D>;
  readonly #lock: FileLock;
  readonly #copy: (index: HashIndex<D>) => HashIndex<D>;
  #writer: JournalWriter;
  /**
   * Fields of the file and of all changes since, also of documents that are gone: a reader makes changes
   * together that were made one by one here, and has fields still that were dropped here.
   */
  #fieldNames: Set<string>;
  #fileBytes: number;
  /** The journal is not folded before it has so many bytes: it could not be when it had fewer. */
  #foldFrom = 0;
  /** Of the file that the journal belongs to. */
  #identity: string;
  /** Ends when the changes that were asked for are made. */
  #last: Promise<unknown> = Promise.resolve();
  /** Why there can be no more changes. */
  #end: string | null = null;

  /** @hidden `openIndexFile` makes one. */
  constructor(opened: Opened<D>) {
    const { path, lock, copy, index, writer, fieldNames, fileBytes, identity } = opened;
    this.path = path;
    this.#lock = lock;
    this.#copy = copy;
    this.#index = index;
    this.#writer = writer;
    this.#fieldNames = fieldNames;
    this.#fileBytes = fileBytes;
    this.#identity = identity;
  }

  /** To be searched. Its `metadata` is saved by `fold`. */
  get index(): IndexOfFile<D> {
    return this.#index;
  }

  /** Bytes of the journal; 0 if all changes are in the file itself. */
  get journalBytes(): number {
    return this.#writer.bytes;
  }

  /** Adds vectors, as `HashIndex.add` does. */
  add(
    vectors: MatrixLike,
    ids?: IdList,
    documents?: readonly (D | null | undefined)[],
  ): Promise<Id[]> {
    return this.#adding('add', vectors, ids, documents);
  }

  /** Adds vectors or puts them in the place of those with the same ids, as `HashIndex.upsert` does. */
  upsert(
    vectors: MatrixLike,
    ids: IdList,
    documents?: readonly (D | null | undefined)[],
  ): Promise<Id[]> {
    return this.#adding('upsert', vectors, ids, documents);
  }

  /** Removes vectors, as `HashIndex.remove` does. @returns how many there were. */
  remove(ids: Id | Iterable<Id>): Promise<number> {
    return this.#inTurn(async () => {
      const change = checkedRemoval(this.#index, ids);
      if (change.ids.length > 0) await this.#make(change);
      return change.ids.length;
    });
  }

  /**
   * Takes another hasher, as `HashIndex.adoptHasher` and `recode` do, and writes the whole index in the
   * place of the file. Searches go on meanwhile, changes wait. Where it is broken off, the file has the
   * hasher of before, and changes go on, until the journal is folded.
   */
  adoptHasher(
    hasher: Hasher | readonly Hasher[],
    options: Omit<RecodeOptions, 'entries'> = {},
  ): Promise<void> {
    return this.#inTurn(async () => {
      checkOptions('adoptHasher', options, { onProgress: 1, signal: 1 });
      options.signal?.throwIfAborted();
      this.#index.adoptHasher(hasher);
      await this.#index.recode(options);
      await this.#fold();
    });
  }

  /**
   * Writes the whole index in the place of the file, with its metadata, and removes the journal. Cost:
   * that of `saveIndexFile`.
   */
  fold(): Promise<void> {
    return this.#inTurn(() => this.#fold());
  }

  /**
   * Ends what was begun, and lets others write the file. The index can be searched still.
   */
  close(): Promise<void> {
    const closed = this.#last.then(async () => {
      this.#end ??= 'it is closed';
      await this.#writer.close();
      await this.#lock.release();
    });
    this.#last = closed.catch(() => {});
    return closed;
  }

  #adding(
    kind: 'add' | 'upsert',
    vectors: MatrixLike,
    ids: IdList | undefined,
    documents: readonly (D | null | undefined)[] | undefined,
  ): Promise<Id[]> {
    return this.#inTurn(async () => {
      const { metric, keepVectors, dimensions, nextId } = this.#index;
      const has = (id: Id) => this.#index.has(id);
      const about = { metric, keepVectors, dimensions, nextId, has, fieldNames: this.#fieldNames };
      const change = checkedAddition(kind, about, vectors, ids, documents);
      if (change.ids.length > 0) await this.#make(change);
      return [...change.ids];
    });
  }

  /** First on the disk, then in memory. */
  async #make(change: IndexChange): Promise<void> {
    // What makes codes is made of the first vectors, and may refuse them.
    if (this.#index.dimensions === 0) applyChange(this.#copy(this.#index), change);
    if ((await identityOf(this.path)) !== this.#identity) {
      this.#end = 'another file was put in its place: open it again';
      throw this.#ended();
    }
    await this.#writer.append(change);
    for (const name of fieldsOfChange(change)) this.#fieldNames.add(name);
    try {
      applyChange(this.#index, change);
    } catch (error) {
      this.#end = 'a change is in it that could not be made in memory: open it again';
      throw error;
    }
    await this.foldIfGrown();
  }

  /** @internal A journal that can't be folded is kept, and is a journal still. */
  async foldIfGrown(): Promise<void> {
    const { bytes } = this.#writer;
    if (bytes < this.#foldFrom || !isGrown(bytes, this.#fileBytes)) return;
    await this.#fold().catch(() => {
      this.#foldFrom = bytes * RETRY;
    });
  }

  async #fold(): Promise<void> {
    const bytes = this.#index.save();
    await writeFileAtomic(this.path, bytes);
    this.#identity = await identityOf(this.path);
    const before = this.#writer;
    this.#writer = new JournalWriter(this.path, baseName(bytes, bytes.length), 0);
    this.#fieldNames = new Set(this.#index.fieldNames);
    this.#fileBytes = bytes.length;
    // The file says that the journal is not its own, so it does not matter whether this is done.
    await before.remove();
  }

  /** Runs a step after those before it, whether they succeeded or not. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => {
      if (this.#end !== null) throw this.#ended();
      return step();
    });
    this.#last = done.catch(() => {});
    return done;
  }

  #ended(): FileError {
    return new FileError(`can't write ${this.path}: ${this.#end}`);
  }
}
