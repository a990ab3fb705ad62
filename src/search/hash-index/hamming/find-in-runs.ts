import type { Executor } from '../../../core/executor.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { type FoundRows, type NearestOfPart, nearestOverall } from '../candidates.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { Snapshot } from '../snapshot.ts';
import type { CodedRun } from './coded-run.ts';
import { batchOf, nearestCodes } from './nearest-codes.ts';

/**
 * Candidates of so many queries by their codes, each run by those of its own hashers.
 *
 * @param runs - all rows of the snapshot, in their order.
 */
export function findInRuns(
  kernels: Kernels,
  snapshot: Snapshot,
  runs: readonly CodedRun[],
  queries: number,
  plan: SearchPlan,
): FoundRows[] {
  const { rule, filter } = plan;
  if (rule.by === 'codes') {
    const found = runs.map((run) => nearestCodes(kernels, snapshot, run, rule.count, filter));
    return nearestOfEach(snapshot, found, queries, rule.count);
  }
  return Array.from({ length: queries }, (_, q) => {
    const rows = snapshot.parts.map((): number[] => []);
    let probes = 0;
    for (const run of runs) {
      const part = snapshot.parts[run.place];
      const found = lookUp(kernels, run, q, plan);
      probes += found.probes;
      for (const own of found.rows.sort()) {
        const row = run.first + own;
        if (filter.accepts(part, row)) rows[run.place].push(row);
      }
    }
    return { rows: rows.map((own) => Uint32Array.from(own)), probes };
  });
}

/** The rows in the buckets that a rule names. */
function lookUp(
  kernels: Kernels,
  { codes, queries, norms }: CodedRun,
  q: number,
  { rule }: SearchPlan,
): { readonly rows: Uint32Array; readonly probes: number } {
  const tables = codes.lookup(kernels);
  const query = queries[q];
  if (rule.by === 'radius') return tables.search(query.codes, { radius: rule.radius });
  if (rule.by !== 'probes') throw new Error(`no buckets are looked up by ${rule.by}`);
  return tables.probe(query.codes, query.projections, { probes: rule.probes, norms });
}

/** `findInRuns` on a worker pool, where the rule lets it be divided; else null. */
export async function findInRunsOnPool(
  executor: Executor,
  snapshot: Snapshot,
  runs: readonly CodedRun[],
  queries: number,
  { rule, filter }: SearchPlan,
  signal: AbortSignal | undefined,
): Promise<FoundRows[] | null> {
  if (rule.by !== 'codes') return null;
  const found: NearestOfPart[][] = [];
  for (const { place, first, codes, queries: own } of runs) {
    const { joined } = codes;
    const rows = filter
      .rowsIn(snapshot.parts[place], first, first + joined.count)
      ?.map((row) => row - first);
    const database = rows ? joined.select(rows) : joined;
    if (database.count === 0) continue;
    const batch = batchOf(own, joined.bits);
    const nearest = await executor.hammingNearest(database, batch, { k: rule.count, signal });
    const offset = snapshot.offsets[place] + first;
    found.push(
      nearest.map((ofQuery) => ({
        rows: ofQuery.rows.map((row) => offset + (rows ? rows[row] : row)),
        distances: ofQuery.distances,
        probes: database.count,
      })),
    );
  }
  return nearestOfEach(snapshot, found, queries, rule.count);
}

/** @param found - of each run, for each query. */
function nearestOfEach(
  snapshot: Snapshot,
  found: readonly (readonly NearestOfPart[])[],
  queries: number,
  count: number,
): FoundRows[] {
  return Array.from({ length: queries }, (_, q) => {
    const own = found.map((ofRun) => ofRun[q]);
    return nearestOverall(snapshot, own, count);
  });
}
