import { type FileHandle, open } from 'node:fs/promises';
import { FileError, FormatError } from '../core/errors.ts';
import type { ByteSource } from '../data/byte-source.ts';

/** A file that is read piece by piece. */
export class FileSource implements ByteSource {
  readonly length: number;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.length = length;
  }

  /** @throws FileError for a folder; errors of the system as they are. */
  static async open(path: string): Promise<FileSource> {
    const file = await open(path);
    try {
      const info = await file.stat();
      if (info.isDirectory())
        throw new FileError('it is a folder: give a file, or describe its pictures first');
      return new FileSource(file, info.size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start);
    await this.fill(bytes, start);
    return bytes;
  }

  /** Reads bytes from `position` into `bytes`, all of them. */
  async fill(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.#file.read(
        bytes,
        done,
        bytes.length - done,
        position + done,
      );
      if (bytesRead === 0) throw new FormatError('the file is cut short', position + done);
      done += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
