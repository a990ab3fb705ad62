import { describe, expect, test } from 'vitest';
import type {
  DenseLayer,
  FeatureMapModel,
  JoinedFeatures,
  NetworkFeatures,
  ProbabilityFeatures,
} from '../../../src/core/feature-map.ts';
import {
  checkFeatureMap,
  featureCost,
  featureCount,
  featureDimensions,
} from '../../../src/core/feature-map.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { addProbabilities } from '../../../src/features/composed/links.ts';
import { mapFeatures } from '../../../src/features/map-features.ts';
import { startFeatureMap } from '../../../src/features/start-feature-map.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { FittedHasher } from '../../../src/models/fitted-hasher.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../../src/preparation/preprocess.ts';
import { allBackends } from '../../support/backends.ts';
import {
  blend,
  composedMaps,
  expectedFeatures,
  gaussianLayer,
  gaussianNetwork,
} from '../../support/feature-maps.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const points = gaussianPoints(23, 6, 1);
const maps = Object.entries(composedMaps(6));

describe.each(maps)('%s', (_, model) => {
  test('gives the features of its definition', () => {
    const expected = expectedFeatures(model, points);
    const features = mapFeatures(startFeatureMap(kernels, model), points);
    expect([features.rows, features.cols]).toEqual([23, featureCount(model)]);
    expect(featureDimensions(model)).toBe(6);
    for (const [i, row] of expected.entries()) {
      for (const [j, value] of row.entries()) expect(features.row(i)[j]).toBeCloseTo(value, 4);
    }
  });

  test('is the same on every backend, for many rows and prepared ones', () => {
    const many = gaussianPoints(700, 6, 2);
    const mean = columnMeans(kernels, normaliseRows(kernels, many));
    const found = allBackends().map((backend) => {
      const map = startFeatureMap(backend, model);
      const prepared = new Float32Array(700 * map.features);
      expect(map.map(many.data, 700, prepared, { normalise: true, mean })).toBe(true);
      const plain = mapFeatures(map, many).data;
      map.dispose();
      return [plain, prepared];
    });
    for (const other of found.slice(1)) expect(other).toEqual(found[0]);
    const before = subtractMean(kernels, normaliseRows(kernels, many), mean);
    const map = startFeatureMap(kernels, model);
    expect(mapFeatures(map, before).data).toEqual(found[0][1]);
  });

  test('finds values that are not finite where it prepares', () => {
    const map = startFeatureMap(kernels, model);
    const bad = points.data.slice();
    bad[80] = Number.NaN;
    const out = new Float32Array(23 * map.features);
    expect(map.map(bad, 23, out, { normalise: true, mean: null })).toBe(false);
  });

  test('hashes as its features do', () => {
    const hyperplanes = gaussianPoints(9, featureCount(model), 3);
    const offsets = gaussianPoints(1, 9, 4).data;
    const hasher = new FittedHasher(kernels, {
      ...{ bits: 9, hyperplanes, offsets, featureMap: model },
      ...{ normalise: false, mean: null },
    });
    const features = mapFeatures(startFeatureMap(kernels, model), points);
    const projector = kernels.createProjector(hyperplanes, offsets);
    const words = new Uint32Array(23);
    projector.encode(features.data, 23, words);
    expect(hasher.encode(points).words).toEqual(words);
  });

  test('counts its products', () => {
    const hasProducts = featureCost(model);
    expect(hasProducts).toBeGreaterThan(0);
    const twice: FeatureMapModel = { kind: 'joined', dimensions: 6, parts: [null, gaussian()] };
    expect(featureCost(twice)).toBe(6 * 4);
  });
});

function gaussian(): NetworkFeatures {
  return gaussianNetwork(6, [4], 1);
}

describe('probabilities', () => {
  test('add up to 1, for scores however large', () => {
    const scores = Float32Array.of(3e38, -3e38, 0, -1, -2, -3, 88, 89, -90);
    for (const link of ['softmax', 'positive'] as const) {
      const out = new Float32Array(9);
      addProbabilities(scores, 3, 3, { scale: 1, share: 1, link }, out);
      for (let i = 0; i < 9; i += 3) expect(out[i] + out[i + 1] + out[i + 2]).toBeCloseTo(1, 6);
      expect([...out.subarray(0, 3)]).toEqual([1, 0, 0]);
    }
  });

  test('are alike for all classes where no score is above 0', () => {
    const out = new Float32Array(3);
    const scores = Float32Array.of(-1, -0, -2);
    addProbabilities(scores, 1, 3, { scale: 1, share: 0.5, link: 'positive' }, out);
    expect([...out]).toEqual(new Array(3).fill(Math.fround(0.5 / 3)));
  });

  test('are sharper for a larger scale', () => {
    const of = (scale: number) => {
      const out = new Float32Array(2);
      addProbabilities(Float32Array.of(1, 0), 1, 2, { scale, share: 1, link: 'softmax' }, out);
      return out[0];
    };
    expect(of(1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
    expect(of(4)).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
  });
});

describe('a feature map is refused', () => {
  const member = blend(6, 3, 1).members[0];
  const layer = (change: object): DenseLayer => ({ ...gaussianLayer(4, 6, 1), ...change });
  const network = (...layers: DenseLayer[]): NetworkFeatures => ({ kind: 'network', layers });
  const members = (...all: object[]) =>
    ({
      kind: 'probabilities',
      members: all.map((one) => ({ ...member, ...one })),
    }) as ProbabilityFeatures;
  const joined = (...parts: unknown[]) =>
    ({ kind: 'joined', dimensions: 6, parts }) as JoinedFeatures;
  test.each<[string, FeatureMapModel]>([
    ['of an unknown kind', { kind: 'other' } as unknown as FeatureMapModel],
    ['without layers', network()],
    ['of layers that do not fit', network(layer({}), gaussianLayer(2, 3, 1))],
    ['with too few offsets', network(layer({ offsets: new Float32Array(3) }))],
    ['with weights that are no matrix', network(layer({ weights: {} }))],
    ['without members', members()],
    ['with another exponent', { ...members({}), exponent: 2 as 1 }],
    ['with a scale of 0', members({ scale: 0 })],
    ['with a negative share', members({ share: -1 })],
    ['with an unknown link', members({ link: 'probit' })],
    ['with members of other classes', members({}, gaussianLayer(2, 6, 1))],
    ['with members of other dimensions', members({}, gaussianLayer(3, 5, 1))],
    ['with a member in a member', members({ featureMap: members({}) })],
    ['with features without weights', members({ featureMap: gaussian() })],
    ['with one part', joined(null)],
    ['with joined parts in joined parts', joined(null, joined(null, null))],
    ['with dimensions that are no number', { ...joined(null, null), dimensions: 1.5 }],
    ['with parts of other dimensions', joined(null, gaussianNetwork(5, [2], 1))],
  ])('%s', (_, model) => {
    expect(() => checkFeatureMap(model)).toThrow(/must|takes/);
    expect(() => startFeatureMap(kernels, model)).toThrow(/must|takes/);
  });

  test('no other', () => {
    for (const [, model] of maps) expect(() => checkFeatureMap(model)).not.toThrow();
    expect(() => checkFeatureMap(network(layer({})))).not.toThrow();
  });
});

test('a map that was disposed of says so', () => {
  for (const [, model] of maps) {
    const map = startFeatureMap(kernels, model);
    map.dispose();
    expect(() => mapFeatures(map, new Matrix(new Float32Array(6), 1, 6))).toThrow(/disposed of/);
  }
});
