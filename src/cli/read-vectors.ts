import { basename } from 'node:path';
import { classesFault } from '../core/check-classes.ts';
import { FormatError, HashplaneError, InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import type { FileArray } from '../data/arrays/file-array.ts';
import { toMatrix } from '../data/arrays/numeric.ts';
import type { FileContents } from '../data/contents.ts';
import { chooseIds, chooseLabels, choosePoints } from '../data/dataset/choose-arrays.ts';
import { CLASS_NAMES, type KnownClassNames } from '../data/dataset/class-names.ts';
import { datasetFrom, labelsOf } from '../data/dataset/dataset.ts';
import { filledNote, fillMissing } from '../data/dataset/missing.ts';
import type { Fields } from '../data/text/row-parser.ts';
import { inFile } from '../node/in-file.ts';
import { readContentsFile, readFileBytes } from '../node/read-file.ts';
import type { RowStreamOptions } from '../node/row-stream/row-stream.ts';
import { UsageError } from './errors.ts';
import { fieldsOf } from './fields.ts';

/** Vectors, with the classes and names of those that have some. */
export interface VectorsOfFile {
  readonly points: Matrix;
  readonly labels: Int32Array | null;
  readonly classNames: readonly string[] | null;
  /** The words of word vectors, one for each row of the file. */
  readonly ids: readonly string[] | null;
  /** The rows of the file that are left, where some were left out; null if all are. */
  readonly rows: Uint32Array | null;
  /** Rows of the file. */
  readonly fileRows: number;
  /** What each row of the file has beside its vector; null unless that is asked for. */
  readonly fields: readonly Fields[] | null;
}

/** Where vectors are in a file, and their labels. */
export interface VectorsOptions extends RowStreamOptions {
  /** Their file; false if none are to be found by name either. */
  readonly labels?: string | false;
  /** A data set whose names are known, or the names of classes 0, 1, ... separated by commas. */
  readonly classNames?: string;
  /** Whether what rows have beside their vectors is read. Default: false. */
  readonly readFields?: boolean;
}

/**
 * What labels are for: nothing; names that are shown where there are some; or learning, which can't
 * do without.
 */
export type LabelUse = 'none' | 'shown' | 'learning';

/** Vectors of any format; labels may be in the file, in a second one, or nowhere. */
export async function readVectors(
  path: string,
  options: VectorsOptions,
  use: LabelUse = 'none',
): Promise<VectorsOfFile> {
  const { array, labelColumn, header, missing, onWarning, classNames } = options;
  const isRead = use !== 'none' && options.labels !== false;
  const table = { labelColumn, header, missing, onWarning };
  const { readFields = false } = options;
  const [contents, labelBytes] = await Promise.all([
    readContentsFile(path, { ...table, pointsColumn: array, readLabels: isRead, readFields }),
    isRead && options.labels ? readFileBytes(options.labels) : undefined,
  ]);
  const ids = await wordsOf(contents);
  const chosen = await inFile(path, () => choosePoints(contents.arrays, array));
  const fields = readFields
    ? await inFile(path, () => fieldsOf(contents, chosen, onWarning))
    : null;
  const own = isRead ? await inFile(path, () => ownLabels(contents, chosen, options, use)) : null;
  if (own || labelBytes) {
    const labelsName = options.labels ? basename(options.labels) : undefined;
    const dataset = await datasetFrom(contents, {
      name: basename(path),
      array,
      ...table,
      ...(labelBytes && { labels: labelBytes, labelsName }),
      ...(classNames !== undefined && { classNames: namesOf(classNames) }),
    });
    return { ...dataset, ids, rows: dataset.rows ?? null, fileRows: chosen.shape[0], fields };
  }
  if (classNames !== undefined) {
    throw new UsageError('--class-names needs labels: give their file with --labels');
  }
  const vectors = await inFile(path, () => unlabelled(chosen, options));
  return { ...vectors, ids, fileRows: chosen.shape[0], fields };
}

async function unlabelled(chosen: FileArray, { missing = 'error', onWarning }: VectorsOptions) {
  const all = toMatrix(await chosen.read(), chosen.name || 'the array of vectors');
  const { points, kept, count } = fillMissing(all, missing);
  const note = filledNote(missing, count);
  if (note) onWarning?.(note);
  if (points.rows === 0) throw new InvalidArgumentError('there are no vectors: it has no rows');
  checkFinite('vectors', points);
  return { points, labels: null, classNames: null, rows: kept };
}

/** The labels in the file. Those that nobody asked for, and that can't be classes, are none. */
async function ownLabels(
  { arrays }: FileContents,
  points: FileArray,
  { labelColumn, onWarning }: VectorsOptions,
  use: LabelUse,
): Promise<FileArray | null> {
  const own = chooseLabels(arrays, points, labelColumn);
  if (own === null || labelColumn !== undefined || use === 'learning') return own;
  const fault = await faultOf(own);
  if (fault === null) return own;
  onWarning?.(`${own.name} is passed over: ${fault}`);
  return null;
}

async function faultOf(labels: FileArray): Promise<string | null> {
  try {
    return classesFault((await labelsOf(labels)).labels);
  } catch (error) {
    if (!(error instanceof HashplaneError)) throw error;
    return error instanceof FormatError
      ? error.message.replace(/ \(at byte \d+\)$/, '')
      : error.message;
  }
}

/** Words are the ids of their vectors; columns of ids are those of whoever asks for them. */
async function wordsOf({ format, arrays }: FileContents): Promise<string[] | null> {
  if (format !== 'word-vectors' && format !== 'word2vec') return null;
  return (await chooseIds(arrays)?.readTexts?.()) ?? null;
}

function namesOf(given: string): KnownClassNames | string[] {
  return Object.hasOwn(CLASS_NAMES, given) ? (given as KnownClassNames) : given.split(',');
}
