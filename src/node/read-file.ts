import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FileError } from '../core/errors.ts';
import { CIFAR10_FILES, readCifar10 } from '../data/binary/cifar10.ts';
import {
  type ContentsOptions,
  cifar10Arrays,
  type FileContents,
  readContents,
} from '../data/contents.ts';
import {
  type Dataset,
  type DatasetOptions,
  datasetFrom,
  readDataset,
} from '../data/dataset/dataset.ts';
import { inFile } from './in-file.ts';
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
  /** Path of the labels' file, where the points' file has none. */
  readonly labels?: string;
}

/**
 * `readDataset` on files; the dataset is named after the points' file. The folder that CIFAR-10
 * unpacks to is read too, all its batches.
 */
export async function readDatasetFile(
  path: string,
  options: DatasetFileOptions = {},
): Promise<Dataset> {
  const { labels, ...rest } = options;
  const folder = await readCifar10Folder(path);
  if (folder) return datasetFrom(folder, { ...rest, name: basename(path) });
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

/** What is in a file of any format, or in the folder of CIFAR-10; see `readContents`. */
export async function readContentsFile(
  path: string,
  options: Omit<ContentsOptions, 'name'> = {},
): Promise<FileContents> {
  const folder = await readCifar10Folder(path);
  if (folder) return folder;
  const bytes = await readFileBytes(path);
  return inFile(path, () => readContents(bytes, { ...options, name: basename(path) }));
}

/** The batches of CIFAR-10 in a folder as one; null if it is no folder with batches. */
export async function readCifar10Folder(path: string): Promise<FileContents | null> {
  const info = await stat(path).catch(() => null);
  if (!info?.isDirectory()) return null;
  const present = new Set(await readdir(path).catch(() => []));
  const files = CIFAR10_FILES.filter((file) => present.has(file));
  if (files.length === 0) return null;
  const batches = await Promise.all(files.map((file) => readFileBytes(join(path, file))));
  return inFile(path, () => ({
    format: 'cifar10' as const,
    gzipped: false,
    ...cifar10Arrays(readCifar10(batches)),
    metadata: new Map(),
  }));
}
