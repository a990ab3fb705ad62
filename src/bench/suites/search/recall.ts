import type { Matrix } from '../../../core/matrix.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import { RandomRotations } from '../../../models/random-rotations.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import { HammingSearch } from '../../../search/hamming-search.ts';
import type { BenchCase, Contender, Details } from '../../harness.ts';
import { inTurns } from '../../turns.ts';
import type { BenchContext } from '../suite.ts';
import {
  clusteredProblem,
  labelledProblem,
  normalProblem,
  type SearchProblem,
  TOP,
} from './problems.ts';
import { mean, shared, timedBuild } from './shared.ts';

const CANDIDATES = [50, 100, 200, 500, 1000, 2000, 5000];
/** Rows that random hyperplanes learn their mean from, and that GRH is trained on. */
const SAMPLE = 20_000;
const TRAINING = 2000;
/** Of so many queries one is compared with its candidates; recall counts all of them. */
const CHECKED = 5;

/** What codes are made by: random hyperplanes, random rotations or hyperplanes learned from labels. */
export type CodeMethod = 'lsh' | 'rotation' | 'grh';

type ProblemOf = typeof labelledProblem;

function recallCasesOf(problemOf: ProblemOf, method: CodeMethod, lengths: readonly number[]) {
  return lengths.map(
    (bits) => async (backends: readonly Kernels[], context: BenchContext) =>
      recallCase(backends[0], await problemOf(context, backends[0]), method, bits),
  );
}

/** Recall@10 against time: the nearest codes re-ranked by cosine, beside exact search. */
export const recallCases = [
  ...recallCasesOf(labelledProblem, 'lsh', [64, 128, 256, 512]),
  ...recallCasesOf(labelledProblem, 'rotation', [256, 512]),
  ...recallCasesOf(labelledProblem, 'grh', [32, 64]),
  ...recallCasesOf(clusteredProblem, 'lsh', [64, 128, 256, 512]),
  ...recallCasesOf(normalProblem, 'rotation', [512]),
];

/** The nearest codes of a hasher, re-ranked, beside exact search. */
export async function recallCase(
  kernels: Kernels,
  problem: SearchProblem,
  method: CodeMethod,
  bits: number,
): Promise<BenchCase> {
  const { points, queries } = problem;
  const exact = await timedBuild(() => new ExactSearch(kernels, points, problem.metric));
  const hasher = await timedBuild(() => hasherFor(kernels, problem, method, bits));
  const search = await timedBuild(() => new HammingSearch(kernels, hasher.value.encode(points)));
  const vectorBytes = points.data.byteLength;
  const nearestCodes = (q: number, candidates: number) => {
    const query = queries.slice(q, q + 1);
    return search.value.nearest(hasher.value.encode(query), candidates)[0].rows;
  };
  const hashed = (candidates: number) =>
    searchContender(problem, `${candidates} candidates`, {
      search: (q) => exact.value.nearest(queries.row(q), TOP, nearestCodes(q, candidates)).rows,
      candidatesOf: (q) => nearestCodes(q, candidates),
      details: {
        candidates,
        buildSeconds: hasher.seconds + search.seconds,
        memoryBytes: search.value.memoryBytes,
        strategy: search.value.strategy,
      },
    });
  return {
    suite: 'search',
    name: `recall ${problem.name} ${method} bits=${bits} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: [
      searchContender(problem, 'exact', {
        search: (q) => exact.value.nearest(queries.row(q), TOP).rows,
        details: { buildSeconds: exact.seconds, memoryBytes: vectorBytes },
      }),
      ...candidatesFor(points.rows).map(hashed),
    ],
    dispose: () => {
      search.value.dispose();
      hasher.value.dispose();
      exact.value.dispose();
    },
  };
}

/** Of a small set half: all of it would be exact search. */
function candidatesFor(rows: number): number[] {
  const few = CANDIDATES.filter((candidates) => candidates <= rows / 2);
  return few.length > 0 ? few : [Math.ceil(rows / 2)];
}

/** How one query is answered. */
interface Answering {
  readonly search: (q: number) => Uint32Array;
  /** Rows that were ranked exactly; without it all of them were. Not timed. */
  readonly candidatesOf?: (q: number) => Uint32Array;
  readonly details: Details;
}

/** Answers queries in turn; its recall is what it finds of the neighbours. */
export function searchContender(
  problem: SearchProblem,
  name: string,
  { search, candidatesOf, details }: Answering,
): Contender {
  const { queries, truth, neighbours, labels, queryLabels } = problem;
  const all = Array.from({ length: queries.rows }, (_, q) => q);
  let figures: Record<string, number> = {};
  return {
    name,
    run: inTurns(all, search),
    // A true neighbour among the candidates is among the nearest of them.
    verify: () => {
      const found = all.map(search);
      const hits = found.map((rows, q) => Math.min(TOP, shared(rows, neighbours[q])));
      figures = { recall: mean(hits) / TOP };
      if (labels && queryLabels) {
        figures.labelPrecision = mean(
          found.map((rows, q) => mean(Array.from(rows, (r) => +(labels[r] === queryLabels[q])))),
        );
      }
      return found.every((rows, q) => {
        if (q % CHECKED !== 0) return true;
        const candidates = candidatesOf ? candidatesOf(q) : [...truth[q]];
        return shared(rows, truth[q]) === shared(candidates, truth[q]);
      });
    },
    details: () => ({ ...figures, ...details }),
  };
}

/** What makes codes for a problem: GRH learns from the labels of some of its points. */
async function hasherFor(
  kernels: Kernels,
  problem: SearchProblem,
  method: CodeMethod,
  bits: number,
) {
  if (method !== 'rotation') return fitted(kernels, problem, method, bits);
  return new RandomRotations({ kernels, bits }).fitSync(sampleOf(problem));
}

/** Rows from which a mean is learned. */
function sampleOf({ points }: SearchProblem): Matrix {
  return points.slice(0, Math.min(SAMPLE, points.rows));
}

/** Hyperplanes for a problem: random, or learned from the labels of some of its points. */
export async function fitted(
  kernels: Kernels,
  problem: SearchProblem,
  method: 'lsh' | 'grh',
  bits: number,
  seed = 0,
): Promise<HyperplaneHasher> {
  const { points, labels } = problem;
  if (method === 'lsh' || !labels) {
    return new RandomHyperplanes({ kernels, bits, seed }).fitSync(sampleOf(problem));
  }
  const rows = Math.min(TRAINING, points.rows);
  const step = Math.floor(points.rows / rows);
  const chosen = Array.from({ length: rows }, (_, i) => i * step);
  const training = Int32Array.from(chosen, (row) => labels[row]);
  const hasher = new GraphRegularisedHashing({ kernels, bits, seed });
  return hasher.fit(points.selectRows(chosen), training);
}
