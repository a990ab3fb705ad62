import { open, readFile, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { FileError } from '../../core/errors.ts';
import { isIndex, PREAMBLE, readPreamble } from '../../search/hash-index/file/layout.ts';
import type { IndexChange } from '../../search/hash-index/journal/change.ts';
import {
  type BaseName,
  isOfBase,
  type JournalContents,
  type NamedChange,
  readJournal,
  readJournalNames,
} from '../../search/hash-index/journal/journal.ts';
import { inFile } from '../in-file.ts';
import { readFileBytes } from '../read-file.ts';
import { journalPath } from './paths.ts';

/** Times that a file may be replaced while it is read. */
const ATTEMPTS = 10;

/** An index file and the journal that belongs to it. */
export interface IndexFileBytes {
  readonly bytes: Uint8Array;
  readonly base: BaseName;
  /** Null if there is none, or only one of an older file. */
  readonly journal: JournalContents<IndexChange> | null;
}

/**
 * An index file with its journal, as they were at one moment: whoever writes them is not waited for,
 * and may put a new file in the place of both.
 *
 * @throws FileError if it can't be read, FormatError if the journal is damaged, or is none.
 */
export async function readWithJournal(path: string): Promise<IndexFileBytes> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const bytes = await readFileBytes(path);
    const base = isIndex(bytes) ? await inFile(path, () => baseName(bytes, bytes.length)) : NONE;
    if (base === NONE || !(await isPlainFile(path))) return { bytes, base, journal: null };
    const journal = await readJournalOf(path, base);
    // The journal may be gone, or another, because the file became another.
    if (journal !== null || isOfBase(await currentBase(path), base))
      return { bytes, base, journal };
  }
  throw new FileError(`can't read ${path}: it is being replaced again and again: try later`);
}

/** Whether it can be read again; pipes can't, and have no journal beside them. */
async function isPlainFile(path: string): Promise<boolean> {
  return (await inFile(path, () => stat(path))).isFile();
}

/** Of what is no index: what reads it will say so. */
const NONE: BaseName = { bytes: 0, crc32: 0 };

/** The name of an index file, from its first bytes. */
export function baseName(first: Uint8Array, bytes: number): BaseName {
  return { bytes, crc32: readPreamble(first).headerCrc32 };
}

/** The name of the file that is in its place now. */
async function currentBase(path: string): Promise<BaseName | null> {
  const file = await inFile(path, () => open(path));
  try {
    const { size } = await file.stat();
    const first = new Uint8Array(PREAMBLE);
    const { bytesRead } = await file.read(first, 0, PREAMBLE, 0);
    return await inFile(path, () => baseName(first.subarray(0, bytesRead), size));
  } finally {
    await file.close();
  }
}

/** The journal of an index file; null if there is none, or one of an older file in its place. */
export async function readJournalOf(
  path: string,
  base: BaseName,
): Promise<JournalContents<IndexChange> | null> {
  return contentsOf(path, base, readJournal);
}

/** The same without vectors and documents. */
export async function readJournalNamesOf(
  path: string,
  base: BaseName,
): Promise<JournalContents<NamedChange> | null> {
  return contentsOf(path, base, readJournalNames);
}

async function contentsOf<T>(
  path: string,
  base: BaseName,
  read: (bytes: Uint8Array, options: { checksum: typeof crc32 }) => JournalContents<T>,
): Promise<JournalContents<T> | null> {
  const own = journalPath(path);
  const bytes = await inFile(own, () => bytesOrNull(own));
  if (bytes === null) return null;
  const contents = await inFile(own, () => read(bytes, { checksum: crc32 }));
  return isOfBase(contents.base, base) ? contents : null;
}

async function bytesOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** What tells a file from one that took its place. */
export async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeMs } = await inFile(path, () => stat(path));
  return `${dev} ${ino} ${size} ${mtimeMs}`;
}
