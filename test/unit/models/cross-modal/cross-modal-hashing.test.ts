import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { hammingMeanAveragePrecision } from '../../../../src/evaluation/hamming-ranking.ts';
import { withSelf } from '../../../../src/graph/graph.ts';
import { labelOverlapGraph } from '../../../../src/graph/label-overlap.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { CrossModalHashing } from '../../../../src/models/cross-modal/cross-modal-hashing.ts';
import {
  CROSS_MODAL_VARIANTS,
  type CrossModalVariant,
} from '../../../../src/models/cross-modal/options.ts';
import type { FitProgress } from '../../../../src/models/fit-options.ts';
import { allBackends } from '../../../support/backends.ts';
import { pairedPoints, rowsFrom, somePairs } from '../../../support/paired-points.ts';

const kernels = createKernelsSync();
const CLASSES = 4;
const BITS = 24;
const all = pairedPoints(240, CLASSES, 3);
const learned = somePairs(all, rowsFrom(0, 80));
const others = somePairs(all, rowsFrom(80, 160));
const unseen = somePairs(all, rowsFrom(160, 240));
const settings = { textWidth: 1, imageWidth: 1, textRidge: 1, imageRidge: 1 } as const;

/** Mean average precision among unseen pairs, of images that look for texts and the other way. */
function precisions(hasher: CrossModalHashing): [number, number] {
  const texts = { codes: hasher.encodeTexts(unseen.texts), labels: unseen.labels };
  const images = { codes: hasher.encodeImages(unseen.images), labels: unseen.labels };
  const measure = (queries: typeof texts, database: typeof texts) =>
    hammingMeanAveragePrecision(kernels, queries, database) as number;
  return [measure(images, texts), measure(texts, images)];
}

function fitted(variant: CrossModalVariant, options: object = {}): Promise<CrossModalHashing> {
  return new CrossModalHashing({ kernels, bits: BITS, variant, ...options }).fit(learned);
}

test.each([
  ['kernel', 0.75],
  ['published', 0.5],
  ['cca', 0.35],
] as const)('%s finds one modality by the other', async (variant, least) => {
  const found = precisions(await fitted(variant));
  for (const precision of found) expect(precision).toBeGreaterThan(least);
});

test('classes that do not match teach nothing', async () => {
  const labels = Int32Array.from(learned.labels, (_, i) => Math.floor(i / 4) % 2);
  const hasher = await new CrossModalHashing({ kernels, bits: BITS, settings }).fit({
    ...learned,
    labels,
  });
  for (const precision of precisions(hasher)) expect(precision).toBeLessThan(0.4);
});

test('a graph of annotations serves as well as labels', async () => {
  const { texts, images, labels } = learned;
  const annotations = Array.from(labels, (label) => [label]);
  const graph = withSelf(labelOverlapGraph(annotations, 'any'));
  for (const variant of ['kernel', 'published'] as const) {
    const hasher = new CrossModalHashing({ kernels, bits: BITS, variant });
    await hasher.fit({ texts, images, graph });
    for (const precision of precisions(hasher)) expect(precision).toBeGreaterThan(0.5);
  }
});

test('published: labels and the graph of them are one thing', async () => {
  const { texts, images, labels } = learned;
  const graph = withSelf(
    labelOverlapGraph(
      Array.from(labels, (label) => [label]),
      'any',
    ),
  );
  const options = { kernels, bits: BITS, variant: 'published' } as const;
  const byLabels = await new CrossModalHashing(options).fit(learned);
  const byGraph = await new CrossModalHashing(options).fit({ texts, images, graph });
  expect(byGraph.encodeImages(unseen.images)).toEqual(byLabels.encodeImages(unseen.images));
  expect(byGraph.encodeTexts(unseen.texts)).toEqual(byLabels.encodeTexts(unseen.texts));
});

test('the images learn from unlabelled pairs', async () => {
  const few = somePairs(learned, rowsFrom(0, 12));
  const alone = await new CrossModalHashing({ kernels, bits: BITS }).fit(few);
  const { texts, images } = others;
  const helped = await new CrossModalHashing({ kernels, bits: BITS }).fit({
    ...few,
    unlabelled: { texts, images },
  });
  expect(helped.description.training).toMatchObject({ pairs: 12, unlabelled: 80 });
  expect(precisions(helped)[0]).toBeGreaterThan(precisions(alone)[0]);
  // The text side looks at none of them.
  expect(helped.texts.featureMap).toEqual(expect.objectContaining({ kind: 'scaled' }));
  expect(helped.description.training.textRidge).toBe(alone.description.training.textRidge);
});

test.each(CROSS_MODAL_VARIANTS)('%s: the same codes on every backend', async (variant) => {
  const [expected, ...rest] = await Promise.all(
    allBackends().map(async (own) => {
      const options = { kernels: own, bits: BITS, variant, settings, seed: 4 };
      const hasher = await new CrossModalHashing(options).fit(learned);
      return {
        texts: hasher.encodeTexts(unseen.texts),
        images: hasher.encodeImages(unseen.images),
        file: hasher.save(),
      };
    }),
  );
  for (const found of rest) expect(found).toEqual(expected);
});

test('bits divide the labelled pairs about evenly', async () => {
  const hasher = await fitted('kernel');
  const signs = hasher.encodeImages(learned.images).toSigns();
  for (let j = 0; j < BITS; j++) {
    let sum = 0;
    for (let at = j; at < signs.length; at += BITS) sum += signs[at];
    expect(Math.abs(sum)).toBeLessThan(60);
  }
});

test('more bits than directions are rotated ones', async () => {
  const hasher = await fitted('cca', { bits: 40 });
  expect(hasher.description.training.components).toBe(5);
  const signs = hasher.encodeTexts(unseen.texts).toSigns();
  const columns = new Set(
    rowsFrom(0, 40).map((j) => signs.filter((_, at) => at % 40 === j).join()),
  );
  expect(columns.size).toBeGreaterThan(10);
});

test('settings are told, and those that are given are kept', async () => {
  const hasher = await fitted('kernel', { settings: { textWidth: 0.25, imageScaling: 'centre' } });
  expect(hasher.description.training).toMatchObject({ textWidth: 0.25, imageScaling: 'centre' });
  const again = await fitted('kernel', { settings: { ...settings, textSharpness: 2 } });
  expect(again.description.training).toMatchObject({ ...settings, textSharpness: 2 });
});

test('progress never falls and ends', async () => {
  for (const variant of CROSS_MODAL_VARIANTS) {
    const events: FitProgress[] = [];
    await new CrossModalHashing({ kernels, bits: 4, variant }).fit(learned, {
      onProgress: (event) => events.push(event),
    });
    const done = events.map((event) => event.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(events.at(-1)).toMatchObject({ done: 100, total: 100 });
  }
});

describe('refuses', () => {
  const { texts, images, labels } = learned;
  const hasher = () => new CrossModalHashing({ kernels, bits: 4 });

  test.each([
    ['other numbers of images', { texts, images: images.slice(0, 5), labels }, /image for each/],
    ['other numbers of labels', { texts, images, labels: [1, 2] }, /80 pairs need as many labels/],
    ['no labels', { texts, images }, /must come with labels/],
    ['one class', { texts, images, labels: labels.map(() => 1) }, /two classes/],
    ['labels and a graph', { texts, images, labels, graph: {} }, /leave one of them out/],
    ['an unknown name', { texts, images, labels, label: labels }, /did you mean/],
    [
      'unlabelled images of other dimensions',
      { texts, images, labels, unlabelled: { texts, images: texts } },
      /unlabelled images have 5 dimensions where labelled ones have 8/,
    ],
    [
      'values that are not finite',
      {
        texts: new Matrix(
          texts.data.map(() => Number.NaN),
          80,
          5,
        ),
        images,
        labels,
      },
      /finite/,
    ],
  ])('%s', async (_, pairs, message) => {
    await expect(hasher().fit(pairs as never)).rejects.toThrow(InvalidArgumentError);
    await expect(hasher().fit(pairs as never)).rejects.toThrow(message);
  });

  test('to work before it was fitted, and settings that are none', () => {
    expect(() => hasher().encodeTexts(texts)).toThrow(/call fit/);
    expect(() => hasher().save()).toThrow(/call fit/);
    const make = (own: object) => () => new CrossModalHashing({ kernels, bits: 4, ...own });
    expect(make({ variant: 'rcmh' })).toThrow(/variant must be one of kernel, published, cca/);
    expect(make({ settings: { textWidth: 0 } })).toThrow(/textWidth/);
    expect(make({ settings: { imageScaling: 'log' } })).toThrow(/imageScaling must be one of/);
    expect(make({ settings: { width: 1 } })).toThrow(/settings has no option/);
    expect(make({ settings: { alpha: 2 } })).toThrow(/alpha/);
  });

  test('roots of values below 0', async () => {
    const below = new Matrix(
      texts.data.map((value) => -value),
      80,
      5,
    );
    const wanted = new CrossModalHashing({ kernels, bits: 4, settings: { textScaling: 'root' } });
    await expect(wanted.fit({ texts: below, images, labels })).rejects.toThrow(/square roots/);
    const free = await hasher().fit({ texts: below, images, labels });
    expect(free.description.training.textScaling).toBe('standardise');
  });

  test('to go on when it is aborted, and stays as it was', async () => {
    const own = await hasher().fit(learned);
    const codes = own.encodeTexts(texts);
    const controller = new AbortController();
    const refit = own.fit(others, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(refit).rejects.toThrow('enough');
    expect(own.encodeTexts(texts)).toEqual(codes);
  });
});
