import type {
  DenseLayer,
  FeatureMapModel,
  NetworkFeatures,
  ProbabilityFeatures,
  ScaledFeatures,
} from '../../src/core/feature-map.ts';
import type { Matrix } from '../../src/core/matrix.ts';
import { gaussianPoints } from './points.ts';

/** A layer of Gaussian weights. */
export function gaussianLayer(outputs: number, inputs: number, seed: number): DenseLayer {
  const offsets = gaussianPoints(1, outputs, seed + 1).data;
  return { weights: gaussianPoints(outputs, inputs, seed), offsets };
}

/** A network of hidden layers of `units`, of points of `dimensions`. */
export function gaussianNetwork(
  dimensions: number,
  units: readonly number[],
  seed: number,
): NetworkFeatures {
  const inputs = [dimensions, ...units];
  const layers = units.map((outputs, i) => gaussianLayer(outputs, inputs[i], seed + 2 * i));
  return { kind: 'network', layers };
}

/** A blend of every kind of member. */
export function blend(dimensions: number, classes: number, seed: number): ProbabilityFeatures {
  const landmarks = gaussianPoints(7, dimensions, seed);
  const phases = Float32Array.from({ length: 6 }, (_, j) => j - 3);
  const frequencies = gaussianPoints(6, dimensions, seed + 1);
  const layer = (inputs: number, by: number) => gaussianLayer(classes, inputs, seed + by);
  const rest = { scale: 1, link: 'softmax' } as const;
  return {
    kind: 'probabilities',
    members: [
      { ...rest, ...layer(dimensions, 2), featureMap: null, share: 0.25, scale: 0.5 },
      {
        ...{ ...rest, ...layer(7, 4), link: 'positive', share: 0.25 },
        featureMap: { kind: 'rbf', landmarks, width: 2 * dimensions },
      },
      {
        ...{ ...rest, ...layer(6, 6), share: 0.25 },
        featureMap: { kind: 'fourier', frequencies, phases },
      },
      {
        ...{ ...rest, ...layer(5, 8), share: 0.25, scale: 0.1 },
        featureMap: gaussianNetwork(dimensions, [9, 5], seed + 10),
      },
    ],
  };
}

/** Feature maps that are made of several products, of points of `dimensions`. */
export function composedMaps(dimensions: number): Record<string, FeatureMapModel> {
  const probabilities = blend(dimensions, 3, 40);
  return {
    'a network': gaussianNetwork(dimensions, [17], 20),
    'a network of two layers': gaussianNetwork(dimensions, [12, 5], 30),
    probabilities,
    'joined parts': {
      kind: 'joined',
      dimensions,
      parts: [probabilities, null, gaussianNetwork(dimensions, [4], 50)],
    },
    'scaled values': scaledFeatures(dimensions, true, null),
    'scaled values before probabilities': scaledFeatures(dimensions, false, probabilities),
    'probabilities without a root': { ...probabilities, exponent: 1 },
  };
}

/** Scaled values, and what sees them. */
export function scaledFeatures(
  dimensions: number,
  root: boolean,
  seen: ScaledFeatures['features'],
): ScaledFeatures {
  const shift = Float32Array.from({ length: dimensions }, (_, k) => 0.25 * Math.cos(k));
  const scale = shift.map((value) => 1 + value);
  return { kind: 'scaled', root, shift, scale, features: seen };
}

/** Features in float64 and another order, from their definitions. */
export function expectedFeatures(model: FeatureMapModel | null, points: Matrix): number[][] {
  return Array.from({ length: points.rows }, (_, i) => features(model, [...points.row(i)]));
}

function features(model: FeatureMapModel | null, x: number[]): number[] {
  switch (model?.kind) {
    case undefined:
      return x;
    case 'rbf':
      return rowsOf(model.landmarks).map((row) =>
        Math.exp(-row.reduce((sum, value, k) => sum + (value - x[k]) ** 2, 0) / model.width),
      );
    case 'fourier': {
      const scale = Math.sqrt(2 / model.frequencies.rows);
      return rowsOf(model.frequencies).map(
        (row, j) => scale * Math.cos(dot(row, x) + model.phases[j]),
      );
    }
    case 'network':
      return model.layers.reduce(
        (seen, layer) => outputs(layer, seen).map((value) => Math.max(0, value)),
        x,
      );
    case 'probabilities': {
      const sums: number[] = [];
      for (const member of model.members) {
        const scores = outputs(member, features(member.featureMap, x));
        const parts = scores.map((score) =>
          member.link === 'softmax' ? Math.exp(member.scale * score) : Math.max(0, score),
        );
        const total = parts.reduce((sum, part) => sum + part, 0);
        parts.forEach((part, c) => {
          const probability = total > 0 ? part / total : 1 / parts.length;
          sums[c] = (sums[c] ?? 0) + member.share * probability;
        });
      }
      return sums.map((sum) => sum ** (model.exponent ?? 0.5));
    }
    case 'scaled': {
      const { root, shift, scale } = model;
      const seen = x.map(
        (value, k) => ((root ? Math.sqrt(Math.max(0, value)) : value) - shift[k]) * scale[k],
      );
      return features(model.features, seen);
    }
    case 'joined':
      return model.parts.flatMap((part) => features(part, x));
  }
}

function outputs({ weights, offsets }: DenseLayer, x: number[]): number[] {
  return rowsOf(weights).map((row, j) => dot(row, x) + offsets[j]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduceRight((sum, value, k) => sum + value * b[k], 0);
}

function rowsOf(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => [...matrix.row(i)]);
}
