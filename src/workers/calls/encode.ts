import { InvalidArgumentError } from '../../core/errors.ts';
import { type HyperplaneModel, modelDimensions } from '../../core/executor.ts';
import { type FeatureMapModel, featureCost } from '../../core/feature-map.ts';
import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import { checkFinite, Matrix } from '../../core/matrix.ts';
import type { RotationModel } from '../../core/rotation.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import type { JobFactory } from '../job.ts';
import { forAll, handBack, Parcels, shardSize } from '../memory.ts';
import { type Posted, posted, received } from '../posted.ts';
import type { Call, Shard } from '../run-call.ts';

interface Setup {
  readonly bits: number;
  readonly dimensions: number;
  readonly featureMap: Posted | null;
  /** Null where there is a rotation. */
  readonly hyperplanes: Float32Array | null;
  readonly rotation: RotationModel | null;
  readonly offsets: Float32Array | null;
  readonly mean: Float32Array | null;
  readonly normalise: boolean;
}
interface Input {
  readonly points: Float32Array;
}
interface Output extends Input {
  readonly words: Uint32Array<ArrayBuffer>;
}

// A shard of this size is done in some 10 ms, and its points stay in the processor's cache.
const SHARD_VALUES = 2 ** 19;
const SHARD_PRODUCTS = 2 ** 28;

/** Codes of points, sharded by rows. */
export function encodeCall(
  hasher: HyperplaneModel,
  points: Matrix,
  threads: number,
  sharesMemory: boolean,
): { call: Call; codes: HashCodes } {
  const { bits } = hasher;
  const { rows, cols } = points;
  const dimensions = modelDimensions(hasher);
  if (cols !== dimensions) {
    throw new InvalidArgumentError(
      `points have ${cols} dimensions where the hasher was fitted to ${dimensions}`,
    );
  }
  const words = wordsFor(bits);
  const codes = new HashCodes(new Uint32Array(rows * words), rows, bits);
  const target = Math.min(SHARD_VALUES, Math.ceil(SHARD_PRODUCTS / productsOf(hasher, cols)));
  const step = shardSize(rows, cols, target, threads);
  const parcels = new Parcels(sharesMemory);
  function* shards(): Generator<Shard> {
    for (let first = 0; first < rows; first += step) {
      const { data, rows: size } = points.slice(first, Math.min(rows, first + step));
      const { points: parcel, transfer } = parcels.wrap(data);
      const input: Input = { points: parcel };
      const accept = (output: Output) => {
        codes.words.set(output.words, first * words);
        parcels.takeBack(output.points);
      };
      yield { input, transfer, size, accept };
    }
  }
  const setup = setupFor(hasher, sharesMemory);
  return { codes, call: { job: 'encode', setup, shards: shards(), size: rows, depth: 2 } };
}

/** Products of a point over its values: with features those of the map and of the hyperplanes. */
function productsOf(hasher: HyperplaneModel, cols: number): number {
  const { bits, featureMap, rotation } = hasher;
  // A rotation takes some additions a value: points are what its shards are measured by.
  if (rotation) return 1;
  if (!featureMap) return bits;
  return (featureCost(featureMap) + hasher.hyperplanes.cols * bits) / cols;
}

function setupFor(hasher: HyperplaneModel, sharesMemory: boolean): Setup {
  const { bits, offsets, mean, normalise, featureMap, rotation } = hasher;
  return {
    bits,
    dimensions: modelDimensions(hasher),
    featureMap: featureMap && posted(featureMap, sharesMemory),
    hyperplanes: rotation ? null : forAll(hasher.hyperplanes.data, sharesMemory),
    rotation: rotation ?? null,
    offsets: offsets && forAll(offsets, sharesMemory),
    mean: mean && forAll(mean, sharesMemory),
    normalise,
  };
}

/** The error that `hasher.encode(points)` throws for values that it refuses, with their rows. */
export function checkEncodable(points: Matrix): void {
  checkFinite('points', points);
}

export const encodeJob: JobFactory<Setup, Input, Output> = (kernels, setup) => {
  const { bits, dimensions, hyperplanes, featureMap, ...rest } = setup;
  const model = {
    ...rest,
    bits,
    hyperplanes: hyperplanes
      ? new Matrix(hyperplanes, bits, hyperplanes.length / bits)
      : new Matrix(new Float32Array(0), 0, dimensions),
    featureMap: featureMap && (received(featureMap) as FeatureMapModel),
  };
  const hasher = new FittedHasher(kernels, model);
  return {
    run({ points }) {
      const codes = hasher.encode(new Matrix(points, points.length / dimensions, dimensions));
      const words = codes.words as Uint32Array<ArrayBuffer>;
      return { output: { words, points }, transfer: [words.buffer, ...handBack(points)] };
    },
    dispose: () => hasher.dispose(),
  };
};
