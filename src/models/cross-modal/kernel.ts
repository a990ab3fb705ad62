import { Matrix } from '../../core/matrix.ts';
import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { startFeatureMap } from '../../features/start-feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import { codewordHyperplanes } from '../graded/codeword-hyperplanes.ts';
import { inBatches } from '../self-training/linear-systems.ts';
import { bitSigns, constantBits } from '../signs.ts';
import { regularise } from '../similarity.ts';
import { byClasses, byTargets, type Judge } from './judge.ts';
import type { ReadPairs } from './pairs.ts';
import { learnScaling, scaledRows, stacked } from './scaling.ts';
import { CROSS_MODAL_DEFAULTS, type CrossModalSettings } from './settings.ts';
import { chooseSharpness } from './sharpness.ts';
import {
  type LearnedSides,
  rootsOfProbabilities,
  sideModel,
  type VariantContext,
} from './sides.ts';
import { fitSide, type SimilaritySide } from './similarity-side.ts';

/** Rows whose features are computed together. */
const BATCH = 1024;

/** Both sides of regressions, the images' also of what the texts say of unlabelled pairs. */
export async function learnByKernels(
  pairs: ReadPairs,
  given: Partial<CrossModalSettings>,
  context: VariantContext,
): Promise<LearnedSides> {
  return pairs.similarity instanceof Int32Array
    ? learnClasses(pairs, pairs.similarity, given, context)
    : learnBits(pairs, given, context);
}

/** Graded codes of class probabilities. */
async function learnClasses(
  pairs: ReadPairs,
  labels: Int32Array,
  given: Partial<CrossModalSettings>,
  context: VariantContext,
): Promise<LearnedSides> {
  const { kernels, bits, seed } = context;
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const numbers = new Map(classes.map((label, c) => [label, c]));
  const classOf = Uint32Array.from(labels, (label) => numbers.get(label) as number);
  const targets = new Matrix(
    new Float32Array(labels.length * classes.length),
    labels.length,
    classes.length,
  );
  classOf.forEach((own, i) => {
    targets.row(i)[own] = 1;
  });
  const judge = byClasses(classOf);
  const calibratedText = await textSide(pairs.texts, targets, given, judge, context);
  const guess = (texts: Matrix) => mapped(kernels, calibratedText, texts, 1, context);
  const calibratedImage = await imageSide(pairs, targets, given, judge, guess, context);
  const sharpness = await chooseSharpness(
    {
      // The same rows judge on both sides: as many are known, and the seed is one.
      texts: calibratedText.ridge.leftOut,
      images: calibratedImage.ridge.leftOut,
      textScale: calibratedText.scale,
      imageScale: calibratedImage.scale,
      classOf: Uint32Array.from(calibratedText.ridge.judged, (row) => classOf[row]),
    },
    { texts: given.textSharpness, images: given.imageSharpness },
    { signal: context.signal },
  );
  const text = { ...calibratedText, scale: calibratedText.scale * sharpness.texts };
  const image = { ...calibratedImage, scale: calibratedImage.scale * sharpness.images };
  const hyperplanes = codewordHyperplanes(classes.length, bits, { seed });
  const model = async (side: SimilaritySide, points: Matrix) => {
    const roots = await mapped(kernels, side, points, 0.5, context);
    return sideModel(side.scaling, featuresOf(side), hyperplanes, offsetsAbout(hyperplanes, roots));
  };
  return {
    texts: await model(text, pairs.texts),
    images: await model(image, pairs.images),
    settings: {
      ...settingsOf(text, image, given),
      textSharpness: sharpness.texts,
      imageSharpness: sharpness.images,
    },
    facts: { classes: classes.length, textLoss: text.loss, imageLoss: image.loss },
  };
}

/** Bits of texts, smoothed over the graph, and a regression of them on either side. */
async function learnBits(
  { similarity, ...pairs }: ReadPairs,
  given: Partial<CrossModalSettings>,
  context: VariantContext,
): Promise<LearnedSides> {
  const { kernels, bits, seed } = context;
  const { texts } = pairs;
  const centred = scaledRows(texts, learnScaling('texts', texts, given.textScaling ?? 'centre'));
  const hyperplanes = gaussianHyperplanes(new RandomState(seed), texts.cols, bits);
  const initial = bitSigns(kernels, hyperplanes, centred);
  const alpha = given.alpha ?? CROSS_MODAL_DEFAULTS.alpha;
  const step = { signs: initial, initial, bits, alpha, rule: 'paper' } as const;
  const signs = Float32Array.from(regularise(kernels, step, similarity));
  // A bit on which all agree after the step says nothing: it stays as it was.
  for (const j of constantBits(Int8Array.from(signs), bits)) {
    for (let at = j; at < signs.length; at += bits) signs[at] = initial[at];
  }
  const targets = new Matrix(signs, texts.rows, bits);
  const judge = byTargets(targets);
  const text = await textSide(texts, targets, given, judge, context);
  const model = ({ scaling, ridge }: SimilaritySide) =>
    sideModel(scaling, ridge.featureMap, ridge.weights, ridge.offsets);
  const guess = (others: Matrix) => clippedProjections(kernels, text, others, context);
  const image = await imageSide({ ...pairs, similarity }, targets, given, judge, guess, context);
  return {
    texts: model(text),
    images: model(image),
    settings: { ...settingsOf(text, image, given), alpha },
    facts: { textLoss: text.loss, imageLoss: image.loss },
  };
}

function textSide(
  points: Matrix,
  targets: Matrix,
  given: Partial<CrossModalSettings>,
  judge: Judge,
  { kernels, seed, reporter, signal }: VariantContext,
): Promise<SimilaritySide> {
  const { textScaling: scaling, textWidth: width, textRidge: ridge } = given;
  const settings = { scaling, width, ridge, landmarks: landmarksOf(given) };
  const rows = { name: 'texts', points, targets, known: targets.rows };
  const onProgress = reporter.part('texts', 0, 40);
  return fitSide(kernels, rows, settings, judge, seed, { onProgress, signal });
}

/** The images' side, of labelled pairs and of what `guess` says of the others by their texts. */
async function imageSide(
  { images, unlabelled }: ReadPairs,
  targets: Matrix,
  given: Partial<CrossModalSettings>,
  judge: Judge,
  guess: (texts: Matrix) => Promise<Matrix>,
  { kernels, seed, reporter, signal }: VariantContext,
): Promise<SimilaritySide> {
  const { imageScaling: scaling, imageWidth: width, imageRidge: ridge } = given;
  const settings = { scaling, width, ridge, landmarks: landmarksOf(given) };
  const rows = {
    name: 'images',
    points: unlabelled ? stacked(images, unlabelled.images) : images,
    targets: unlabelled ? stacked(targets, await guess(unlabelled.texts)) : targets,
    known: targets.rows,
  };
  const onProgress = reporter.part('images', 40, 95);
  return fitSide(kernels, rows, settings, judge, seed, { onProgress, signal });
}

function landmarksOf({ landmarks = CROSS_MODAL_DEFAULTS.landmarks }: Partial<CrossModalSettings>) {
  return landmarks;
}

function settingsOf(
  text: SimilaritySide,
  image: SimilaritySide,
  given: Partial<CrossModalSettings>,
): Partial<CrossModalSettings> {
  return {
    textScaling: text.settings.scaling,
    imageScaling: image.settings.scaling,
    textWidth: text.settings.width,
    imageWidth: image.settings.width,
    textRidge: text.settings.ridge,
    imageRidge: image.settings.ridge,
    landmarks: landmarksOf(given),
  };
}

function featuresOf({ ridge, scale }: SimilaritySide) {
  return rootsOfProbabilities({ ...ridge, scale });
}

/** Class probabilities of raw rows to the power of `exponent`, rows x classes. */
async function mapped(
  kernels: Kernels,
  side: SimilaritySide,
  points: Matrix,
  exponent: 0.5 | 1,
  { signal }: VariantContext,
): Promise<Matrix> {
  const features = { ...featuresOf(side), exponent };
  const map = startFeatureMap(kernels, { kind: 'scaled', ...side.scaling, features });
  const out = new Matrix(new Float32Array(points.rows * map.features), points.rows, map.features);
  try {
    const step = (first: number, end: number) => {
      const { data, rows } = points.slice(first, end);
      map.map(data, rows, out.data.subarray(first * map.features, end * map.features));
    };
    await inBatches(points.rows, BATCH, step, { signal });
  } finally {
    map.dispose();
  }
  return out;
}

/** What the texts' regression says of raw rows, within -1 and 1: rows x bits. */
async function clippedProjections(
  kernels: Kernels,
  { scaling, ridge }: SimilaritySide,
  points: Matrix,
  { signal }: VariantContext,
): Promise<Matrix> {
  const { featureMap, weights, offsets } = ridge;
  const map = startFeatureMap(kernels, { kind: 'scaled', ...scaling, features: featureMap });
  const projector = kernels.createProjector(weights, offsets);
  const out = new Matrix(new Float32Array(points.rows * weights.rows), points.rows, weights.rows);
  try {
    const seen = new Float32Array(Math.min(BATCH, points.rows) * map.features);
    const step = (first: number, end: number) => {
      const { data, rows } = points.slice(first, end);
      map.map(data, rows, seen);
      projector.project(seen, rows, out.data.subarray(first * out.cols, end * out.cols));
    };
    await inBatches(points.rows, BATCH, step, { signal });
  } finally {
    map.dispose();
    projector.dispose();
  }
  for (let at = 0; at < out.data.length; at++) {
    out.data[at] = Math.min(1, Math.max(-1, out.data[at]));
  }
  return out;
}

/** Offsets for which bits are those of features about their mean over `features`. */
function offsetsAbout(hyperplanes: Matrix, features: Matrix): Float32Array {
  const { rows, cols, data } = features;
  const sums = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) sums[at % cols] += data[at];
  return Float32Array.from({ length: hyperplanes.rows }, (_, j) => {
    let sum = 0;
    for (let c = 0; c < cols; c++) sum += hyperplanes.data[j * cols + c] * sums[c];
    return -sum / rows;
  });
}
