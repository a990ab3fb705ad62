import { basename } from 'node:path';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import { chooseLabels, choosePoints } from '../data/choose-arrays.ts';
import { datasetFrom } from '../data/dataset.ts';
import { toMatrix } from '../data/numeric.ts';
import { inFile } from '../node/in-file.ts';
import { readContentsFile, readFileBytes } from '../node/read-file.ts';

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
}

/** Vectors of any format; labels may be in the file, in a second one, or nowhere. */
export async function readVectors(
  path: string,
  { labels, array, labelColumn }: VectorsOptions,
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
    });
  }
  return inFile(path, async () => {
    const points = toMatrix(await chosen.read(), chosen.name || 'the array of vectors');
    if (points.rows === 0) throw new InvalidArgumentError('there are no vectors: it has no rows');
    checkFinite('vectors', points);
    return { points, labels: null, classNames: null };
  });
}
