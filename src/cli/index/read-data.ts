import { dirname, relative, resolve, sep } from 'node:path';
import type { Kernels } from '../../kernels/api.ts';
import { readsFields } from '../entries.ts';
import { tableOptions } from '../options/table.ts';
import { isOfPictures } from '../pictures/is-of-pictures.ts';
import { readPictures } from '../pictures/read-pictures.ts';
import { type PictureMetadata, settingsFrom } from '../pictures/settings.ts';
import { type LabelUse, readVectors, type VectorsOfFile } from '../read-vectors.ts';
import type { WorkTools } from '../work.ts';
import type { IndexOptions } from './options.ts';

/** What an index is made of. */
export interface IndexData {
  readonly vectors: VectorsOfFile;
  /** What the index remembers of them, if they were pictures. */
  readonly pictures?: PictureMetadata;
  /** Pictures that were left out. */
  readonly broken?: readonly string[];
}

/** Vectors of a file, or of the pictures at a path. */
export async function readIndexData(
  path: string,
  options: IndexOptions,
  use: LabelUse,
  kernels: Kernels,
  tools: WorkTools,
): Promise<IndexData> {
  if (await isOfPictures(path, options)) {
    const settings = settingsFrom(options);
    const vectors = await readPictures(path, { kernels, settings, options, ...tools });
    const from = relative(dirname(resolve(options.out)), resolve(path))
      .split(sep)
      .join('/');
    return { vectors, pictures: { ...settings, from }, broken: vectors.broken };
  }
  tools.progress.update(`reading ${path}`, 0);
  const table = tableOptions(options, tools.progress);
  const reading = { ...options, ...table, readFields: readsFields(options) };
  return { vectors: await readVectors(path, reading, use) };
}
