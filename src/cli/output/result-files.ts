import { join } from 'node:path';
import { checkWritableFile, writeFileAtomic } from '../../node/write-file.ts';
import { printable } from './printable.ts';

/** Files that a command writes into the folder of `--out`, one after another and each whole. */
export class ResultFiles<Name extends string = string> {
  readonly #folder: string;
  readonly #names: readonly Name[];
  readonly #written: Name[] = [];

  private constructor(folder: string, names: readonly Name[]) {
    this.#folder = folder;
    this.#names = names;
  }

  /**
   * Nothing is made yet; undefined without a folder.
   *
   * @throws FileError for a file that can't be written, before the work whose result it is to hold.
   */
  static async in<Name extends string>(
    folder: string | undefined,
    names: readonly Name[],
  ): Promise<ResultFiles<Name> | undefined> {
    if (folder === undefined) return undefined;
    for (const name of names) await checkWritableFile(join(folder, name));
    return new ResultFiles(folder, names);
  }

  /** Writes a file to its end, unless the work has been stopped before. */
  async write(name: Name, text: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await writeFileAtomic(join(this.#folder, name), text);
    this.#written.push(name);
  }

  /** A line for each file that was written. */
  get report(): string {
    return this.#written
      .map((name) => `\nWrote ${this.#shown(name)}`)
      .join('')
      .concat('\n');
  }

  /** What there is of the files, as a clause. */
  get kept(): string {
    const missing = this.#names.filter((name) => !this.#written.includes(name));
    if (this.#written.length === 0) return 'nothing was written';
    const done = `written are ${this.#written.map((name) => this.#shown(name)).join(', ')}`;
    return missing.length > 0 ? `${done}, but not ${missing.join(', ')}` : done;
  }

  #shown(name: Name): string {
    return printable(join(this.#folder, name));
  }
}
