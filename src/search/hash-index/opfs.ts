import { checkMethod, checkObject, refuse } from '../../core/checks.ts';
import { BackendError, FileError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexDocument } from './documents/types.ts';
import type { HashIndexLoadOptions } from './file/read.ts';
import { HashIndex } from './hash-index.ts';
import { joined } from './join-chunks.ts';
import { checkName, isOwn, nameOf, refused } from './kept-name.ts';

/** Where an index is kept in the browser's own file system. */
export interface OpfsOptions {
  /** Name of the folder. Default `hashplane`. */
  readonly directory?: string | undefined;
}

/**
 * Keeps an index as a file in the browser's own file system (OPFS, https://fs.spec.whatwg.org), under a
 * name; one that is there is replaced, whole or not at all. The bytes are those of a file of
 * `saveIndexFile`. Tabs of one origin wait for each other.
 *
 * @throws FileError if the browser refuses: no space, a private window of Firefox. BackendError where
 *   there is no OPFS: `saveToIndexedDB` works there.
 */
export async function saveToOpfs<D extends object>(
  name: string,
  index: HashIndex<D>,
  options: OpfsOptions = {},
): Promise<void> {
  checkName(name);
  checkOptions('saveToOpfs', options, { directory: 1 });
  checkMethod('index', index, 'save', 'a HashIndex');
  await writeToOpfs(name, index.save(), options);
}

/** Bytes that are written or read together: in private windows of Chromium each reading takes 0.4 ms. */
const PIECE_BYTES = 2 ** 20;

/** Keeps the bytes of an index. @param signal - aborting leaves what was there. */
export async function writeToOpfs(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  options: OpfsOptions,
  signal?: AbortSignal,
): Promise<void> {
  const failure = `can't save the index ${name}`;
  await inDirectory(options, 'exclusive', failure, async (directory) => {
    const file = await directory.getFileHandle(fileOf(name), { create: true });
    // What is written takes the file's place when it is closed.
    const stream = await file.createWritable();
    try {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        signal?.throwIfAborted();
        await stream.write(bytes.subarray(at, at + PIECE_BYTES));
      }
      signal?.throwIfAborted();
      await stream.close();
    } catch (error) {
      await stream.abort().catch(() => {});
      throw error;
    }
  });
}

/**
 * The index that was kept under a name; null if there is none.
 *
 * @throws FormatError if what is there is damaged, FileError if the browser refuses.
 */
export async function loadFromOpfs<D extends object = IndexDocument>(
  name: string,
  options: HashIndexLoadOptions & OpfsOptions,
): Promise<HashIndex<D> | null> {
  checkName(name);
  checkObject('the options of loadFromOpfs', options);
  const { directory: folder, ...loading } = options;
  const pieces: Uint8Array[] = [];
  const isThere = await readFromOpfs(name, { directory: folder }, (piece) => pieces.push(piece));
  return isThere ? HashIndex.load<D>(joined(pieces), loading) : null;
}

/**
 * Reads the bytes of an index in their order.
 *
 * @param take - told each piece; what it throws ends the reading.
 * @returns whether there is an index under the name.
 */
export async function readFromOpfs(
  name: string,
  options: OpfsOptions,
  take: (piece: Uint8Array) => void,
): Promise<boolean> {
  const failure = `can't load the index ${name}`;
  return inDirectory(options, 'shared', failure, async (directory) => {
    const handle = await unlessMissing(directory.getFileHandle(fileOf(name)));
    const file = await handle?.getFile();
    // A file is there, and empty, before it is written for the first time.
    if (!file || file.size === 0) return false;
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      take(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
    }
    return true;
  });
}

/** Forgets the index that was kept under a name, if there is one. */
export async function deleteFromOpfs(name: string, options: OpfsOptions = {}): Promise<void> {
  checkName(name);
  checkOptions('deleteFromOpfs', options, { directory: 1 });
  await inDirectory(options, 'exclusive', `can't delete the index ${name}`, (directory) =>
    unlessMissing(directory.removeEntry(fileOf(name))),
  );
}

/** Any name makes a file: `/`, `..` and the like are spelled out. */
function fileOf(name: string): string {
  return `${encodeURIComponent(name)}.index`;
}

async function unlessMissing<T>(entry: Promise<T>): Promise<T | null> {
  try {
    return await entry;
  } catch (error) {
    if (nameOf(error) === 'NotFoundError') return null;
    throw error;
  }
}

async function inDirectory<T>(
  { directory = 'hashplane' }: OpfsOptions,
  mode: LockMode,
  failure: string,
  use: (directory: FileSystemDirectoryHandle) => Promise<T>,
): Promise<T> {
  if (typeof directory !== 'string') refuse('directory', 'a text', directory);
  const { navigator } = globalThis as { navigator?: Partial<Navigator> };
  const storage = navigator?.storage;
  if (typeof storage?.getDirectory !== 'function') {
    throw new BackendError(
      'there is no file system of the browser here: it takes a page from https or localhost; ' +
        'use saveToIndexedDB, or saveIndexFile in Node',
    );
  }
  const inside = async () => {
    const root = await storage.getDirectory();
    return use(await root.getDirectoryHandle(directory, { create: true }));
  };
  try {
    // Chromium does not find a file while another takes its place: tabs wait for each other.
    return navigator?.locks
      ? await navigator.locks.request(`hashplane/opfs/${directory}`, { mode }, inside)
      : await inside();
  } catch (cause) {
    if (isOwn(cause)) throw cause;
    if (nameOf(cause) !== 'SecurityError') throw refused(failure, cause);
    const reason = 'the browser refuses its file system, as Firefox does in private windows';
    throw new FileError(`${failure}: ${reason}; use IndexedDB`, { cause });
  }
}
