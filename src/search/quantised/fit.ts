import { checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkFinite, Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { type Kernels, METRICS } from '../../kernels/api.ts';
import {
  BITS_PER_DIMENSION,
  MAX_CENTRES,
  type QuantiserModel,
} from '../../kernels/quantised/api.ts';
import { ROUNDS, rotatedDimensions } from '../../kernels/quantised/layout.ts';
import { BatchMeans } from '../../preparation/batch-means.ts';
import { normaliseRows } from '../../preparation/preprocess.ts';
import { kMeans } from './k-means.ts';
import type { QuantiserOptions, QuantiserState } from './types.ts';

/** So many points tell the mean as well as all of them. */
const SAMPLE_OF_MEAN = 2 ** 14;
/** Points of each cluster from which k-means learns. */
const POINTS_PER_CLUSTER = 32;
const MOST_DIMENSIONS = 2 ** 16;
const SIGN_BIT = 2 ** 31;

/**
 * Finds centres of points: their mean, or by k-means, both of a sample where there are many.
 *
 * @throws InvalidArgumentError if an option is out of range or a value is not finite.
 */
export async function fitQuantiser(
  kernels: Kernels,
  points: Matrix,
  options: QuantiserOptions,
): Promise<QuantiserState> {
  const { metric = 'cosine', bitsPerDimension = 1, clusters = 1, seed = 0 } = options;
  const dimensions = points.cols;
  checkBits(bitsPerDimension);
  const { codedDimensions = rotatedDimensions(dimensions, bitsPerDimension) } = options;
  const settings = { metric, dimensions, bitsPerDimension, codedDimensions, seed };
  checkSettings(settings);
  checkWhole('clusters', clusters, 1, MAX_CENTRES);
  if (points.rows < clusters) {
    throw new InvalidArgumentError(
      `${clusters} clusters need as many points at least, not ${points.rows}`,
    );
  }
  const wanted = clusters === 1 ? SAMPLE_OF_MEAN : clusters * POINTS_PER_CLUSTER;
  const sample = sampleOf(points, wanted, seed);
  checkFinite('points', sample);
  const shouldNormalise = metric === 'cosine';
  if (clusters === 1) {
    const means = new BatchMeans(kernels, shouldNormalise);
    means.add(sample);
    return { ...settings, centres: means.mean() };
  }
  const { signal, onProgress } = options;
  const own = shouldNormalise ? normaliseRows(kernels, sample) : sample;
  const centres = await kMeans(kernels, own, {
    clusters,
    seed,
    signal,
    onProgress: (done, total) => onProgress?.({ step: 'centres', done, total }),
  });
  return { ...settings, centres: centres.data };
}

/** @throws InvalidArgumentError if a setting is out of range. */
export function checkSettings(settings: Omit<QuantiserState, 'centres'>): void {
  const { metric, dimensions, bitsPerDimension, codedDimensions, seed } = settings;
  if (!METRICS.includes(metric)) refuse('metric', `one of ${METRICS.join(', ')}`, metric);
  checkBits(bitsPerDimension);
  checkWhole('dimensions', dimensions, 1, MOST_DIMENSIONS);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  const most = rotatedDimensions(dimensions, bitsPerDimension);
  checkWhole('codedDimensions', codedDimensions, 32, most);
  if (codedDimensions % 32 === 0) return;
  refuse('codedDimensions', `a multiple of 32 up to ${most}`, codedDimensions);
}

function checkBits(bitsPerDimension: number): void {
  if (BITS_PER_DIMENSION.some((bits) => bits === bitsPerDimension)) return;
  refuse('bitsPerDimension', `one of ${BITS_PER_DIMENSION.join(', ')}`, bitsPerDimension);
}

/** What the kernels need to know of a quantiser. */
export function modelOf(state: QuantiserState): QuantiserModel {
  const { dimensions, centres, seed } = state;
  const count = centres.length / dimensions;
  const sums = new Float64Array(dimensions);
  for (let i = 0; i < centres.length; i++) sums[i % dimensions] += centres[i];
  return {
    metric: state.metric,
    dimensions,
    bitsPerDimension: state.bitsPerDimension,
    codedDimensions: state.codedDimensions,
    signs: randomSigns(seed, ROUNDS * rotatedDimensions(dimensions, state.bitsPerDimension)),
    centres: new Matrix(centres, count, dimensions),
    mean:
      state.metric === 'dot' ? directionOf(sums) : Float32Array.from(sums, (sum) => sum / count),
  };
}

/** A vector at length 1, or at 0 where it has none. */
function directionOf(vector: Float64Array): Float32Array {
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  return Float32Array.from(vector, (value) => (squares > 0 ? value / Math.sqrt(squares) : 0));
}

/** Sign bits as numpy's `RandomState(seed).randint(0, 2, count)` draws them: 1 turns a sign. */
function randomSigns(seed: number, count: number): Uint32Array {
  const random = new RandomState(seed);
  return Uint32Array.from({ length: count }, () => random.randint(0, 2) * SIGN_BIT);
}

/** Points in order, drawn at random where there are more than wanted. */
function sampleOf(points: Matrix, wanted: number, seed: number): Matrix {
  if (points.rows <= wanted) return points;
  return points.selectRows(new RandomState(seed).permutation(points.rows).slice(0, wanted).sort());
}
