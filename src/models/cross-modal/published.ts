import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { partitionSpace } from '../partition.ts';
import { bitSigns, constantBits } from '../signs.ts';
import { regularise } from '../similarity.ts';
import type { ReadPairs } from './pairs.ts';
import { learnScaling, scaledRows } from './scaling.ts';
import { type CrossModalSettings, readCrossModalSettings } from './settings.ts';
import { type LearnedSides, sideModel, type VariantContext } from './sides.ts';

/**
 * Regularised cross-modal hashing as published: random hyperplanes in text space give bits; each round
 * smooths them over the graph and fits linear support vector machines to them, a set on texts and a set on
 * images; those of texts hash the texts for the next round.
 */
export async function learnAsPublished(
  { texts, images, similarity }: ReadPairs,
  given: Partial<CrossModalSettings>,
  { kernels, bits, seed, reporter, signal }: VariantContext,
): Promise<LearnedSides> {
  const settings = readCrossModalSettings(given);
  const { textScaling, imageScaling, alpha, iterations, cost } = settings;
  const textScale = learnScaling('texts', texts, textScaling);
  const imageScale = learnScaling('images', images, imageScaling);
  const seenTexts = scaledRows(texts, textScale);
  const seenImages = scaledRows(images, imageScale);
  const random = new RandomState(seed);
  const initial = bitSigns(kernels, gaussianHyperplanes(random, texts.cols, bits), seenTexts);
  const learner = svmDualCoordinateDescent({ cost, seed });
  let signs = initial;
  let smoothed = initial;
  let textBits = null;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    signal?.throwIfAborted();
    const step = { signs, initial, bits, alpha, rule: 'paper' } as const;
    smoothed = regularise(kernels, step, similarity);
    const problem = {
      points: seenTexts,
      signs: smoothed,
      bits,
      constant: constantBits(smoothed, bits),
    };
    const share = 70 / iterations;
    const onProgress = reporter.part(
      `iteration ${iteration} of ${iterations}`,
      (iteration - 1) * share,
      iteration * share,
    );
    textBits = await partitionSpace(kernels, learner, problem, random, { onProgress, signal });
    signs = textBits.signs();
  }
  if (!textBits) throw new Error('there is at least one iteration');
  // The images' machines of earlier rounds would be replaced: only the last bits count.
  const problem = {
    points: seenImages,
    signs: smoothed,
    bits,
    constant: constantBits(smoothed, bits),
  };
  const onProgress = reporter.part('images', 70, 95);
  const imageBits = await partitionSpace(kernels, learner, problem, random, { onProgress, signal });
  return {
    texts: sideModel(textScale, null, textBits.hyperplanes, textBits.offsets),
    images: sideModel(imageScale, null, imageBits.hyperplanes, imageBits.offsets),
    settings: { textScaling, imageScaling, alpha, iterations, cost },
    facts: {},
  };
}
