import type { FoundRows } from './candidates.ts';
import type { CodedQuery, CodeForm } from './code-form.ts';
import { acceptedRows } from './filter.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Finds the candidates of each query. None depends on how rows are spread over segments. */
export function findCandidates(
  form: CodeForm,
  snapshot: Snapshot,
  queries: readonly CodedQuery[],
  plan: SearchPlan,
): readonly FoundRows[] {
  const { filter } = plan;
  if (!ranksAll(plan, snapshot)) return form.find(snapshot, queries, plan);
  const rows = snapshot.parts.map((part) => acceptedRows(part, filter));
  return queries.map(() => ({ rows, probes: 0 }));
}

/** Whether all vectors are candidates, so that no code is looked at. */
export function ranksAll({ rule }: SearchPlan, { size }: Snapshot): boolean {
  return rule.by === 'all' || (rule.by === 'codes' && rule.count >= size);
}
