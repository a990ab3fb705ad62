import { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels, Vectors } from '../../kernels/api.ts';

/** Points between two breaths of the page. */
const POINTS_AT_ONCE = 1024;

/** Options of `kMeans`. */
export interface KMeansOptions {
  /** At most as many as there are points. */
  readonly clusters: number;
  readonly seed: number;
  /** Default 8: later ones hardly move the centres. */
  readonly iterations?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The nearest centre of each point, and the squared distance to it. */
export interface Assignment {
  readonly clusters: Uint16Array;
  readonly distances: Float32Array;
}

/**
 * Centres by Lloyd's algorithm, from points drawn at random: each point goes to its nearest centre (ties to
 * the first), each centre to the mean of its points. A centre that is left without points takes the place of
 * the point that is farthest from its own. The sums of means are float64, in order of points, so that
 * centres are the same on every backend. Cost: iterations x points x clusters x dimensions.
 */
export async function kMeans(
  kernels: Kernels,
  points: Matrix,
  { clusters, seed, iterations = 8, signal, onProgress }: KMeansOptions,
): Promise<Matrix> {
  const first = new RandomState(seed).permutation(points.rows).slice(0, clusters);
  let centres = points.selectRows(first);
  for (let i = 0; i < iterations; i++) {
    const assignment = await assign(kernels, points, centres, { signal });
    centres = meansOf(points, assignment, clusters);
    onProgress?.(i + 1, iterations);
  }
  return centres;
}

/** The nearest of `centres` to each point, in the squared Euclidean distance. */
export async function assign(
  kernels: Kernels,
  points: Matrix,
  centres: Matrix,
  { signal, onProgress }: Pick<KMeansOptions, 'signal' | 'onProgress'> = {},
): Promise<Assignment> {
  const clusters = new Uint16Array(points.rows);
  const distances = new Float32Array(points.rows);
  const store: Vectors = kernels.createVectors(centres);
  try {
    for (let start = 0; start < points.rows; start += POINTS_AT_ONCE) {
      const some = points.slice(start, Math.min(points.rows, start + POINTS_AT_ONCE));
      const rows = new Uint32Array(some.rows);
      const own = distances.subarray(start, start + some.rows);
      store.nearestBatch(some.data, some.rows, 'euclidean', 1, rows, own);
      clusters.set(rows, start);
      onProgress?.(start + some.rows, points.rows);
      await pause(signal);
    }
  } finally {
    store.dispose();
  }
  return { clusters, distances };
}

function meansOf(points: Matrix, { clusters, distances }: Assignment, count: number): Matrix {
  const { cols, data } = points;
  const sums = new Float64Array(count * cols);
  const sizes = new Uint32Array(count);
  for (let i = 0; i < points.rows; i++) {
    const start = clusters[i] * cols;
    sizes[clusters[i]]++;
    for (let k = 0, at = i * cols; k < cols; k++, at++) sums[start + k] += data[at];
  }
  const centres = new Matrix(new Float32Array(count * cols), count, cols);
  const far = farthest(distances, sizes);
  for (let c = 0; c < count; c++) {
    const centre = centres.row(c);
    if (sizes[c] === 0) centre.set(points.row(far.next().value as number));
    else for (let k = 0; k < cols; k++) centre[k] = sums[c * cols + k] / sizes[c];
  }
  return centres;
}

/** Points from the farthest on, as many as there are empty clusters. */
function* farthest(distances: Float32Array, sizes: Uint32Array): Generator<number> {
  if (!sizes.includes(0)) return;
  const order = Uint32Array.from(distances, (_, i) => i);
  yield* order.sort((a, b) => distances[b] - distances[a] || a - b);
}
