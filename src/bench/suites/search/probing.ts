import type { Kernels } from '../../../kernels/api.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import { HashTable } from '../../../search/hash-table.ts';
import { MultiTable } from '../../../search/multi-table.ts';
import { codesWithin } from '../../../search/probe-cost.ts';
import type { BenchCase, Contender } from '../../harness.ts';
import { inTurns } from '../../turns.ts';
import type { BenchContext } from '../suite.ts';
import { labelledProblem, type SearchProblem, TOP } from './problems.ts';
import { fitted } from './recall.ts';
import { mean, shared, timedBuild } from './shared.ts';

/** A table has a bit for each doubling of the rows; for orders of probing, so many more. */
const MORE_BITS = 8;
const MOST_TABLE_BITS = 16;
const RADII = [1, 2, 3];
const TABLES = [2, 4, 8, 16, 32];
/** Probes for each row, at most: beyond that a comparison with all codes is the better way. */
const MOST_PROBES = 4;
/** How closely the fewest probes are looked for. */
const PRECISION = 0.05;

/** Query-directed probing against order of radius; one table against several. */
export const probingCases = [
  ...(['lsh', 'grh'] as const).map(
    (method) => async (backends: readonly Kernels[], context: BenchContext) =>
      orderCase(backends[0], await labelledProblem(context, backends[0]), method),
  ),
  async (backends: readonly Kernels[], context: BenchContext) =>
    tablesCase(backends[0], await labelledProblem(context, backends[0])),
];

/** Candidates of one query. */
interface Candidates {
  readonly rows: Uint32Array;
  readonly probes: number;
}
type Find = (q: number) => Candidates;

async function orderCase(
  kernels: Kernels,
  problem: SearchProblem,
  method: 'lsh' | 'grh',
): Promise<BenchCase> {
  const bits = tableBits(problem) + MORE_BITS;
  const asked = await askedOf(kernels, problem, method, bits, 0);
  const table = new HashTable(kernels, asked.codes);
  const exact = new ExactSearch(kernels, problem.points, 'cosine');
  const directed = (probes: number) => (q: number) =>
    table.probe(asked.queryCodes.code(q), asked.projections.row(q), { probes, norms: asked.norms });
  const contenders = RADII.flatMap((radius) => {
    const byRadius: Find = (q) =>
      table.search(asked.queryCodes.code(q), { radius, strategy: 'probe' });
    const probes = probesFor(problem, directed, recallOf(problem, byRadius));
    const rival = codesWithin(bits, radius);
    return [
      contender(problem, exact, `radius ${radius}`, byRadius, { probes: rival }),
      contender(problem, exact, `by margin, as radius ${radius}`, directed(probes), {
        probes,
        fewer: rival / probes,
      }),
    ];
  });
  return {
    suite: 'search',
    name: `probing ${problem.name} ${method} bits=${bits} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders,
    dispose: () => {
      table.dispose();
      exact.dispose();
    },
  };
}

async function tablesCase(kernels: Kernels, problem: SearchProblem): Promise<BenchCase> {
  const exact = new ExactSearch(kernels, problem.points, 'cosine');
  const most = Math.max(...TABLES);
  const bits = tableBits(problem);
  const asked: Asked[] = [];
  for (let seed = 0; seed < most; seed++) {
    asked.push(await askedOf(kernels, problem, 'lsh', bits, seed));
  }
  const build = (count: number) => {
    const own = asked.slice(0, count);
    return timedBuild(
      () =>
        new MultiTable(
          kernels,
          own.map(({ codes }) => codes),
        ),
    );
  };
  const probing =
    (tables: MultiTable) =>
    (probes: number): Find => {
      const own = asked.slice(0, tables.tables.length);
      const norms = own.map((each) => each.norms);
      return (q) => {
        const codes = own.map(({ queryCodes }) => queryCodes.code(q));
        const projections = own.map((each) => each.projections.row(q));
        return tables.probe(codes, projections, { probes, norms });
      };
    };
  const one = await build(1);
  const opened = [one.value];
  const contenders: Contender[] = [];
  for (const count of TABLES) {
    const several = await build(count);
    opened.push(several.value);
    const plain = plainTables(several.value, asked);
    const probes = probesFor(problem, probing(one.value), recallOf(problem, plain));
    contenders.push(
      contender(problem, exact, `${count} tables, own buckets`, plain, {
        tables: count,
        probes: count,
        buildSeconds: several.seconds,
        memoryBytes: several.value.memoryBytes,
      }),
      contender(problem, exact, `1 table, as ${count} tables`, probing(one.value)(probes), {
        tables: 1,
        probes,
        buildSeconds: one.seconds,
        memoryBytes: one.value.memoryBytes,
      }),
    );
  }
  return {
    suite: 'search',
    name: `tables ${problem.name} lsh bits=${bits} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders,
    dispose: () => {
      for (const tables of opened) tables.dispose();
      exact.dispose();
    },
  };
}

/** Several tables as LSH has them: the query's own bucket in each. */
function plainTables(tables: MultiTable, asked: readonly Asked[]): Find {
  const own = asked.slice(0, tables.tables.length);
  return (q) => {
    const codes = own.map(({ queryCodes }) => queryCodes.code(q));
    return tables.search(codes, { radius: 0, strategy: 'probe' });
  };
}

type Asked = Awaited<ReturnType<typeof askedOf>>;

/** Codes of the points, codes and projections of the queries, lengths of the hyperplanes. */
async function askedOf(
  kernels: Kernels,
  problem: SearchProblem,
  method: 'lsh' | 'grh',
  bits: number,
  seed: number,
) {
  const hasher = await fitted(kernels, problem, method, bits, seed);
  const asked = {
    codes: hasher.encode(problem.points),
    queryCodes: hasher.encode(problem.queries),
    projections: hasher.projections(problem.queries),
    norms: Float32Array.from({ length: bits }, (_, j) => Math.hypot(...hasher.hyperplanes.row(j))),
  };
  hasher.dispose();
  return asked;
}

function recallOf({ queries, truth }: SearchProblem, find: Find): number {
  const found = Array.from({ length: queries.rows }, (_, q) => shared(find(q).rows, truth[q]));
  return mean(found) / TOP;
}

/** The fewest probes, or little more, with which candidates hold as many true neighbours. */
function probesFor(problem: SearchProblem, find: (probes: number) => Find, recall: number): number {
  const most = MOST_PROBES * problem.points.rows;
  let high = 1;
  while (high < most && recallOf(problem, find(high)) < recall) high *= 2;
  let low = high >>> 1;
  while (high - low > Math.max(1, PRECISION * high)) {
    const middle = (low + high) >>> 1;
    if (recallOf(problem, find(middle)) < recall) low = middle;
    else high = middle;
  }
  return high;
}

function tableBits({ points }: SearchProblem): number {
  return Math.min(MOST_TABLE_BITS, Math.ceil(Math.log2(points.rows)));
}

/** Finds candidates and re-ranks them by cosine. */
function contender(
  problem: SearchProblem,
  exact: ExactSearch,
  name: string,
  find: Find,
  details: Record<string, number>,
): Contender {
  const { queries, truth } = problem;
  const all = Array.from({ length: queries.rows }, (_, q) => q);
  const search = (q: number) => exact.nearest(queries.row(q), TOP, find(q).rows).rows;
  return {
    name,
    run: inTurns(all, search),
    verify: () => all.every((q) => shared(search(q), truth[q]) === shared(find(q).rows, truth[q])),
    details: () => ({
      recall: recallOf(problem, find),
      candidates: mean(all.map((q) => find(q).rows.length)),
      ...details,
    }),
  };
}
