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
  const hash = createHash('sha256');
  hash.update(`${points.rows}x${points.cols}`);
  for (const array of [points.data, labels]) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex');
}

/**
 * Finished cells as files of a folder, one each, named after a digest of their key. Files that are
 * no cell of this key count as missing: the cell is computed again.
 */
export function cellFiles(folder: string): CellStore {
  const fileOf = (key: string) => {
    const digest = createHash('sha256').update(`${FORMAT} ${key}`).digest('hex');
    return join(folder, `${digest.slice(0, 32)}.json`);
  };
  return {
    async read(key) {
      try {
        const kept = JSON.parse(await readFile(fileOf(key), 'utf8')) as { key: string; cell: Cell };
        return kept.key === key ? kept.cell : null;
      } catch {
        return null;
      }
    },
    write: (key, cell) => writeFileAtomic(fileOf(key), `${JSON.stringify({ key, cell })}\n`),
  };
}
