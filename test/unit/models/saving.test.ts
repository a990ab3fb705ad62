import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/core/errors.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { readSafetensors, writeSafetensors } from '../../../src/data/safetensors.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { FittedHasher, loadHasher } from '../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { gaussianPoints } from './points.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const points = gaussianPoints(60, 6, 2);
const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);

function lsh(options = {}): RandomHyperplanes {
  return new RandomHyperplanes({ kernels, bits: 11, seed: 5, ...options }).fit(points);
}

/** The file with one tensor or entry of metadata changed. */
function edited(
  change: (file: ReturnType<typeof readSafetensors>) => void,
): Uint8Array<ArrayBuffer> {
  const file = readSafetensors(lsh().save());
  change(file);
  return writeSafetensors(file.tensors, file.metadata);
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
    const model = { hyperplanes, mean, normalise, bits, offsets };
    const loaded = loadHasher(kernels, new FittedHasher(kernels, model).save());
    expect(loaded.offsets).toEqual(offsets);
    const shifted: Matrix = loaded.projections(points);
    const plain = lsh().projections(points);
    for (let at = 0; at < plain.data.length; at++) {
      expect(shifted.data[at]).toBeCloseTo(plain.data[at] + offsets[at % bits], 4);
    }
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
    ['a newer version', ({ metadata }) => metadata.set('version', '2'), /newer hashplane/],
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

  test('a file that is cut short, wherever', () => {
    const bytes = lsh().save();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => loadHasher(kernels, bytes.subarray(0, length))).toThrow(FormatError);
    }
  });
});
