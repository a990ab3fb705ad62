import { HashplaneError, InvalidArgumentError } from '../../core/errors.ts';
import { pause } from '../../core/next-task.ts';
import type { FileArray } from '../../data/arrays/file-array.ts';
import { itemSize } from '../../data/arrays/numeric.ts';
import { type FileContents, readContents } from '../../data/contents.ts';
import { chooseIds, chooseLabels, choosePoints } from '../../data/dataset/choose-arrays.ts';
import { datasetFrom, labelsOf, pointsFrom } from '../../data/dataset/dataset.ts';
import { inFile } from '../../data/dataset/in-file.ts';
import type { MissingRule } from '../../data/dataset/missing-rules.ts';
import { DETECT_BYTES, detectFormat } from '../../data/detect.ts';
import { readNpyFile } from '../../data/numpy/npy.ts';
import { checkRows, type LabDataset } from './dataset.ts';

/** The most bytes that a file may have here, and what it may unpack to: 1 GiB. */
export const MOST_BYTES = 2 ** 30;

/** Files of the reader's own, and how they are to be read. */
export interface OwnFiles {
  readonly points: File;
  readonly labels?: File | null;
  /** Array, column or key of the points; of the labels. Default: found by name. */
  readonly array?: string;
  readonly labelColumn?: string;
  readonly missing?: MissingRule;
}

/** How far reading is. */
export interface ReadingProgress {
  readonly stage: 'reading' | 'unpacking';
  readonly loaded: number;
  readonly total: number;
}

/** Options of {@link readFiles}. */
export interface ReadingOptions {
  readonly report: (progress: ReadingProgress) => void;
  readonly signal: AbortSignal;
}

/** A dataset, and what was guessed or passed over on the way to it. */
export interface ReadFiles {
  readonly dataset: LabDataset;
  readonly notes: readonly string[];
  /** Columns and arrays that were not read, one of which may be the labels. */
  readonly unread: readonly string[];
}

/** What is known of a file before it is read. */
export interface Inspected {
  readonly format: string | null;
  readonly bytes: number;
  /** Where the first bytes tell it. */
  readonly shape: readonly number[] | null;
  /** Bytes that reading and preparing it take, at least where the shape is not known. */
  readonly memory: number;
}

/**
 * Looks at the first bytes of a file.
 *
 * @throws InvalidArgumentError if it is larger than can be read here.
 */
export async function inspectFile(file: File): Promise<Inspected> {
  checkSize(file);
  const first = new Uint8Array(await file.slice(0, DETECT_BYTES).arrayBuffer());
  const bytes = file.size;
  const format = detectFormat(first, file.name, bytes);
  // A prepared copy of float32 values, and the 8 bits a value that exact search keeps.
  const unknown = { format, bytes, shape: null, memory: 2.25 * bytes };
  if (format !== 'npy') return unknown;
  const { shape, type } = readNpyFile(first);
  if (type.is !== 'numbers') return unknown;
  const values = (bytes - readNpyFile(first).start) / itemSize(type.dtype);
  const converted = type.dtype === 'float32' ? 0 : 4 * values;
  return { format, bytes, shape, memory: bytes + converted + 5 * values };
}

/**
 * Reads files of any format that `readContents` knows. Labels are in the file of points, in one of their
 * own, or nowhere. Nothing but what it returns is changed: whoever calls keeps what he had if it fails.
 */
export async function readFiles(files: OwnFiles, options: ReadingOptions): Promise<ReadFiles> {
  const { points, labels, array, labelColumn, missing } = files;
  for (const file of [points, labels]) if (file) checkSize(file);
  const notes: string[] = [];
  const onWarning = (note: string) => notes.push(note);
  const total = points.size + (labels?.size ?? 0);
  const reading = { ...options, total };
  const bytes = await readBytes(points, reading, 0);
  const labelBytes = labels ? await readBytes(labels, reading, points.size) : undefined;
  options.report({ stage: 'unpacking', loaded: total, total });
  await pause(options.signal);
  const table = { labelColumn, missing, onWarning };
  const { name } = points;
  const contents = await inFile(name, () =>
    readContents(bytes, { name, maxBytes: MOST_BYTES, pointsColumn: array, ...table }),
  );
  const shared = { name, array, maxBytes: MOST_BYTES, ...table };
  const hasLabels = labelBytes || (await inFile(name, () => ownLabels(contents, files, onWarning)));
  const read = hasLabels
    ? await datasetFrom(contents, { ...shared, labels: labelBytes, labelsName: labels?.name })
    : { ...(await pointsFrom(contents, shared)), labels: null, classNames: null };
  checkRows(read);
  await pause(options.signal);
  const unread = read.labels ? [] : (contents.notRead ?? []).map((each) => each.name);
  return {
    dataset: { ...read, ids: await idsOf(contents, read.rows), isBundled: false },
    notes,
    unread,
  };
}

/** Labels that nobody asked for, and that can't be classes, are none. */
async function ownLabels(
  { arrays }: FileContents,
  { array, labelColumn }: OwnFiles,
  onWarning: (note: string) => void,
): Promise<FileArray | null> {
  const own = chooseLabels(arrays, choosePoints(arrays, array), labelColumn);
  if (own === null || labelColumn !== undefined) return own;
  try {
    await labelsOf(own);
    return own;
  } catch (error) {
    if (!(error instanceof HashplaneError)) throw error;
    onWarning(`${own.name} is passed over as labels: ${error.message}`);
    return null;
  }
}

async function idsOf(
  { arrays }: FileContents,
  kept: Uint32Array | undefined,
): Promise<string[] | null> {
  const ids = await chooseIds(arrays)?.readTexts?.();
  if (!ids) return null;
  return kept ? Array.from(kept, (row) => ids[row]) : ids;
}

function checkSize({ name, size }: File): void {
  if (size <= MOST_BYTES) return;
  const given = (size / 2 ** 30).toFixed(1);
  throw new InvalidArgumentError(
    `${name} has ${given} GiB, and this page reads files up to 1 GiB: give a part of the rows, or run ` +
      '"npx hashplane tutorial --data" on it in a terminal',
  );
}

/** All bytes of a file, which is read piece by piece so that reading can be seen and cancelled. */
async function readBytes(
  file: File,
  { report, signal, total }: ReadingOptions & { total: number },
  before: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  let at = 0;
  let told = -1;
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) await reader.cancel();
    signal.throwIfAborted();
    if (done) break;
    bytes.set(value, at);
    at += value.length;
    const percent = Math.floor((100 * (before + at)) / total);
    if (percent === told) continue;
    told = percent;
    report({ stage: 'reading', loaded: before + at, total });
    await pause(signal);
  }
  return bytes;
}
