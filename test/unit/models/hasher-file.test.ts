import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/core/errors.ts';
import type { FeatureMapModel } from '../../../src/core/feature-map.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { readSafetensors, writeSafetensors } from '../../../src/data/safetensors/safetensors.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { FittedHasher, loadHasher } from '../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
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

function featureMaps(): FeatureMapModel[] {
  const phases = Float32Array.of(0, 1, 2, 3, 4);
  return [
    { kind: 'rbf', landmarks: gaussianPoints(5, 6, 2), width: 0.7 },
    { kind: 'fourier', frequencies: gaussianPoints(5, 6, 3), phases },
  ];
}

function withFeatureMap(featureMap: FeatureMapModel): FittedHasher {
  const hyperplanes = gaussianPoints(3, 5, 4);
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
    ['a newer version', ({ metadata }) => metadata.set('version', '3'), /newer hashplane/],
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

  test('a file that is cut short, wherever', () => {
    const bytes = lsh().save();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => loadHasher(kernels, bytes.subarray(0, length))).toThrow(FormatError);
    }
  });
});
