import { FormatError, HashplaneError, InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import { classNamesFor, type KnownClassNames } from './class-names.ts';
import { isIdx, readIdx } from './idx.ts';
import { inflate, isGzip } from './inflate.ts';
import { findVariable, listMat5, matVersion } from './mat5.ts';
import { isNpy, readNpy } from './npy.ts';
import { type NumericArray, toLabels, toMatrix } from './numeric.ts';

/** How the values of a point make an image: row-major pixels of `channels` values from 0 to 255. */
export interface ImageShape {
  width: number;
  height: number;
  channels: number;
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
}

/** Formats that {@link detectFormat} tells apart by content. Not all of them are read. */
export type DataFormat = 'gzip' | 'zip' | 'mat4' | 'mat5' | 'mat7.3' | 'npy' | 'idx';

/** What {@link readDataset} needs to know. */
export interface DatasetOptions {
  /** Name of the file, for messages and the dataset. */
  name: string;
  /** The labels' file (IDX or .npy, perhaps gzipped), unless the points' file has them. */
  labels?: Uint8Array;
  /** Name of the labels' file, for messages. Default: "labels of" and the name. */
  labelsName?: string;
  /** Names of the classes: those of a known data set, or a list. Default: none. */
  classNames?: KnownClassNames | readonly string[];
  /** The most bytes that a gzipped file may inflate to. Default: 2 GiB. */
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 2 ** 31;

/** The format that `bytes` begin as, or null if it is none of those known. */
export function detectFormat(bytes: Uint8Array): DataFormat | null {
  if (isGzip(bytes)) return 'gzip';
  if (isNpy(bytes)) return 'npy';
  if (isIdx(bytes)) return 'idx';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return 'zip';
  return matVersion(bytes);
}

/**
 * Reads a labelled dataset, whose format is found by content: a MATLAB v5 file with the variables
 * `X` (n x d) and `X_class` (n labels), or points as IDX or .npy with a second file of labels.
 * Each may be gzipped. Images (uint8, n x height x width, perhaps x 1, 3 or 4 channels) are
 * flattened to rows.
 *
 * Cost: inflating, and one copy of the points; row-major float32 .npy points stay a view into
 * `bytes`, which must then not be changed.
 *
 * @throws FormatError, which names the file and the byte: an unknown or damaged file.
 * @throws InvalidArgumentError, which names the file: sound files that make no dataset (no rows, no
 * labels or too few, shapes, labels that are not whole, points that are not finite).
 */
export async function readDataset(bytes: Uint8Array, options: DatasetOptions): Promise<Dataset> {
  const { name, labels, classNames, maxBytes = DEFAULT_MAX_BYTES } = options;
  const labelsName = options.labelsName ?? `labels of ${name}`;
  const parts = await inFile(name, async () => {
    const file = await unpack(bytes, maxBytes);
    if (matVersion(file)) return readMatParts(file, labels !== undefined);
    return { ...pointsOf(readArray(file), 'the array of points'), labels: null };
  });
  const found = parts.labels ?? (await readLabels(name, labels, labelsName, maxBytes));
  return inFile(name, () => {
    const { points, image } = parts;
    checkPoints(points, found);
    const names = classNames === undefined ? null : classNamesFor(found, classNames);
    return { name, points, labels: found, classNames: names, ...(image && { image }) };
  });
}

interface Points {
  points: Matrix;
  image?: ImageShape;
}

async function readMatParts(
  file: Uint8Array,
  haveLabels: boolean,
): Promise<Points & { labels: Int32Array }> {
  if (haveLabels) {
    throw new InvalidArgumentError('a .mat file has its own labels, X_class: give no others');
  }
  const variables = await listMat5(file);
  const [x, xClass] = ['X', 'X_class'].map((name) => findVariable(variables, name));
  // The labels first: they are small, and their faults show before the points are inflated.
  const labels = toLabels(await xClass.read(), 'X_class');
  const points = toMatrix(await x.read(), 'X');
  if (points.rows !== labels.length && points.cols === labels.length) {
    throw new InvalidArgumentError(
      `X is ${points.rows} x ${points.cols} with ${labels.length} labels: save it transposed, ` +
        'with a row for each point',
    );
  }
  return { points, labels };
}

async function readLabels(
  name: string,
  bytes: Uint8Array | undefined,
  labelsName: string,
  maxBytes: number,
): Promise<Int32Array> {
  if (bytes === undefined) {
    throw new InvalidArgumentError(`${name}: there are no labels: give a file of labels with it`);
  }
  return inFile(labelsName, async () => toLabels(readArray(await unpack(bytes, maxBytes))));
}

function pointsOf(array: NumericArray, what: string): Points {
  const points = toMatrix(array, what);
  const { shape, dtype } = array;
  const channels = shape.length === 4 ? shape[3] : 1;
  if (dtype === 'uint8' && [3, 4].includes(shape.length) && [1, 3, 4].includes(channels)) {
    return { points, image: { width: shape[2], height: shape[1], channels } };
  }
  return { points };
}

/** The file itself, or what it inflates to if it is gzipped. */
async function unpack(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  return isGzip(bytes) ? inflate(bytes, 'gzip', { maxBytes }) : bytes;
}

function readArray(bytes: Uint8Array): NumericArray {
  if (bytes.length === 0) throw new FormatError('the file is empty', 0);
  const format = detectFormat(bytes);
  if (format === 'npy') return readNpy(bytes);
  if (format === 'idx') return readIdx(bytes);
  if (format === null) throw new FormatError('the format is not known: none of .mat, .npy, IDX', 0);
  const hints: Record<string, string> = {
    zip: 'a zip archive (.npz?) is not read: save the arrays as .npy',
    gzip: 'gzip within gzip is not read: unpack it once',
  };
  throw new FormatError(hints[format] ?? 'a .mat file is not read here: give IDX or .npy', 0);
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
    throw new InvalidArgumentError(`${name}: ${cause.message}`, { cause });
  }
}
