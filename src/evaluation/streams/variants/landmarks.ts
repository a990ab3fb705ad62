import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import { landmarkStream } from '../../../models/streaming/landmark-stream.ts';
import type { CodeChanges } from '../../../models/streaming/stream.ts';
import type { StartStreamLearner } from './variant.ts';

/** `GraphRegularisedHashing.partialFit` with landmarks drawn from the pool. */
export const landmarksVariant: StartStreamLearner = (kernels, { settings, seed, pool }) => {
  const { bits, landmarks } = settings;
  const changes: CodeChanges[] = [];
  const stream = landmarkStream({ landmarks, unlabelled: pool });
  const hasher = new GraphRegularisedHashing({ kernels, bits, seed, stream });
  const keep = ({ changes: made }: { changes: CodeChanges | null }) => made && changes.push(made);
  return {
    changes,
    learn: async (points, labels) => {
      keep(await hasher.partialFit(points, labels));
    },
    hasher() {
      keep(hasher.catchUp());
      return hasher.frozen();
    },
    dispose: () => hasher.dispose(),
  };
};
