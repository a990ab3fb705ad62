import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FileError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { columnArrays } from '../data/arrays/number-table.ts';
import { listArrow } from '../data/arrow/arrow.ts';
import { CIFAR10_FILES, readCifar10 } from '../data/binary/cifar10.ts';
import { bytesInMemory } from '../data/byte-source.ts';
import {
  type ContentsOptions,
  checkContentsOptions,
  checkReading,
  cifar10Arrays,
  DEFAULT_MAX_BYTES,
  type FileContents,
  readContents,
} from '../data/contents.ts';
import {
  type Dataset,
  type DatasetOptions,
  datasetFrom,
  readDataset,
} from '../data/dataset/dataset.ts';
import { arrowFiles, namesIn } from './data-folder.ts';
import { checkPath, inFile } from './in-file.ts';
import { describeSystemError } from './system-error.ts';

/**
 * The bytes of a file.
 *
 * @throws FileError with one line that names the file and what is wrong with it.
 */
export async function readFileBytes(path: string): Promise<Uint8Array> {
  checkPath(path);
  try {
    const info = await stat(path);
    if (info.isDirectory())
      throw new FileError(`${path} is a folder: give a file, or describe its pictures first`);
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
  readonly labels?: string | undefined;
}

/**
 * `readDataset` on files; the dataset is named after the points' file. The folders that
 * CIFAR-10 unpacks to and that Hugging Face's `save_to_disk` makes are read too.
 */
export async function readDatasetFile(
  path: string,
  options: DatasetFileOptions = {},
): Promise<Dataset> {
  checkPath(path);
  const table = { array: 1, labelColumn: 1, header: 1, missing: 1, onWarning: 1 } as const;
  checkOptions('readDatasetFile', options, { labels: 1, classNames: 1, ...table, maxBytes: 1 });
  checkReading(options);
  const { labels, ...rest } = options;
  if (labels !== undefined) checkPath(labels);
  const { labelColumn, array: pointsColumn, maxBytes } = rest;
  const folder = await readDataFolder(path, { labelColumn, pointsColumn, maxBytes });
  if (folder) {
    const labelBytes = labels === undefined ? undefined : await readFileBytes(labels);
    return datasetFrom(folder, {
      ...rest,
      name: basename(path),
      ...labelsOption(labels, labelBytes),
    });
  }
  // Both are read before either is parsed: a missing labels' file shows at once.
  const [points, labelBytes] = await Promise.all([
    readFileBytes(path),
    labels === undefined ? undefined : readFileBytes(labels),
  ]);
  return readDataset(points, {
    ...rest,
    name: basename(path),
    ...labelsOption(labels, labelBytes),
  });
}

function labelsOption(path: string | undefined, labels: Uint8Array | undefined) {
  return path === undefined ? {} : { labels, labelsName: basename(path) };
}

/** What is in a file of any format, or in a folder of data; see `readContents`. */
export async function readContentsFile(
  path: string,
  options: Omit<ContentsOptions, 'name'> = {},
): Promise<FileContents> {
  checkPath(path);
  checkContentsOptions('readContentsFile', options);
  const folder = await readDataFolder(path, options);
  if (folder) return folder;
  const bytes = await readFileBytes(path);
  return inFile(path, () => readContents(bytes, { ...options, name: basename(path) }));
}

/**
 * What a folder of data holds: the batches of CIFAR-10, or the Arrow files of one data set. Null if
 * it is no folder, or one without such files.
 */
export async function readDataFolder(
  path: string,
  options: ContentsOptions = {},
): Promise<FileContents | null> {
  const arrow = await arrowFiles(path);
  if (arrow) return readArrowFolder(path, arrow, options);
  const present = new Set((await namesIn(path)) ?? []);
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

async function readArrowFolder(
  path: string,
  files: readonly string[],
  { maxBytes = DEFAULT_MAX_BYTES, ...table }: ContentsOptions,
): Promise<FileContents> {
  const sources = await Promise.all(
    files.map(async (file) => bytesInMemory(await readFileBytes(file))),
  );
  return inFile(path, async () => {
    const columns = await listArrow(sources, maxBytes);
    return { format: 'arrow', gzipped: false, ...columnArrays(columns, table, maxBytes, 0) };
  });
}
