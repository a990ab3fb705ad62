import type { FoundRows } from './candidates.ts';
import type { CodedQuery, CodeForm } from './code-form.ts';
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
  const rows = snapshot.parts.map((part) => filter.rows(part));
  return queries.map(() => ({ rows, probes: 0 }));
}

/**
 * Whether all vectors that the filter lets pass are candidates, so that no code is looked at: also where
 * they are so few that this costs less.
 */
export function ranksAll({ rule, filter }: SearchPlan, { parts, rows, size }: Snapshot): boolean {
  if (rule.by !== 'codes') return rule.by === 'all';
  if (rule.count >= size) return true;
  if (filter.isOpen) return false;
  const passing = parts.reduce((sum, part) => sum + filter.count(part), 0);
  return passing <= Math.max(rule.count, rows / ROWS_OF_CODES);
}

/** Codes that are compared in the time in which a vector among many is (scripts/search/filters.mjs). */
const ROWS_OF_CODES = 64;
