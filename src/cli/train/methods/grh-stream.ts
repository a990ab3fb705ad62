import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import { landmarkStream } from '../../../models/streaming/landmark-stream.ts';
import { learnInBatches } from '../learn-in-batches.ts';
import type { TrainMethod } from './method.ts';

/** Graph regularised hashing as a stream learns it: its file can go on with new labels. */
export const grhStream: TrainMethod = {
  name: 'grh-stream',
  title: 'graph regularised hashing of a stream',
  settings: ['bits', 'seed', 'normalise', 'centre'],
  needsLabels: true,
  usesUnlabelled: true,
  async fit(job) {
    const { kernels, settings, labelled, unlabelled } = job;
    const { bits, seed, normalise, centre } = settings;
    const dataset = await labelled();
    const others = await unlabelled();
    const stream = landmarkStream({ ...(others && { unlabelled: others }) });
    const hasher = new GraphRegularisedHashing({ kernels, bits, seed, normalise, centre, stream });
    job.holdOn();
    const { summary, learned, isWhole } = await learnInBatches(hasher, dataset, job);
    return {
      hasher: { save: () => hasher.save({ state: true }) },
      summary,
      ...(!isWhole && { endedEarly: `the hasher of the first ${learned} points` }),
    };
  },
};
