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

/** So few are ranked as quickly as codes are compared. */
const FEW = 200;

/** Whether all vectors are candidates, so that no code is looked at. */
export function ranksAll({ rule, k }: SearchPlan, { size }: Snapshot): boolean {
  if (rule.by === 'recall') return rule.aim === 1 || size <= Math.max(FEW, 10 * k);
  return rule.by === 'all' || (rule.by === 'codes' && rule.count >= size);
}
