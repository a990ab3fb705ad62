import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/core/errors.ts';
import { type FeatureMapModel, featureCount } from '../../../src/core/feature-map.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { readSafetensors, writeSafetensors } from '../../../src/data/safetensors/safetensors.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { FittedHasher, loadHasher } from '../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { composedMaps } from '../../support/feature-maps.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const points = gaussianPoints(60, 6, 2);
const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);

function lsh(options = {}): RandomHyperplanes {
  return new RandomHyperplanes({ kernels, bits: 11, seed: 5, ...options }).fitSync(points);
}

/** The file with one tensor or entry of metadata changed. */
function edited(
  change: (file: ReturnType<typeof readSafetensors>) => void,
): Uint8Array<ArrayBuffer> {
  return changed(lsh(), change);
}

function changed(
  hasher: { save(): Uint8Array },
  change: (file: ReturnType<typeof readSafetensors>) => void,
): Uint8Array<ArrayBuffer> {
  const file = readSafetensors(hasher.save());
  change(file);
  return writeSafetensors(file.tensors, file.metadata);
}

type File = ReturnType<typeof readSafetensors>;
// biome-ignore lint/suspicious/noExplicitAny: what a hostile file may say.
type Outline = Record<string, any>;

/** A tensor cut to its first value. */
function cut(tensors: File['tensors'], name: string): void {
  const tensor = tensors.get(name)!;
  tensors.set(name, { ...tensor, shape: [1], values: tensor.values.slice(0, 1) });
}

/** The second layer in the place of the first, and the other way round. */
function swapped(tensors: File['tensors']): void {
  for (const part of ['weights', 'offsets']) {
    const [first, second] = [0, 1].map((i) => tensors.get(`layers.${i}.${part}`)!);
    tensors.set(`layers.0.${part}`, second).set(`layers.1.${part}`, first);
  }
}

function featureMaps(): FeatureMapModel[] {
  const phases = Float32Array.of(0, 1, 2, 3, 4);
  return [
    { kind: 'rbf', landmarks: gaussianPoints(5, 6, 2), width: 0.7 },
    { kind: 'fourier', frequencies: gaussianPoints(5, 6, 3), phases },
    ...Object.values(composedMaps(6)),
  ];
}

function withFeatureMap(featureMap: FeatureMapModel): FittedHasher {
  const hyperplanes = gaussianPoints(3, featureCount(featureMap), 4);
  const offsets = Float32Array.of(0.5, -1, 0);
  const mean = new Float32Array(6).fill(0.1);
  const model = { hyperplanes, mean, normalise: true, bits: 3, offsets, featureMap };
  return new FittedHasher(kernels, model);
}

describe('a saved hasher', () => {
  test.each([
    ['as random hyperplanes make them', {}],
    ['without normalising', { normalise: false }],
    ['without centring', { centre: false }],
  ])('makes the same codes and projections, %s', (_, options) => {
    const hasher = lsh(options);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.encode(points)).toEqual(hasher.encode(points));
    expect(loaded.projections(points)).toEqual(hasher.projections(points));
    expect(loaded.description).toEqual(hasher.description);
    expect(loaded.save()).toEqual(hasher.save());
  });

  test('keeps the settings of graph regularised hashing and what its iterations did', async () => {
    const hasher = new GraphRegularisedHashing({ kernels, bits: 7, iterations: 2, alpha: 0.9 });
    await hasher.fit(points, labels);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.encode(points)).toEqual(hasher.encode(points));
    expect(loaded.description).toMatchObject({
      method: 'grh',
      settings: { iterations: 2, alpha: 0.9, rule: 'paper', learner: { name: 'svm-dcd', cost: 1 } },
      training: { points: 60, iterations: [{ constantBits: 0 }, { constantBits: 0 }] },
    });
  });

  test('keeps offsets, which shift the projections', () => {
    const { hyperplanes, mean, normalise, bits } = lsh();
    const offsets = Float32Array.from({ length: bits }, (_, j) => j - 5);
    const model = { hyperplanes, mean, normalise, bits, offsets, featureMap: null };
    const loaded = loadHasher(kernels, new FittedHasher(kernels, model).save());
    expect(loaded.offsets).toEqual(offsets);
    const shifted: Matrix = loaded.projections(points);
    const plain = lsh().projections(points);
    for (let at = 0; at < plain.data.length; at++) {
      expect(shifted.data[at]).toBeCloseTo(plain.data[at] + offsets[at % bits], 4);
    }
  });

  test.each(featureMaps())('keeps a feature map of kind $kind', (featureMap) => {
    const hasher = withFeatureMap(featureMap);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.dimensions).toBe(6);
    expect(loaded.featureMap).toEqual(featureMap);
    expect(loaded.projections(points)).toEqual(hasher.projections(points));
  });

  test('can be read as any safetensors file', () => {
    const { tensors, metadata } = readSafetensors(lsh().save());
    expect(tensors.get('hyperplanes')?.shape).toEqual([11, 6]);
    expect(metadata.get('format')).toBe('hashplane-hasher');
    expect(JSON.parse(metadata.get('settings')!)).toMatchObject({ seed: 5 });
  });
});

describe('loading refuses', () => {
  test.each<[string, (file: ReturnType<typeof readSafetensors>) => void, RegExp]>([
    ['another file', ({ metadata }) => metadata.delete('format'), /no hasher/],
    ['a newer version', ({ metadata }) => metadata.set('version', '5'), /newer hashplane/],
    ['no version', ({ metadata }) => metadata.delete('version'), /version must be a number/],
    ['no hyperplanes', ({ tensors }) => tensors.delete('hyperplanes'), /no tensor hyperplanes/],
    ['broken settings', ({ metadata }) => metadata.set('settings', '{'), /settings must be/],
    ['an unclear flag', ({ metadata }) => metadata.set('normalise', 'yes'), /true or false/],
    [
      'a mean of other dimensions',
      ({ tensors }) =>
        tensors.set('mean', {
          shape: [2],
          dtype: 'float32',
          values: new Float32Array(2),
          fortranOrder: false,
        }),
      /mean must have 6 values, not 2/,
    ],
    [
      'values that are not finite',
      ({ tensors }) => {
        tensors.get('hyperplanes')!.values[3] = Number.NaN;
      },
      /hyperplanes has the value NaN at 3/,
    ],
  ])('%s', (_, change, message) => {
    const bytes = edited(change);
    expect(() => loadHasher(kernels, bytes)).toThrow(FormatError);
    expect(() => loadHasher(kernels, bytes)).toThrow(message);
  });

  test.each<[string, number, (file: ReturnType<typeof readSafetensors>) => void, RegExp]>([
    ['no width', 0, ({ metadata }) => metadata.delete('width'), /width must be above 0, not und/],
    ['no phases', 1, ({ tensors }) => tensors.delete('phases'), /no tensor phases/],
    [
      'features that are not those of the hyperplanes',
      0,
      ({ tensors }) => tensors.set('landmarks', tensors.get('hyperplanes')!),
      /3 features don't fit hyperplanes of 5 values/,
    ],
  ])('a feature map with %s', (_, kind, change, message) => {
    const bytes = changed(withFeatureMap(featureMaps()[kind]), change);
    expect(() => loadHasher(kernels, bytes)).toThrow(FormatError);
    expect(() => loadHasher(kernels, bytes)).toThrow(message);
  });

  // Networks, probabilities and joined parts are outlined in JSON.
  const outlined = (change: (outline: Outline) => unknown) => (file: File) => {
    const outline = JSON.parse(file.metadata.get('featureMap')!);
    file.metadata.set('featureMap', JSON.stringify(change(outline) ?? outline));
  };
  test.each<[string, number, (file: File) => void, RegExp]>([
    ['no JSON', 2, ({ metadata }) => metadata.set('featureMap', '{'), /must be a JSON object/],
    ['no object', 2, outlined(() => [1]), /must be a JSON object/],
    ['an unknown kind', 2, outlined(() => ({ kind: 'other' })), /unknown kind "other"/],
    ['no layers', 2, outlined(() => ({ kind: 'network' })), /1 to 1000 layers/],
    ['more layers', 2, outlined((all) => ({ ...all, layers: 2 })), /no tensor layers.1.weights/],
    ['endless layers', 2, outlined((all) => ({ ...all, layers: 1e9 })), /1 to 1000 layers/],
    ['too few offsets', 2, ({ tensors }) => cut(tensors, 'layers.0.offsets'), /17 values, not 1/],
    ['layers that do not fit', 3, ({ tensors }) => swapped(tensors), /takes 6 values/],
    ['members that are none', 4, outlined((all) => ({ ...all, members: [3] })), /JSON objects/],
    ['no members', 4, outlined((all) => ({ ...all, members: [] })), /1 to 1000 parts/],
    [
      'a scale of 0',
      4,
      outlined(({ members }) => {
        members[0].scale = 0;
      }),
      /scale must be a finite number above 0/,
    ],
    [
      'an unknown link',
      4,
      outlined(({ members }) => {
        members[0].link = 'probit';
      }),
      /link must be one of/,
    ],
    [
      'another exponent',
      4,
      outlined((all) => ({ ...all, exponent: '1' })),
      /exponent must be 0.5 or 1/,
    ],
    [
      'a width of text',
      4,
      outlined(({ members }) => {
        members[1].featureMap = { kind: 'rbf', width: '1' };
      }),
      /width must be above 0/,
    ],
    [
      'members within a member',
      4,
      outlined(({ members }) => {
        members[1].featureMap = { kind: 'probabilities', members: [members[0]] };
      }),
      /unknown kind "probabilities"/,
    ],
    [
      'parts within parts',
      5,
      outlined((all) => ({ ...all, parts: [null, all] })),
      /unknown kind "joined"/,
    ],
    ['other dimensions', 5, outlined((all) => ({ ...all, dimensions: 7 })), /same dimensions/],
  ])('an outlined feature map with %s', (_, kind, change, message) => {
    const bytes = changed(withFeatureMap(featureMaps()[kind]), change);
    expect(() => loadHasher(kernels, bytes)).toThrow(FormatError);
    expect(() => loadHasher(kernels, bytes)).toThrow(message);
  });

  test('a file that is cut short, wherever', () => {
    const bytes = lsh().save();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => loadHasher(kernels, bytes.subarray(0, length))).toThrow(FormatError);
    }
  });
});
