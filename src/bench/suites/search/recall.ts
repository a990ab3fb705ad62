import type { Kernels } from '../../../kernels/api.ts';
import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import { HammingSearch } from '../../../search/hamming-search.ts';
import type { BenchCase, Contender, Details } from '../../harness.ts';
import { inTurns } from '../../turns.ts';
import type { BenchContext } from '../suite.ts';
import { clusteredProblem, labelledProblem, type SearchProblem, TOP } from './problems.ts';
import { mean, shared, timedBuild } from './shared.ts';

const CANDIDATES = [50, 100, 200, 500, 1000, 2000, 5000];
/** Rows that random hyperplanes learn their mean from, and that GRH is trained on. */
const SAMPLE = 20_000;
const TRAINING = 2000;

/** Recall@10 against time: the nearest codes re-ranked by cosine, beside exact search. */
export const recallCases = [
  ...[64, 128, 256, 512].map(
    (bits) => async (backends: readonly Kernels[], context: BenchContext) =>
      recallCase(backends[0], await labelledProblem(context, backends[0]), 'lsh', bits),
  ),
  ...[32, 64].map(
    (bits) => async (backends: readonly Kernels[], context: BenchContext) =>
      recallCase(backends[0], await labelledProblem(context, backends[0]), 'grh', bits),
  ),
  ...[64, 128, 256, 512].map(
    (bits) => async (backends: readonly Kernels[], context: BenchContext) =>
      recallCase(backends[0], await clusteredProblem(context, backends[0]), 'lsh', bits),
  ),
];

/** The nearest codes of a hasher, re-ranked, beside exact search. */
export async function recallCase(
  kernels: Kernels,
  problem: SearchProblem,
  method: 'lsh' | 'grh',
  bits: number,
): Promise<BenchCase> {
  const { points, queries } = problem;
  const exact = await timedBuild(() => new ExactSearch(kernels, points, problem.metric));
  const hasher = await timedBuild(() => fitted(kernels, problem, method, bits));
  const search = await timedBuild(() => new HammingSearch(kernels, hasher.value.encode(points)));
  const vectorBytes = points.data.byteLength;
  const hashed = (candidates: number) =>
    contender(problem, `${candidates} candidates`, {
      search: (q) => {
        const query = queries.slice(q, q + 1);
        const [{ rows }] = search.value.nearest(hasher.value.encode(query), candidates);
        return { candidates: rows, rows: exact.value.nearest(query.data, TOP, rows).rows };
      },
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
      contender(problem, 'exact', {
        search: (q) => ({ candidates: null, rows: exact.value.nearest(queries.row(q), TOP).rows }),
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

interface Found {
  /** Rows that were re-ranked, or null for all of them. */
  readonly candidates: Uint32Array | null;
  readonly rows: Uint32Array;
}

function contender(
  problem: SearchProblem,
  name: string,
  { search, details }: { search: (q: number) => Found; details: Details },
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
      const recalled = found.map(({ rows }, q) => shared(rows, truth[q]));
      const hits = found.map(({ rows }, q) => Math.min(TOP, shared(rows, neighbours[q])));
      figures = { recall: mean(hits) / TOP };
      if (labels && queryLabels) {
        figures.labelPrecision = mean(
          found.map(({ rows }, q) =>
            mean(Array.from(rows, (r) => +(labels[r] === queryLabels[q]))),
          ),
        );
      }
      return found.every(
        ({ candidates }, q) => recalled[q] === shared(candidates ?? [...truth[q]], truth[q]),
      );
    },
    details: () => ({ ...figures, ...details }),
  };
}

/** Hyperplanes for a problem: random, or learned from the labels of some of its points. */
export async function fitted(
  kernels: Kernels,
  { points, labels }: SearchProblem,
  method: 'lsh' | 'grh',
  bits: number,
  seed = 0,
): Promise<HyperplaneHasher> {
  if (method === 'lsh' || !labels) {
    const sample = points.slice(0, Math.min(SAMPLE, points.rows));
    return new RandomHyperplanes({ kernels, bits, seed }).fitSync(sample);
  }
  const rows = Math.min(TRAINING, points.rows);
  const step = Math.floor(points.rows / rows);
  const chosen = Array.from({ length: rows }, (_, i) => i * step);
  const training = Int32Array.from(chosen, (row) => labels[row]);
  const hasher = new GraphRegularisedHashing({ kernels, bits, seed });
  return hasher.fit(points.selectRows(chosen), training);
}
