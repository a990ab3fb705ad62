import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { isPictures } from '../../node/picture-source/open.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import { UsageError } from '../errors.ts';
import { readPictures } from '../pictures/read-pictures.ts';
import { pictureMetadata, settingsOfIndex } from '../pictures/settings.ts';
import { readVectors, type VectorsOptions } from '../read-vectors.ts';
import type { WorkTools } from '../work.ts';
import type { SearchOptions } from './options.ts';

/** What is searched for. */
export interface Queries {
  readonly points: Matrix;
  /** Of pictures, their ids. */
  readonly names?: readonly string[];
}

/** Queries of a file of vectors; pictures, which are described as those of the index were. */
export async function readQueries(
  file: string,
  { metadata }: Pick<HashIndex, 'metadata'>,
  options: SearchOptions,
  reading: VectorsOptions,
  kernels: Kernels,
  tools: WorkTools,
): Promise<Queries> {
  const path = options.queries as string;
  const own = pictureMetadata(metadata);
  if (options.out !== undefined && !own) {
    throw new UsageError(`--out shows pictures, but ${file} was not made of any`);
  }
  if (!(await isPictures(path))) {
    const { points } = await readVectors(path, reading);
    return { points };
  }
  if (!own) {
    throw new UsageError(`${file} was not made of pictures: describe ${path} first`);
  }
  const settings = settingsOfIndex(file, own, {});
  const { strict, threads } = options;
  const read = { kernels, settings, options: { strict, threads, labels: false as const } };
  const { points, ids } = await readPictures(path, { ...read, ...tools });
  return { points, names: ids };
}
