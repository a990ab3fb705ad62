// Residents that live while memory grows, and memory that is used again after a disposal.
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { type Kernels, METRICS, type Resident } from '../../../src/kernels/api.ts';
import { distinctCodes, operands, randomCodes } from '../../support/inputs.ts';
import {
  distancesOf,
  nearestBatchOf,
  nearestOf,
  probeOf,
  withinOf,
} from '../../support/kernel-calls.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';
import { nearestCodesOf } from './hamming.ts';
import { normalised } from './preprocessing.ts';

const ROWS = 70;
const BITS = 40;
const DIMENSIONS = 21;

/** One small resident of each sort, and what all of them answer. */
class Household {
  readonly #kernels: Kernels;
  readonly #input = operands('cancelling', ROWS, BITS, DIMENSIONS);
  readonly #codes = distinctCodes(randomCodes(ROWS, BITS, 3));
  readonly #residents;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    this.#residents = {
      projector: kernels.createProjector(this.#input.right),
      vectors: kernels.createVectors(this.#input.left),
      codes: kernels.createCodes(this.#codes),
      buckets: kernels.createBuckets(this.#codes),
    };
  }

  answers(): Uint8Array {
    const { projector, vectors, codes, buckets } = this.#residents;
    const { left, right } = this.#input;
    const words = new Uint32Array(ROWS * 2);
    projector.encode(left.data, ROWS, words);
    const query = right.row(1);
    const near = nearestOf(vectors, query, 'euclidean', null, 5);
    const batch = nearestBatchOf(vectors, right, 'cosine', 3);
    const hits = withinOf(codes, this.#codes.code(1), 20);
    const ranked = nearestCodesOf(codes, [this.#codes.code(1), this.#codes.code(2)], 9);
    const read = new Float32Array(ROWS * DIMENSIONS);
    vectors.read(null, read);
    const readAgain = new Float32Array(3 * DIMENSIONS);
    vectors.read([2, 0, 2], readAgain);
    const probed = probeOf(buckets, this.#codes.code(1), 2);
    return bytesOf(
      words,
      ...METRICS.map((metric) => distancesOf(vectors, query, metric, null)),
      read,
      readAgain,
      near.ids,
      near.distances,
      batch.ids,
      batch.distances,
      hits.positions,
      hits.distances,
      ranked.positions,
      ranked.distances,
      probed.positions,
      probed.perRadius,
      normalised(this.#kernels, { kind: 'cancelling', points: left, offset: query }),
    );
  }

  dispose(): void {
    for (const resident of Object.values(this.#residents)) resident.dispose();
  }
}

/** Vectors of nothing but infinity: where they were, memory that is taken for zero is not. */
export function soil(kernels: Kernels, bytes: number): void {
  const data = new Float32Array(bytes / 4).fill(Number.POSITIVE_INFINITY);
  kernels.createVectors(new Matrix(data, 1, data.length)).dispose();
}

/** Larger than all free memory, so that it can only live in new pages. */
function largeResident(kernels: Kernels): Resident {
  const floats = Math.max(2 ** 16, kernels.memoryBytes / 4);
  const data = new Float32Array(floats).fill(Number.POSITIVE_INFINITY);
  return kernels.createVectors(new Matrix(data, floats / 16, 16));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function growing(kernels: Kernels): Uint8Array {
  return whileResident(new Household(kernels), (household) => {
    const before = household.answers();
    return whileResident(largeResident(kernels), () =>
      whileResident(new Household(kernels), (younger) =>
        joined([before, household.answers(), younger.answers()]),
      ),
    );
  });
}

function shrinking(kernels: Kernels): Uint8Array {
  const older = new Household(kernels);
  return whileResident(new Household(kernels), (household) => {
    older.dispose();
    const alone = household.answers();
    soil(kernels, 4096);
    return whileResident(new Household(kernels), (younger) =>
      joined([alone, household.answers(), younger.answers()]),
    );
  });
}

/** Scratch memory for a call that the memory has to grow for, between calls of other residents. */
function largeScratch(kernels: Kernels): Uint8Array {
  return whileResident(new Household(kernels), (household) => {
    const dimensions = Math.max(2 ** 14, kernels.memoryBytes / 16);
    const plane = new Matrix(new Float32Array(dimensions).fill(1), 1, dimensions);
    const points = new Float32Array(4 * dimensions).fill(-1, dimensions);
    const words = new Uint32Array(4);
    return whileResident(kernels.createProjector(plane), (projector) => {
      projector.encode(points, 4, words);
      return joined([household.answers(), bytesOf(words)]);
    });
  });
}

/** Inputs that a caller changes after handing them over. */
function changedInputs(kernels: Kernels): Uint8Array {
  const { left, right } = operands('cancelling', 9, 5, 6);
  const codes = distinctCodes(randomCodes(20, 30, 1));
  const copy = new HashCodes(codes.words.slice(), codes.count, codes.bits);
  const query = codes.code(3).slice();
  const points = left.data.slice();
  const projector = kernels.createProjector(right);
  const vectors = kernels.createVectors(left);
  const scanned = kernels.createCodes(copy);
  const probed = kernels.createBuckets(copy);
  left.data.fill(9);
  right.data.fill(9);
  copy.words.fill(9);
  const words = new Uint32Array(9);
  projector.encode(points, 9, words);
  const bytes = bytesOf(
    words,
    distancesOf(vectors, points.subarray(0, 6), 'dot', null),
    withinOf(scanned, query, 12).positions,
    probeOf(probed, query, 3).positions,
  );
  for (const resident of [projector, vectors, scanned, probed]) resident.dispose();
  return bytes;
}

export function* lifetimeCases(): Generator<ParityCase> {
  const family = 'residents and their memory';
  yield { family, name: 'answers stay the same while memory grows', run: growing };
  yield { family, name: 'memory that was given back is used again', run: shrinking };
  yield { family, name: 'a call that needs much scratch memory', run: largeScratch };
  yield { family, name: 'inputs change after they were handed over', run: changedInputs };
}
