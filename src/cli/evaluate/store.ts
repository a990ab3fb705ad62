import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Cell, CellStore } from '../../evaluation/comparison/cell.ts';
import { writeFileAtomic } from '../../node/write-file.ts';

/** Raised when cells are kept in another form. */
const FORMAT = 1;

/** SHA-256 of a dataset's points and labels, in hexadecimal digits. */
export function digestOf({ points, labels }: Dataset): string {
  return digestOfArrays(`${points.rows}x${points.cols}`, [points.data, labels]);
}

/** SHA-256 of a text and of arrays, one after another, in hexadecimal digits. */
export function digestOfArrays(shape: string, arrays: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256').update(shape);
  for (const array of arrays) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex');
}

/**
 * Finished cells as files of a folder, one each, named after a digest of their key. Files that are
 * no cell of this key count as missing: the cell is computed again.
 */
export class CellFiles<C = Cell> implements CellStore<C> {
  readonly folder: string;
  #count = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Cells that were found or written. */
  get count(): number {
    return this.#count;
  }

  async read(key: string): Promise<C | null> {
    try {
      const text = await readFile(this.#fileOf(key), 'utf8');
      const kept = JSON.parse(text) as { key: string; cell: C };
      if (kept.key !== key) return null;
      this.#count++;
      return kept.cell;
    } catch {
      return null;
    }
  }

  async write(key: string, cell: C): Promise<void> {
    await writeFileAtomic(this.#fileOf(key), `${JSON.stringify({ key, cell })}\n`);
    this.#count++;
  }

  #fileOf(key: string): string {
    const digest = createHash('sha256').update(`${FORMAT} ${key}`).digest('hex');
    return join(this.folder, `${digest.slice(0, 32)}.json`);
  }
}
