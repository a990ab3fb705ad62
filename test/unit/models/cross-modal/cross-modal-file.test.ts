import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import type { ArrayToWrite } from '../../../../src/data/arrays/numeric-bytes.ts';
import { readSafetensors, safetensorsBytes } from '../../../../src/data/safetensors/safetensors.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { CrossModalHashing } from '../../../../src/models/cross-modal/cross-modal-hashing.ts';
import { loadCrossModalHasher } from '../../../../src/models/cross-modal/fitted-cross-modal-hasher.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { allBackends } from '../../../support/backends.ts';
import { pairedPoints } from '../../../support/paired-points.ts';

const kernels = createKernelsSync();
const pairs = pairedPoints(40, 3, 2);
const options = { kernels, bits: 10, seed: 3 } as const;
const hasher = await new CrossModalHashing({
  ...options,
  settings: { textWidth: 1, imageWidth: 1, textRidge: 1, imageRidge: 1 },
}).fit(pairs);
const texts = hasher.encodeTexts(pairs.texts);
const images = hasher.encodeImages(pairs.images);

test('what is loaded makes the same codes on every backend, and saves the same file', () => {
  for (const own of allBackends()) {
    const loaded = loadCrossModalHasher(own, hasher.save());
    expect(loaded.encodeTexts(pairs.texts)).toEqual(texts);
    expect(loaded.encodeImages(pairs.images)).toEqual(images);
    expect(loaded.description).toEqual(hasher.description);
    expect(loaded.bits).toBe(10);
    expect(loaded.save()).toEqual(hasher.save());
    loaded.dispose();
    expect(() => loaded.encodeTexts(pairs.texts)).toThrow(/call fit/);
  }
});

test.each(['published', 'cca'] as const)('so does %s', async (variant) => {
  const own = await new CrossModalHashing({ ...options, variant }).fit(pairs);
  const loaded = loadCrossModalHasher(kernels, own.save());
  expect(loaded.encodeTexts(pairs.texts)).toEqual(own.encodeTexts(pairs.texts));
  expect(loaded.encodeImages(pairs.images)).toEqual(own.encodeImages(pairs.images));
});

test('a side is a hasher like any other', () => {
  const loaded = loadHasher(kernels, hasher.images.save());
  expect(loaded.encode(pairs.images)).toEqual(images);
  expect(loaded.description.settings).toMatchObject({ modality: 'images', variant: 'kernel' });
});

describe('loading refuses', () => {
  /** The file after a change. */
  function edited(
    change: (file: { tensors: Map<string, ArrayToWrite>; metadata: Map<string, string> }) => void,
  ): Uint8Array {
    const read = readSafetensors(hasher.save());
    const file = {
      tensors: new Map(read.tensors) as unknown as Map<string, ArrayToWrite>,
      metadata: new Map(read.metadata),
    };
    change(file);
    return safetensorsBytes(file.tensors, file.metadata);
  }

  test.each<[string, Parameters<typeof edited>[0], RegExp]>([
    ['a newer version', ({ metadata }) => metadata.set('version', '5'), /newer hashplane/],
    ['no version', ({ metadata }) => metadata.delete('version'), /version must be/],
    ['another format', ({ metadata }) => metadata.set('format', 'other'), /no cross-modal hasher/],
    ['one side alone', ({ tensors }) => tensors.delete('images.hyperplanes'), /no tensor hyperp/],
    ['a scale that is cut', ({ tensors }) => tensors.delete('texts.scale'), /no tensor scale/],
    [
      'a scale of other length',
      ({ tensors }) =>
        tensors.set('texts.scale', { shape: [2], dtype: 'float32', values: new Float32Array(2) }),
      /scale must have 5 values/,
    ],
    ['no flag', ({ metadata }) => metadata.set('images.normalise', 'perhaps'), /true or false/],
    [
      'a root that is no flag',
      ({ metadata }) =>
        metadata.set(
          'texts.featureMap',
          (metadata.get('texts.featureMap') as string).replace(/"root":\w+/, '"root":3'),
        ),
      /root must be true or false/,
    ],
    [
      'scaled values within scaled values',
      ({ metadata }) =>
        metadata.set(
          'texts.featureMap',
          '{"kind":"scaled","root":true,"features":{"kind":"scaled","root":true,"features":null}}',
        ),
      /unknown kind "scaled"/,
    ],
    [
      'codes of two lengths',
      ({ tensors }) => {
        for (const name of ['images.hyperplanes', 'images.offsets']) {
          const { shape, values } = tensors.get(name) as ArrayToWrite;
          const [rows, ...rest] = shape;
          const kept = (values as Float32Array).slice(0, (values.length / rows) * 4);
          tensors.set(name, { shape: [4, ...rest], dtype: 'float32', values: kept });
        }
      },
      /codes of texts have 10 bits where those of images have 4/,
    ],
  ])('%s', (_, change, message) => {
    const bytes = edited(change);
    expect(() => loadCrossModalHasher(kernels, bytes)).toThrow(FormatError);
    expect(() => loadCrossModalHasher(kernels, bytes)).toThrow(message);
  });

  test('a hasher of one modality, and no file at all', () => {
    const plain = new RandomHyperplanes({ kernels, bits: 4 }).fitSync(pairs.texts).save();
    expect(() => loadCrossModalHasher(kernels, plain)).toThrow(/no cross-modal hasher/);
    expect(() => loadHasher(kernels, hasher.save())).toThrow(/no hasher/);
    expect(() => loadCrossModalHasher(kernels, new Uint8Array(5))).toThrow(/no safetensors file/);
  });

  test('a file that is cut short, wherever', () => {
    const bytes = hasher.save();
    for (let end = 0; end < bytes.length; end += Math.ceil(bytes.length / 60)) {
      expect(() => loadCrossModalHasher(kernels, bytes.slice(0, end))).toThrow(FormatError);
    }
  });
});
