import { checkKernels } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkModel, type HyperplaneModel, modelDimensions } from '../core/executor.ts';
import { type FeatureMapModel, featureCount, type JoinedFeatures } from '../core/feature-map.ts';
import { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import { FittedHasher } from './fitted-hasher.ts';
import type { HasherDescription } from './hasher-description.ts';

type Part = JoinedFeatures['parts'][number];

/**
 * One hasher with the bits of two, one after the other: codes near each other are near by both. Half of the
 * bits learned from labels and half without any (ITQ) find classes that were not among the labels, and
 * classes that were a little less well.
 *
 * Both must have been fitted to points prepared alike: the same mean, normalised or not. A part that sees
 * points has them as features, so a bit costs as much as it did.
 *
 * @throws InvalidArgumentError if they differ in dimensions or preparation, or one is a rotation.
 */
export function joinHashers(
  kernels: Kernels,
  first: HyperplaneModel,
  second: HyperplaneModel,
  description?: HasherDescription,
): FittedHasher {
  checkKernels(kernels);
  for (const model of [first, second]) checkModel(model);
  const { normalise, mean } = first;
  if (first.rotation || second.rotation) {
    throw new InvalidArgumentError('a rotation cannot be joined with another hasher');
  }
  if (modelDimensions(first) !== modelDimensions(second)) {
    throw new InvalidArgumentError(
      `hashers of ${modelDimensions(first)} and ${modelDimensions(second)} dimensions cannot be joined`,
    );
  }
  if (normalise !== second.normalise || !isSame(mean, second.mean)) {
    throw new InvalidArgumentError(
      'hashers that are joined must normalise alike and subtract the same mean',
    );
  }
  const bits = first.bits + second.bits;
  const offsets = new Float32Array(bits);
  if (first.offsets) offsets.set(first.offsets);
  if (second.offsets) offsets.set(second.offsets, first.bits);
  const model = {
    bits,
    normalise,
    mean,
    featureMap: joinedMap(first, second),
    hyperplanes: joinedHyperplanes(first, second),
    offsets: first.offsets || second.offsets ? offsets : null,
  };
  return new FittedHasher(kernels, model, description);
}

function joinedMap(first: HyperplaneModel, second: HyperplaneModel): FeatureMapModel | null {
  if (!first.featureMap && !second.featureMap) return null;
  const parts = [...partsOf(first.featureMap), ...partsOf(second.featureMap)];
  return { kind: 'joined', parts, dimensions: modelDimensions(first) };
}

function partsOf(map: FeatureMapModel | null): readonly Part[] {
  return map?.kind === 'joined' ? map.parts : [map];
}

/** Each hasher's beside zeros for the other's features; one above the other where both see points. */
function joinedHyperplanes(first: HyperplaneModel, second: HyperplaneModel): Matrix {
  const sees = ({ featureMap, hyperplanes }: HyperplaneModel) =>
    featureMap ? featureCount(featureMap) : hyperplanes.cols;
  const apart = first.featureMap !== null || second.featureMap !== null;
  const cols = apart ? sees(first) + sees(second) : sees(first);
  const bits = first.bits + second.bits;
  const out = new Matrix(new Float32Array(bits * cols), bits, cols);
  for (let j = 0; j < first.bits; j++) out.row(j).set(first.hyperplanes.row(j));
  const from = apart ? sees(first) : 0;
  for (let j = 0; j < second.bits; j++) {
    out.row(first.bits + j).set(second.hyperplanes.row(j), from);
  }
  return out;
}

function isSame(a: Float32Array | null, b: Float32Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
}
