import { basename } from 'node:path';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import { toMatrix } from '../data/arrays/numeric.ts';
import { chooseLabels, choosePoints } from '../data/dataset/choose-arrays.ts';
import { CLASS_NAMES, type KnownClassNames } from '../data/dataset/class-names.ts';
import { datasetFrom } from '../data/dataset/dataset.ts';
import { inFile } from '../node/in-file.ts';
import { readContentsFile, readFileBytes } from '../node/read-file.ts';
import { UsageError } from './errors.ts';

/** Vectors, with the classes of those that have some. */
export interface VectorsOfFile {
  readonly points: Matrix;
  readonly labels: Int32Array | null;
  readonly classNames: readonly string[] | null;
}

/** Where vectors are in a file, and their labels. */
export interface VectorsOptions {
  readonly labels?: string;
  readonly array?: string;
  readonly labelColumn?: string;
  /** A data set whose names are known, or the names of classes 0, 1, ... separated by commas. */
  readonly classNames?: string;
}

/** Vectors of any format; labels may be in the file, in a second one, or nowhere. */
export async function readVectors(
  path: string,
  { labels, array, labelColumn, classNames }: VectorsOptions,
): Promise<VectorsOfFile> {
  const [contents, labelBytes] = await Promise.all([
    readContentsFile(path, { labelColumn, pointsColumn: array }),
    labels === undefined ? undefined : readFileBytes(labels),
  ]);
  const name = basename(path);
  const chosen = await inFile(path, () => choosePoints(contents.arrays, array));
  const own = await inFile(path, () => chooseLabels(contents.arrays, chosen, labelColumn));
  if (own || labelBytes) {
    const labelsName = labels === undefined ? undefined : basename(labels);
    return datasetFrom(contents, {
      name,
      array,
      labelColumn,
      ...(labelBytes && { labels: labelBytes, labelsName }),
      ...(classNames !== undefined && { classNames: namesOf(classNames) }),
    });
  }
  if (classNames !== undefined) {
    throw new UsageError('--class-names needs labels: give their file with --labels');
  }
  return inFile(path, async () => {
    const points = toMatrix(await chosen.read(), chosen.name || 'the array of vectors');
    if (points.rows === 0) throw new InvalidArgumentError('there are no vectors: it has no rows');
    checkFinite('vectors', points);
    return { points, labels: null, classNames: null };
  });
}

function namesOf(given: string): KnownClassNames | string[] {
  return Object.hasOwn(CLASS_NAMES, given) ? (given as KnownClassNames) : given.split(',');
}
