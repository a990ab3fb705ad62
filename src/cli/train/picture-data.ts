import { basename } from 'node:path';
import { classesFault } from '../../core/check-classes.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Kernels } from '../../kernels/api.ts';
import { isPictures } from '../../node/picture-source/open.ts';
import { UsageError } from '../errors.ts';
import { readPictures } from '../pictures/read-pictures.ts';
import { settingsFrom } from '../pictures/settings.ts';
import { readVectors } from '../read-vectors.ts';
import type { WorkTools } from '../work.ts';
import type { TrainJob } from './methods/method.ts';
import type { TrainOptions } from './options.ts';

/** Pictures as methods ask for data. They are described once, and held. */
export async function pictureData(
  path: string,
  options: TrainOptions,
  kernels: Kernels,
  tools: WorkTools,
): Promise<Pick<TrainJob, 'batches' | 'points' | 'labelled' | 'unlabelled'>> {
  const { unlabelled } = options;
  const settings = settingsFrom(options);
  const read = { kernels, settings, progress: tools.progress, signal: tools.signal };
  const vectors = await readPictures(path, { ...read, options });
  const { points, labels, classNames } = vectors;
  return {
    async *batches() {
      yield points;
    },
    points: async () => points,
    async labelled() {
      if (!labels) {
        throw new UsageError(`${path}: there are no labels: give --labels folders`);
      }
      const fault = classesFault(labels);
      if (fault) throw new InvalidArgumentError(`${path}: ${fault}`);
      const names = classNames && [...classNames];
      return { name: basename(path), points, labels, classNames: names };
    },
    async unlabelled() {
      if (unlabelled === undefined) return null;
      const isPictured = await isPictures(unlabelled);
      const { points: others } = isPictured
        ? await readPictures(unlabelled, { ...read, options: { ...options, labels: false } })
        : await readVectors(unlabelled, {});
      if (others.cols === points.cols) return others;
      throw new InvalidArgumentError(
        `${unlabelled}: rows have ${others.cols} values, where those of ${path} have ${points.cols}`,
      );
    },
  };
}
