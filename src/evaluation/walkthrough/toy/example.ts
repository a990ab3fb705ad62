import { checkKernels } from '../../../core/checks.ts';
import { Matrix } from '../../../core/matrix.ts';
import { gaussianHyperplanes } from '../../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../../core/random/random-state.ts';
import {
  graphFromEdges,
  type SparseGraph,
  symmetricGraph,
  withSelf,
} from '../../../graph/graph.ts';
import { regulariseByGraph } from '../../../graph/regularise.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { svmDualCoordinateDescent } from '../../../learners/svm-dcd.ts';
import { partitionSpace } from '../../../models/partition.ts';
import { bitSigns, constantBits } from '../../../models/signs.ts';
import { angles } from '../angles.ts';
import type { Bit } from '../bit.ts';
import { type ToyOptions, toySettings } from './settings.ts';
import { sumsOf } from './sums.ts';
import type { ToyExample, ToyImage, ToyRound, ToySettings, ToyVector } from './types.ts';

/**
 * Three cars and three tigers. Numpy's first hyperplanes of the plane (seed 0, three bits) put A and B
 * on one side and D and F on the other, and get one bit of C and one of E wrong, the first.
 */
const IMAGES: readonly ToyImage[] = [
  { name: 'A', kind: 'car', x: -0.2, y: 1.3 },
  { name: 'B', kind: 'car', x: -0.9, y: 1.4 },
  { name: 'C', kind: 'car', x: -1.3, y: 0.75 },
  { name: 'D', kind: 'tiger', x: 0.1, y: -1.2 },
  { name: 'E', kind: 'tiger', x: 1.3, y: -0.6 },
  { name: 'F', kind: 'tiger', x: 0.7, y: -1.3 },
];
const BITS = 3;
const SEED = 0;

/** Images of one kind are alike. */
const EDGES = IMAGES.flatMap((a, i) =>
  IMAGES.flatMap((b, j): [number, number][] => (i < j && a.kind === b.kind ? [[i, j]] : [])),
);

/**
 * Graph regularised hashing of six images in the plane, small enough to follow with a pencil, as in the
 * talk on it (Moran & Lavrenko, ECIR 2015), which shows cars and tigers; points and numbers are our own. The graph step
 * and the learner are those that hashers use. Takes about a millisecond, and no turn of the event loop.
 *
 * @throws InvalidArgumentError for an alpha outside 0..1, iterations outside 1..10, or an unknown rule.
 */
export async function toyExample(kernels: Kernels, options: ToyOptions = {}): Promise<ToyExample> {
  checkKernels(kernels);
  const settings = toySettings(options);
  const points = Matrix.from(IMAGES.map(({ x, y }) => [x, y]));
  const graph = toyGraph();
  const adjacency = rowsOf(graph.toDense());
  const degrees = adjacency.map((row) => row.reduce((sum, value) => sum + value));
  const random = new RandomState(SEED);
  const first = gaussianHyperplanes(random, points.cols, BITS);
  const initial = bitSigns(kernels, first, points);
  const toy = { kernels, settings, points, graph, random, initial };
  const rounds: ToyRound[] = [];
  let state: State = { hyperplanes: first, signs: initial };
  for (let iteration = 1; iteration <= settings.iterations; iteration++) {
    const { round, next } = await playRound(toy, state, iteration);
    rounds.push(round);
    state = next;
  }
  return {
    settings,
    images: IMAGES,
    edges: EDGES,
    adjacency: adjacency as Bit[][],
    degrees,
    normalised: adjacency.map((row, i) => row.map((value) => value / degrees[i])),
    hyperplanes: vectorsOf(first),
    initial: bitsOf(initial),
    buckets: bucketsOf(initial),
    rounds,
  };
}

/** Edges both ways, and each image among its own neighbours. */
function toyGraph(): SparseGraph {
  const from = EDGES.map(([a]) => a);
  const to = EDGES.map(([, b]) => b);
  return withSelf(symmetricGraph(graphFromEdges(IMAGES.length, { from, to, weights: null })));
}

interface Toy {
  readonly kernels: Kernels;
  readonly settings: ToySettings;
  readonly points: Matrix;
  readonly graph: SparseGraph;
  readonly random: RandomState;
  readonly initial: Int8Array;
}

interface State {
  readonly hyperplanes: Matrix;
  readonly signs: Int8Array;
}

async function playRound(
  { kernels, settings, points, graph, random, initial }: Toy,
  { hyperplanes, signs }: State,
  iteration: number,
): Promise<{ round: ToyRound; next: State }> {
  const { alpha, rule, cost } = settings;
  const smoothed = regulariseByGraph(kernels, { signs, initial, bits: BITS, graph, alpha, rule });
  const constant = constantBits(smoothed, BITS);
  const learner = svmDualCoordinateDescent({ cost });
  const problem = { points, signs: smoothed, bits: BITS, constant };
  const learned = await partitionSpace(kernels, learner, problem, random, {});
  const after = bitSigns(kernels, learned.hyperplanes, points);
  const turned = angles(hyperplanes, learned.hyperplanes);
  const isSame = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).every((value, i) => value === b[i]);
  const { means, sums } = sumsOf({ graph, signs, initial, smoothed, bits: BITS, alpha, rule });
  return {
    round: {
      iteration,
      before: bitsOf(signs),
      means,
      sums,
      smoothed: bitsOf(smoothed),
      flips: smoothed.filter((sign, at) => sign !== signs[at]).length,
      hyperplanes: vectorsOf(learned.hyperplanes),
      turned,
      after: bitsOf(after),
      buckets: bucketsOf(after),
      isSettled:
        isSame(smoothed, signs) &&
        isSame(after, signs) &&
        isSame(hyperplanes.data, learned.hyperplanes.data),
    },
    next: { hyperplanes: learned.hyperplanes, signs: after },
  };
}

function rowsOf(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => Array.from(matrix.row(i)));
}

function vectorsOf(hyperplanes: Matrix): ToyVector[] {
  return rowsOf(hyperplanes).map(([x, y]) => [x, y]);
}

function bitsOf(signs: Int8Array): Bit[][] {
  return IMAGES.map((_, i) =>
    Array.from(signs.subarray(i * BITS, (i + 1) * BITS), (sign): Bit => (sign === 1 ? 1 : 0)),
  );
}

/** The bits as one number, the first most significant. */
function bucketsOf(signs: Int8Array): number[] {
  return bitsOf(signs).map((bits) => bits.reduce<number>((sum, bit) => sum * 2 + bit, 0));
}
