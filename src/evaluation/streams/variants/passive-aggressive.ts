import { PassiveAggressiveStream } from '../../../learners/passive-aggressive.ts';
import { StreamCodewords } from '../../../models/streaming/stream-codewords.ts';
import { LinearParts } from './linear.ts';
import type { StartStreamLearner } from './variant.ts';

/** A hyperplane a bit, moved by each point and forgetting it; targets are class codewords. */
export const passiveAggressiveVariant: StartStreamLearner = (kernels, { settings, seed, pool }) => {
  const { bits, cost } = settings;
  const codewords = new StreamCodewords(bits, seed);
  const stream = new PassiveAggressiveStream(kernels, { bits, dimensions: pool.cols, cost });
  const linear = new LinearParts(kernels, pool);
  return {
    changes: null,
    learn(points, labels) {
      codewords.add(codewords.newAmong(labels));
      const signs = new Int8Array(points.rows * bits);
      for (const [i, place] of codewords.placesOf(labels).entries()) {
        signs.set(codewords.codewords.subarray(place * bits, (place + 1) * bits), i * bits);
      }
      stream.partialFit(linear.prepare(points), signs);
    },
    hasher: () => linear.hasher(stream.hyperplanes, null),
    dispose: () => stream.dispose(),
  };
};
