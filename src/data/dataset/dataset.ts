import { show } from '../../core/checks.ts';
import {
  BackendError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
} from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { checkFinite, type Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { findArray } from '../arrays/find-array.ts';
import { toLabels } from '../arrays/labels.ts';
import { type NumericArray, toMatrix } from '../arrays/numeric.ts';
import { checkReading, type FileContents, readContents } from '../contents.ts';
import { chooseLabels, chooseLabelsAlone, choosePoints, numberTexts } from './choose-arrays.ts';
import { CLASS_NAMES, classNamesFor, type KnownClassNames } from './class-names.ts';
import { filledNote, fillMissing } from './missing.ts';
import { checkMissingRule, type MissingRule } from './missing-rules.ts';

/** How the values of a point make an image: row-major pixels of `channels` values from 0 to 255. */
export interface ImageShape {
  width: number;
  height: number;
  channels: number;
  /** Whether all values of one channel come before those of the next, as CIFAR-10 has them. */
  planar?: boolean;
}

/** Points with their class labels: `labels[i]` belongs to row i of `points`. */
export interface Dataset {
  /** Where it came from: a file's name. */
  name: string;
  /** n x d, all finite. */
  points: Matrix;
  /** n class labels. */
  labels: Int32Array;
  /** The name of class i at place i, if they were asked for. */
  classNames: string[] | null;
  /** Present if the points are images. */
  image?: ImageShape;
  /** The rows of the file that are left, where `missing: 'drop-row'` left some out. */
  rows?: Uint32Array;
}

/** Options of {@link readDataset}. */
export interface DatasetOptions {
  /** Name of the file, for messages and the dataset. */
  name: string;
  /** The labels' file, of any format, unless the points' file has them. */
  labels?: BytesLike;
  /** Name of the labels' file, for messages. Default: "labels of" and the name. */
  labelsName?: string;
  /** Names of the classes: those of a known data set, or a list. Default: none. */
  classNames?: KnownClassNames | readonly string[];
  /** Name of the points' array, column or key, where the file has several. */
  array?: string;
  /** Name of the labels' array, column or key; in tables also its place from 1 (-1: the last). */
  labelColumn?: string | number;
  /** Whether the first line of a table is a header. Default: what it holds decides. */
  header?: boolean;
  /** What becomes of missing numbers. Default: `error`; with others points are copied. */
  missing?: MissingRule;
  /** Called with what was guessed or filled in, a line each. */
  onWarning?: (message: string) => void;
  /** The most bytes that a packed file may inflate to. Default: 2 GiB. */
  maxBytes?: number;
}

/**
 * Reads a labelled dataset of any format that `readContents` knows, found by content. The points
 * are the array called X, points, vectors, embeddings..., or the only one of two dimensions; the
 * labels the one called X_class, label, class, y..., or a second file. Labels may be whole numbers
 * or texts, which are numbered in alphabetical order and become the names of the classes. Images
 * (uint8, n x height x width, perhaps x 1, 3 or 4 channels) are flattened to rows.
 *
 * Bytes are a buffer, or a view of any type of one.
 *
 * Cost: unpacking, and one copy of the points; row-major float32 points that were not packed stay a
 * view into `bytes`, which must then not be changed.
 *
 * @throws FormatError, which names the file and the byte: an unknown or damaged file.
 * @throws InvalidArgumentError, which names the file: sound files that make no dataset (no rows, no
 * labels or too few, shapes, labels that are not whole, points that are not finite).
 */
export async function readDataset(given: BytesLike, options: DatasetOptions): Promise<Dataset> {
  const bytes = asBytes('bytes', given);
  const files = { name: 1, labels: 1, labelsName: 1, classNames: 1 } as const;
  const table = { array: 1, labelColumn: 1, header: 1, missing: 1, onWarning: 1 } as const;
  checkOptions('readDataset', options, { ...files, ...table, maxBytes: 1 });
  const { name, labels, labelsName } = options;
  if (typeof name !== 'string') {
    throw new InvalidArgumentError(`name, of the file, must be a text, not ${show(name)}`);
  }
  checkReading({ ...options, name: labelsName });
  checkReading(options);
  if (labels !== undefined) asBytes('labels', labels);
  return datasetFrom(
    await inFile(options.name, () => contentsOf(bytes, options.name, options)),
    options,
  );
}

/** The dataset that opened contents make; see {@link readDataset}. */
export async function datasetFrom(
  contents: FileContents,
  options: DatasetOptions,
): Promise<Dataset> {
  const { name, labels, classNames, missing } = options;
  if (missing !== undefined) checkMissingRule(missing);
  const labelsName = options.labelsName ?? `labels of ${name}`;
  const { points, own } = await inFile(name, () => chooseParts(contents, options));
  // The labels first: they are small, and their faults show before the points are unpacked.
  const found = own
    ? await inFile(name, () => labelsOf(own))
    : await readLabels(name, labels, labelsName, options);
  return inFile(name, async () => {
    const { matrix, image } = pointsOf(await points.read(), points.name, contents.format);
    checkTransposed(matrix, found.labels.length);
    const { points: filled, labels: kept, rows } = fillPoints(matrix, found.labels, options);
    checkPoints(filled, kept);
    const given = classNames === undefined ? null : classNamesFor(kept, classNames);
    const known = contents.format === 'cifar10' ? [...CLASS_NAMES['cifar-10']] : null;
    const names = given ?? found.names ?? known;
    return {
      name,
      points: filled,
      labels: kept,
      classNames: names,
      ...(image && { image }),
      ...(rows && { rows }),
    };
  });
}

/** Points without missing numbers, and the labels of the rows that are left. */
function fillPoints(
  points: Matrix,
  labels: Int32Array,
  { missing = 'error', onWarning }: DatasetOptions,
) {
  const { points: filled, kept, count } = fillMissing(points, missing);
  const note = filledNote(missing, count);
  if (note) onWarning?.(note);
  const own = kept && labels.length === points.rows;
  const left = own ? Int32Array.from(kept, (row) => labels[row]) : labels;
  return { points: filled, labels: left, rows: kept };
}

function contentsOf(bytes: BytesLike, name: string, options: DatasetOptions) {
  const { array: pointsColumn, maxBytes, labelColumn, header, missing, onWarning } = options;
  const table = { labelColumn, pointsColumn, header, missing, onWarning };
  return readContents(bytes, { name, maxBytes, ...table });
}

/** The points' array, and the labels' unless a file of labels is given. */
function chooseParts(contents: FileContents, { labels, array, labelColumn }: DatasetOptions) {
  const { arrays, format } = contents;
  const isMat = format.startsWith('mat');
  const points = isMat && array === undefined ? matPoints(arrays) : choosePoints(arrays, array);
  const own = chooseLabels(arrays, points, labels ? undefined : labelColumn);
  if (labels && own) {
    const what = isMat ? 'a .mat file' : 'the file';
    throw new InvalidArgumentError(`${what} has its own labels, ${own.name}: give no others`);
  }
  if (isMat && !own && !labels) findArray(arrays, 'X_class');
  return { points, own };
}

function matPoints(arrays: readonly FileArray[]): FileArray {
  return arrays.length === 1 ? findArray(arrays, 'X') : choosePoints(arrays);
}

/** Class labels, one a point. */
export interface Labels {
  readonly labels: Int32Array;
  /** Where they were texts. */
  readonly names: string[] | null;
}

/** An array as class labels: whole numbers, or texts, which are numbered. */
export async function labelsOf(array: FileArray): Promise<Labels> {
  if (array.readTexts) return numberTexts(await array.readTexts());
  return { labels: toLabels(await array.read(), array.name || 'the labels'), names: null };
}

async function readLabels(
  name: string,
  bytes: BytesLike | undefined,
  labelsName: string,
  options: DatasetOptions,
): Promise<Labels> {
  if (bytes === undefined) {
    throw new InvalidArgumentError(
      `${name}: there are no labels: give a file of them with --labels, or name their column with ` +
        '--label-column',
    );
  }
  return inFile(labelsName, async () => {
    const { arrays } = await contentsOf(bytes, labelsName, options);
    return labelsOf(chooseLabelsAlone(arrays, options.labelColumn));
  });
}

function pointsOf(
  array: NumericArray,
  name: string,
  format: FileContents['format'],
): { matrix: Matrix; image?: ImageShape } {
  const matrix = toMatrix(array, name || 'the array of points');
  const { shape, dtype } = array;
  if (format === 'cifar10') {
    return { matrix, image: { width: 32, height: 32, channels: 3, planar: true } };
  }
  const channels = shape.length === 4 ? shape[3] : 1;
  if (dtype === 'uint8' && [3, 4].includes(shape.length) && [1, 3, 4].includes(channels)) {
    return { matrix, image: { width: shape[2], height: shape[1], channels } };
  }
  return { matrix };
}

function checkTransposed({ rows, cols }: Matrix, labels: number): void {
  if (rows === labels || cols !== labels) return;
  throw new InvalidArgumentError(
    `X is ${rows} x ${cols} with ${labels} labels: save it transposed, with a row for each point`,
  );
}

function checkPoints(points: Matrix, labels: Int32Array): void {
  if (points.rows === 0) throw new InvalidArgumentError('there are no points: it has no rows');
  if (labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `there must be a label for each point, but there are ${labels.length} labels for ` +
        `${points.rows} points`,
    );
  }
  checkFinite('points', points);
}

/** Runs `read`, and puts the name of the file before the messages of its errors. */
async function inFile<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof HashplaneError)) throw cause;
    if (cause instanceof FormatError) {
      const reason = cause.message.replace(/ \(at byte \d+\)$/, '');
      throw new FormatError(`${name}: ${reason}`, cause.offset, { cause });
    }
    // What reads the format can't be loaded here, whatever is in the file.
    if (cause instanceof BackendError) {
      throw new BackendError(`${name}: ${cause.message}`, { cause });
    }
    throw new InvalidArgumentError(`${name}: ${cause.message}`, { cause });
  }
}
