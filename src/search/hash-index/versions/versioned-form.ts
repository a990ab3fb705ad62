import type { Matrix } from '../../../core/matrix.ts';
import type { Steps } from '../../../core/steps.ts';
import type { RowSource } from '../../../kernels/exact/api.ts';
import type { CodedQuery } from '../code-form.ts';
import type { CodedRun } from '../hamming/coded-run.ts';
import { TableForm } from '../hamming/table-form.ts';
import type { HashedQuery } from '../hamming/table-hashers.ts';
import type { SearchPlan } from '../search-plan.ts';
import { liveIn, type Snapshot } from '../snapshot.ts';
import type { HasherVersionStats } from '../types.ts';
import { VersionedCodes } from './versioned-codes.ts';

/** A query, coded by the hashers of a version when rows of it are met first. */
interface VersionedQuery extends CodedQuery {
  of(form: TableForm): HashedQuery;
}

/**
 * The newest hashers of an index in which some codes are of older ones: every row is compared by its own.
 * All codes are `VersionedCodes` then, and there are vectors, so that no codes rank.
 */
export class VersionedForm extends TableForm {
  /** The newest hashers. */
  readonly current: TableForm;

  constructor(current: TableForm) {
    super(current.kernels, current.hashers, current.version);
    this.current = current;
  }

  override *encode(vectors: RowSource): Steps<VersionedCodes> {
    const { current } = this;
    return new VersionedCodes([{ form: current, codes: yield* current.tablesOf(vectors) }]);
  }

  override prepare(queries: Matrix, plan: SearchPlan, hasVectors: boolean): VersionedQuery[] {
    const hashed = new Map<TableForm, HashedQuery[]>();
    const hashedBy = (form: TableForm) => {
      const known = hashed.get(form) ?? form.hash(queries, plan, hasVectors);
      hashed.set(form, known);
      return known;
    };
    return Array.from({ length: queries.rows }, (_, q) => ({
      vector: queries.row(q),
      of: (form) => hashedBy(form)[q],
    }));
  }

  protected override runs({ parts }: Snapshot, queries: readonly CodedQuery[]): CodedRun[] {
    const given = queries as readonly VersionedQuery[];
    return parts.flatMap(({ segment }, place) =>
      (segment.codes as VersionedCodes).runs.map(({ form, codes, first }) => ({
        ...{ place, first, codes },
        queries: given.map((query) => query.of(form)),
        norms: form.hashers.norms,
      })),
    );
  }

  override entriesByVersion({ parts }: Snapshot): HasherVersionStats[] {
    const counts = new Map([[this.version, 0]]);
    for (const part of parts) {
      for (const { form, first, end } of (part.segment.codes as VersionedCodes).runs) {
        const live = liveIn(part, first, end);
        if (live > 0) counts.set(form.version, live + (counts.get(form.version) ?? 0));
      }
    }
    return [...counts]
      .map(([version, entries]) => ({ version, entries }))
      .sort((a, b) => a.version - b.version);
  }
}
