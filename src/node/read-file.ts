import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileError } from '../core/errors.ts';
import { type Dataset, type DatasetOptions, readDataset } from '../data/dataset.ts';
import { describeSystemError } from './system-error.ts';

/**
 * The bytes of a file.
 *
 * @throws FileError with one line that names the file and what is wrong with it.
 */
export async function readFileBytes(path: string): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw new FileError(`${path} is a folder: give a file`);
    if (info.size === 0 && info.isFile()) throw new FileError(`${path} is empty`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`can't read ${path}: ${describeSystemError(error)}`, { cause: error });
  }
}

/** Options of `readDatasetFile`. */
export interface DatasetFileOptions extends Omit<DatasetOptions, 'name' | 'labels' | 'labelsName'> {
  /** Path of the labels' file (IDX or .npy), where the points' file has none. */
  readonly labels?: string;
}

/** `readDataset` on files; the dataset is named after the points' file. */
export async function readDatasetFile(
  path: string,
  options: DatasetFileOptions = {},
): Promise<Dataset> {
  const { labels, ...rest } = options;
  // Both are read before either is parsed: a missing labels' file shows at once.
  const [points, labelBytes] = await Promise.all([
    readFileBytes(path),
    labels === undefined ? undefined : readFileBytes(labels),
  ]);
  return readDataset(points, {
    ...rest,
    name: basename(path),
    ...(labels !== undefined && { labels: labelBytes, labelsName: basename(labels) }),
  });
}
