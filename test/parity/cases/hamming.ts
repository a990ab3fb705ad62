import type { HashCodes } from '../../../src/core/hash-codes.ts';
import type { Codes } from '../../../src/kernels/api.ts';
import { complement, randomCodes, randomInteger, randomSource } from '../../support/inputs.ts';
import { withinOf } from '../../support/kernel-calls.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';

const BITS = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 128, 255, 256, 257, 4096];
const COUNTS = [0, 1, 2, 3, 4, 5, 63, 64, 65, 130];
/** More codes than pass through scratch memory at a time, and more queries than are scanned for. */
const MANY = { bits: [12, 33, 300], codes: 2 ** 16 + 3, queries: 67 };

export interface HammingInput {
  readonly codes: HashCodes;
  /** Random codes, the first code of the database and its complement. */
  readonly queries: readonly Uint32Array[];
  readonly radii: readonly number[];
  readonly labels: Int32Array;
  readonly queryLabels: Int32Array;
}

export function* hammingInputs(): Generator<HammingInput> {
  for (const bits of BITS) for (const count of COUNTS) yield input(bits, count, 2);
}

/** Inputs beyond the batches of the WebAssembly backends. */
export function* batchedHammingInputs(): Generator<HammingInput> {
  for (const bits of MANY.bits) {
    yield { ...input(bits, MANY.codes, 2), radii: [bits >>> 2] };
    yield { ...input(bits, 300, MANY.queries), radii: [bits >>> 2] };
  }
}

function input(bits: number, count: number, queryCount: number): HammingInput {
  const codes = randomCodes(count, bits, count);
  const others = randomCodes(queryCount, bits, count + 1);
  const queries = Array.from({ length: queryCount }, (_, q) => others.code(q));
  if (count > 0) queries.push(codes.code(0), complement(codes.code(0), bits));
  const random = randomSource(count);
  const label = () => randomInteger(random, 3) - 1;
  return {
    codes,
    queries,
    radii: [...new Set([0, 1, 2, 3, bits >>> 1, bits - 1, bits])],
    labels: Int32Array.from({ length: count }, label),
    queryLabels: Int32Array.from(queries, label),
  };
}

export interface Histograms {
  readonly total: Uint32Array;
  readonly relevant: Uint32Array;
}

/** The histograms of all queries, added to counters that begin at 77. */
export function histogramsOf(codes: Codes, input: HammingInput): Histograms {
  const { queries, labels, queryLabels } = input;
  const bins = queries.length * (input.codes.bits + 1);
  const total = soiled(new Uint32Array(bins));
  const relevant = soiled(new Uint32Array(bins));
  const words = Uint32Array.from(queries.flatMap((query) => [...query]));
  codes.addDistanceHistograms(words, queries.length, queryLabels, labels, total, relevant);
  return { total, relevant };
}

export interface NearestCodes {
  readonly size: number;
  readonly positions: Uint32Array;
  readonly distances: Uint16Array;
}

/** The k nearest codes of all queries. */
export function nearestCodesOf(
  codes: Codes,
  queries: readonly Uint32Array[],
  k: number,
): NearestCodes {
  const positions = soiled(new Uint32Array(queries.length * k));
  const distances = soiled(new Uint16Array(queries.length * k));
  const words = Uint32Array.from(queries.flatMap((query) => [...query]));
  const size = codes.nearest(words, queries.length, k, positions, distances);
  return { size, positions, distances };
}

export function* hammingCases(): Generator<ParityCase> {
  for (const hamming of hammingInputs()) yield* casesOf(hamming, '');
  for (const hamming of batchedHammingInputs()) yield* casesOf(hamming, ', more than a batch');
}

function* casesOf(hamming: HammingInput, suffix: string): Generator<ParityCase> {
  const { codes, queries, radii } = hamming;
  const name = `${queries.length} queries of ${codes.count} codes of ${codes.bits} bits`;
  yield {
    family: `codes within a radius${suffix}`,
    name,
    run: (kernels) =>
      whileResident(kernels.createCodes(codes), (resident) =>
        bytesOf(
          ...queries.flatMap((query) =>
            radii.flatMap((radius) => {
              const result = withinOf(resident, query, radius);
              return [Uint32Array.of(result.found), result.positions, result.distances];
            }),
          ),
        ),
      ),
  };
  yield {
    family: `histograms of Hamming distances${suffix}`,
    name,
    run: (kernels) =>
      whileResident(kernels.createCodes(codes), (resident) => {
        const { total, relevant } = histogramsOf(resident, hamming);
        return bytesOf(total, relevant);
      }),
  };
  yield {
    family: `nearest codes${suffix}`,
    name,
    run: (kernels) =>
      whileResident(kernels.createCodes(codes), (resident) =>
        bytesOf(
          ...[1, 10, codes.count + 1].flatMap((k) => {
            const { size, positions, distances } = nearestCodesOf(resident, queries, k);
            return [Uint32Array.of(size), positions, distances];
          }),
        ),
      ),
  };
}
