import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { FileError } from '../../core/errors.ts';
import type { IndexChange } from '../../search/hash-index/journal/change.ts';
import {
  type BaseName,
  JOURNAL_HEAD,
  journalHead,
  journalRecord,
} from '../../search/hash-index/journal/journal.ts';
import { syncFolder, writing } from '../write-file.ts';
import { journalPath } from './paths.ts';

/**
 * Appends records to the journal of an index file, whose lock its owner holds. A record is on the disk
 * when `append` returns. If it fails, the journal is as it was before.
 */
export class JournalWriter {
  /** The index file, and which one it is. */
  readonly #path: string;
  readonly #base: BaseName;
  /** Bytes of the head and the whole records; 0 if there is no journal of this file yet. */
  #end: number;
  #file: FileHandle | null = null;
  #isBroken = false;

  constructor(path: string, base: BaseName, end: number) {
    this.#path = path;
    this.#base = base;
    this.#end = end;
  }

  /** Bytes of the journal; 0 if there is none. */
  get bytes(): number {
    return this.#end;
  }

  /** @throws FileError if it can't be written, or could not be before. */
  async append(change: IndexChange): Promise<void> {
    const record = journalRecord(change, crc32);
    if (this.#isBroken) {
      throw new FileError(
        `can't write ${this.#path}: it could not be written before: open it again`,
      );
    }
    const isNew = this.#end === 0;
    const file = await this.#opened();
    try {
      if (isNew) await writeAt(file, journalHead(this.#base), 0);
      const at = isNew ? JOURNAL_HEAD : this.#end;
      await writeAt(file, record, at);
      await this.#sync(file);
      if (isNew) await syncFolder(dirname(this.#path));
      this.#end = at + record.length;
    } catch (error) {
      // What is half written is read as nothing, but nothing may follow it.
      await file.truncate(this.#end).catch(() => {
        this.#isBroken = true;
      });
      return writing(this.#path, () => Promise.reject(error));
    }
  }

  /** Removes the journal, once its changes are in the index file or no more wanted. */
  async remove(): Promise<void> {
    await this.close();
    await writing(this.#path, () => rm(journalPath(this.#path), { force: true }));
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  /** The file, without what stands after the whole records. */
  async #opened(): Promise<FileHandle> {
    if (this.#file) return this.#file;
    return writing(this.#path, async () => {
      const { mode } = await stat(this.#path);
      const isNew = this.#end === 0;
      const file = await open(journalPath(this.#path), isNew ? 'w' : 'r+', mode & 0o777);
      try {
        await file.truncate(this.#end);
      } catch (error) {
        await file.close();
        throw error;
      }
      this.#file = file;
      return file;
    });
  }

  /** What was not written once may be taken for written by the next call (Linux): no more calls. */
  async #sync(file: FileHandle): Promise<void> {
    try {
      await file.datasync();
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
