import type { Executor } from '../../../core/executor.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { RowSource } from '../../../kernels/exact/api.ts';
import type { RankedRows } from '../../ranked-rows.ts';
import { type FoundRows, type NearestOfPart, nearestOverall } from '../candidates.ts';
import type { CodedQuery, CodeForm } from '../code-form.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { SegmentCodes } from '../segment-codes.ts';
import type { Snapshot } from '../snapshot.ts';
import { AsymmetricDistances } from './asymmetric.ts';
import { batchOf, nearestCodes } from './nearest-codes.ts';
import { TableCodes } from './table-codes.ts';
import type { HashedQuery, TableHashers } from './table-hashers.ts';

/** Codes of hashers, one table each, whose nearness is their Hamming distance. */
export class TableForm implements CodeForm {
  readonly hashers: TableHashers;
  readonly #kernels: Kernels;

  constructor(kernels: Kernels, hashers: TableHashers) {
    this.#kernels = kernels;
    this.hashers = hashers;
  }

  get dimensions(): number {
    return this.hashers.dimensions;
  }

  get bits(): readonly number[] {
    return this.hashers.bits;
  }

  get maxRadius(): number {
    return Math.min(...this.bits);
  }

  *encode(vectors: RowSource): Steps<TableCodes> {
    return new TableCodes(yield* this.hashers.encodeInSteps(vectors));
  }

  prepare(queries: Matrix, { rule }: SearchPlan, hasVectors: boolean): HashedQuery[] {
    return this.hashers.hash(queries, !hasVectors || rule.by === 'probes');
  }

  find(snapshot: Snapshot, given: readonly CodedQuery[], plan: SearchPlan): FoundRows[] {
    const queries = given as readonly HashedQuery[];
    const { rule, filter } = plan;
    if (rule.by === 'codes') {
      const found = snapshot.parts.map((part, p) =>
        nearestCodes(this.#kernels, part, snapshot.offsets[p], queries, rule.count, filter),
      );
      return queries.map((_, q) =>
        nearestOverall(
          snapshot,
          found.map((ofPart) => ofPart[q]),
          rule.count,
        ),
      );
    }
    return queries.map((query) => this.#lookUp(snapshot, query, plan));
  }

  #lookUp(
    { parts }: Snapshot,
    { codes, projections }: HashedQuery,
    { rule, filter }: SearchPlan,
  ): FoundRows {
    const { norms } = this.hashers;
    const found = parts.map(({ segment }) => {
      const tables = codesOf(segment.codes).lookup(this.#kernels);
      if (rule.by === 'radius') return tables.search(codes, { radius: rule.radius });
      if (rule.by === 'probes')
        return tables.probe(codes, projections, { probes: rule.probes, norms });
      throw new Error(`no buckets are looked up by ${rule.by}`);
    });
    return {
      rows: found.map(({ rows }, p) => rows.filter((row) => filter.accepts(parts[p], row)).sort()),
      probes: found.reduce((sum, { probes }) => sum + probes, 0),
    };
  }

  async findOnPool(
    executor: Executor,
    snapshot: Snapshot,
    queries: readonly CodedQuery[],
    { rule, filter }: SearchPlan,
    signal: AbortSignal | undefined,
  ): Promise<FoundRows[] | null> {
    if (rule.by !== 'codes') return null;
    const found: NearestOfPart[][] = [];
    for (const [p, part] of snapshot.parts.entries()) {
      const { joined } = codesOf(part.segment.codes);
      const rows = filter.rows(part);
      const database = rows ? joined.select(rows) : joined;
      if (database.count === 0) continue;
      const batch = batchOf(queries as readonly HashedQuery[], joined.bits);
      const nearest = await executor.hammingNearest(database, batch, { k: rule.count, signal });
      const offset = snapshot.offsets[p];
      found.push(
        nearest.map((own) => ({
          rows: own.rows.map((row) => offset + (rows ? rows[row] : row)),
          distances: own.distances,
          probes: database.count,
        })),
      );
    }
    return queries.map((_, q) =>
      nearestOverall(
        snapshot,
        found.map((ofPart) => ofPart[q]),
        rule.count,
      ),
    );
  }

  rank(codes: SegmentCodes, query: CodedQuery, rows: Uint32Array | null, k: number): RankedRows {
    return new AsymmetricDistances(query as HashedQuery).nearest(codesOf(codes).tables, rows, k);
  }

  /** Hashers are their makers' to dispose of. */
  release(): void {}
}

function codesOf(codes: SegmentCodes): TableCodes {
  return codes as TableCodes;
}
