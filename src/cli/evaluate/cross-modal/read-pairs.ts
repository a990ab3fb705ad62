import { basename } from 'node:path';
import { pause } from '../../../core/next-task.ts';
import { chooseLabelsAlone } from '../../../data/dataset/choose-arrays.ts';
import { labelsOf } from '../../../data/dataset/dataset.ts';
import {
  type CrossModalDataset,
  checkCrossModalDataset,
} from '../../../evaluation/cross-modal/dataset.ts';
import { inFile } from '../../../node/in-file.ts';
import { readContentsFile, readDatasetFile } from '../../../node/read-file.ts';
import { readVectors } from '../../read-vectors.ts';

/** Files of pairs. */
export interface PairFiles {
  readonly images: string;
  readonly texts: string;
  /** Of classes; undefined where the file of images has them. */
  readonly labels: string | undefined;
  /** Of what stays together in a split. */
  readonly groups: string | undefined;
  readonly name: string | undefined;
}

/** Images, texts and classes of files of any format, row by row. */
export async function readPairs(
  { images, texts, labels, groups, name }: PairFiles,
  signal: AbortSignal,
): Promise<CrossModalDataset> {
  const pictures = await readDatasetFile(images, { labels });
  await pause(signal);
  const words = await readVectors(texts, { labels: false });
  await pause(signal);
  const dataset = {
    name: name ?? `${basename(images)} and ${basename(texts)}`,
    images: pictures.points,
    texts: words.points,
    labels: pictures.labels,
    groups: groups === undefined ? null : await readGroups(groups),
  };
  checkCrossModalDataset(dataset);
  return dataset;
}

/** Numbers, or texts, which are numbered. */
async function readGroups(path: string): Promise<Int32Array> {
  const { arrays } = await readContentsFile(path);
  return inFile(path, async () => (await labelsOf(chooseLabelsAlone(arrays))).labels);
}
