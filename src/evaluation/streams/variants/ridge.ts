import { BalancedRidge } from '../../../models/streaming/balanced-ridge.ts';
import { hyperplanesOf } from '../../../models/streaming/hyperplanes-of-scores.ts';
import { StreamCodewords } from '../../../models/streaming/stream-codewords.ts';
import { LinearParts } from './linear.ts';
import type { StartStreamLearner } from './variant.ts';

/** For each point, of norm 1 at most. */
const RIDGE = 1e-5;

/** Class-balanced ridge regression of class codewords on the points themselves. */
export const ridgeVariant: StartStreamLearner = (kernels, { settings, seed, pool }) => {
  const codewords = new StreamCodewords(settings.bits, seed);
  const ridge = new BalancedRidge(kernels, pool.cols);
  const linear = new LinearParts(kernels, pool);
  return {
    changes: null,
    learn(points, labels) {
      codewords.add(codewords.newAmong(labels));
      ridge.add(linear.prepare(points).data, codewords.placesOf(labels));
    },
    hasher() {
      const { codewords: words, bits } = codewords;
      const { hyperplanes, offsets } = hyperplanesOf(ridge.solve(RIDGE), words, bits);
      return linear.hasher(hyperplanes, offsets);
    },
    dispose: () => ridge.dispose(),
  };
};
