import { InvalidArgumentError } from '../../core/errors.ts';
import { HashCodes } from '../../core/hash-codes.ts';
import { checkFinite, type Matrix } from '../../core/matrix.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { type NumericArray, showShape, toMatrix } from '../arrays/numeric.ts';
import type { FileContents } from '../contents.ts';

/** What all sets for benchmarks have: queries with their true neighbours. */
interface Neighbours {
  readonly name: string;
  /** queries x count rows of the points, the nearest first. */
  readonly neighbors: Int32Array;
  /** Neighbours of a query. */
  readonly count: number;
}

/** Vectors and queries, compared by a metric. */
export interface VectorBenchmark extends Neighbours {
  readonly metric: 'cosine' | 'dot' | 'euclidean';
  readonly points: Matrix;
  readonly queries: Matrix;
}

/** Codes and queries, compared by their Hamming distance. */
export interface BitBenchmark extends Neighbours {
  readonly metric: 'hamming';
  readonly points: HashCodes;
  readonly queries: HashCodes;
}

/** A set that is made to measure searches with, as those of ann-benchmarks are. */
export type BenchmarkSet = VectorBenchmark | BitBenchmark;

/** The distances of ann-benchmarks (https://github.com/erikbern/ann-benchmarks). */
const METRICS: Readonly<Record<string, BenchmarkSet['metric']>> = {
  angular: 'cosine',
  euclidean: 'euclidean',
  dot: 'dot',
  hamming: 'hamming',
};

/** Whether a file is a benchmark set: it has the arrays train, test and neighbors. */
export function isBenchmarkSet({ arrays }: FileContents): boolean {
  return ['train', 'test', 'neighbors'].every((name) =>
    arrays.some((array) => array.name === name),
  );
}

/**
 * The benchmark set that the arrays `train`, `test` and `neighbors` of a file make, as HDF5 files of
 * ann-benchmarks hold them; the distance is an attribute of the file, and Hamming where it is
 * missing and the points are booleans.
 *
 * @throws InvalidArgumentError for other distances, shapes that don't fit, and neighbours that are
 * no points.
 */
export async function benchmarkSetFrom(
  contents: FileContents,
  name: string,
): Promise<BenchmarkSet> {
  const { arrays, metadata } = contents;
  const named = (wanted: string) => arrays.find((array) => array.name === wanted) as FileArray;
  const [train, test, truth] = [named('train'), named('test'), named('neighbors')];
  const isBits = train.kind === 'bool';
  const distance = metadata.get('distance') ?? (isBits ? 'hamming' : 'angular');
  const metric = Object.hasOwn(METRICS, distance) ? METRICS[distance] : undefined;
  if (metric === undefined || metadata.get('type') === 'sparse') {
    const what = metric === undefined ? `distance ${JSON.stringify(distance)}` : 'sparse points';
    throw new InvalidArgumentError(
      `a benchmark set with ${what} is not measured: the distances are ${Object.keys(METRICS).join(', ')}`,
    );
  }
  const neighbours = { name, ...(await neighboursOf(truth, train, test)) };
  if (metric === 'hamming') {
    const bits = bitsOf(await train.read(), await test.read());
    return { ...neighbours, metric, ...bits };
  }
  const points = toMatrix(await train.read(), 'train');
  const queries = toMatrix(await test.read(), 'test');
  if (points.cols !== queries.cols) throw unlike(points.cols, queries.cols);
  checkFinite('train', points);
  checkFinite('test', queries);
  return { ...neighbours, metric, points, queries };
}

function unlike(points: number, queries: number): InvalidArgumentError {
  return new InvalidArgumentError(`train has ${points} dimensions where test has ${queries}`);
}

async function neighboursOf(truth: FileArray, train: FileArray, test: FileArray) {
  const { values, shape } = await truth.read();
  const [queries, count] = shape;
  if (shape.length !== 2 || queries !== test.shape[0] || count < 1) {
    throw new InvalidArgumentError(
      `neighbors must have a row for each of ${test.shape[0]} queries, but is ${showShape(shape)}`,
    );
  }
  const rows = train.shape[0];
  const neighbors = Int32Array.from(values as ArrayLike<number | bigint>, Number);
  const wrong = neighbors.findIndex((row) => !(row >= 0 && row < rows));
  if (wrong !== -1) {
    throw new InvalidArgumentError(
      `neighbors of query ${Math.floor(wrong / count)} name point ${values[wrong]} of ${rows}`,
    );
  }
  return { neighbors, count };
}

/** Bits are numbers of 0 and 1; whole bytes of them where any is more. */
function bitsOf(train: NumericArray, test: NumericArray) {
  const isPlain = [train, test].every(({ values }) => values.every((value) => Number(value) <= 1));
  const [points, queries] = [train, test].map((array) => (isPlain ? plainBits : packedBits)(array));
  if (points.bits !== queries.bits) throw unlike(points.bits, queries.bits);
  return { points, queries };
}

function plainBits({ shape, values, fortranOrder }: NumericArray): HashCodes {
  const [rows, bits] = checkBits(shape, fortranOrder);
  const wordsPerCode = Math.ceil(bits / 32);
  const words = new Uint32Array(rows * wordsPerCode);
  for (let row = 0; row < rows; row++) {
    for (let bit = 0; bit < bits; bit++) {
      const value = Number(values[row * bits + bit]);
      if (value !== 0 && value !== 1) {
        throw new InvalidArgumentError(`bits must be 0 or 1, but row ${row} has ${value}`);
      }
      words[row * wordsPerCode + (bit >>> 5)] |= value << (bit & 31);
    }
  }
  return new HashCodes(words, rows, bits);
}

function packedBits({ shape, values, fortranOrder }: NumericArray): HashCodes {
  const [, bytes] = checkBits(shape, fortranOrder);
  if (!(values instanceof Uint8Array)) {
    throw new InvalidArgumentError('bits must be 0 or 1, or bytes of 8 bits (uint8)');
  }
  return HashCodes.fromBytes(values, 8 * bytes);
}

function checkBits(shape: readonly number[], fortranOrder: boolean): readonly number[] {
  if (shape.length === 2 && shape[1] > 0 && !fortranOrder) return shape;
  throw new InvalidArgumentError(`bits must be rows x bits, but are ${showShape(shape)}`);
}
