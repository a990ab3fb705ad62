import type { RankedRows } from '../../ranked-rows.ts';
import type { CodeForm } from '../code-form.ts';
import { ranksAll } from '../find-candidates.ts';
import type { Ranking } from '../rank.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RecallPromise } from '../types.ts';
import { RecallSample } from './recall-sample.ts';

/** What a search does, and what is to be said of the recall of what it found. */
export interface ResolvedPlan {
  readonly plan: SearchPlan;
  promise(best: RankedRows): RecallPromise | null;
}

/** Candidates where nothing tells how many a recall takes. */
const LEAST_CANDIDATES = 200;
const CANDIDATES_PER_NEIGHBOUR = 10;

/** Sampled when first needed. A snapshot has one form of codes for its life. */
const samples = new WeakMap<Snapshot, RecallSample>();

/**
 * The candidates of a recall, where they are as many for all queries: all, or by a sample of the index for
 * codes that don't estimate distances. Those that do leave it to each query: see `searchPromised`.
 */
export function resolvePlan(
  ranking: Ranking & { readonly snapshot: Snapshot },
  plan: SearchPlan,
): ResolvedPlan {
  const { rule, aim, k } = plan;
  if (aim === null) return { plan, promise: () => null };
  const { form, snapshot } = ranking;
  const isExact = ranking.distanceName === ranking.metric;
  if (rule.by !== 'recall' || ranksAll(plan, snapshot) || estimates(form, isExact)) {
    return { plan, promise: () => ({ aimed: aim, estimated: isExact ? 1 : null }) };
  }
  if (!isExact) {
    const count = Math.max(LEAST_CANDIDATES, CANDIDATES_PER_NEIGHBOUR * k);
    const asked: SearchPlan = { ...plan, rule: { by: 'codes', count } };
    return { plan: asked, promise: () => ({ aimed: aim, estimated: null }) };
  }
  const sample = samples.get(snapshot) ?? new RecallSample(ranking, snapshot);
  samples.set(snapshot, sample);
  const { count, recall, farthest } = sample.candidates(k, aim);
  return {
    plan: { ...plan, rule: { by: 'codes', count } },
    promise({ rows, distances }) {
      // A sample tells nothing of queries farther off than its own, nor of the rows that a filter leaves.
      const isAlike = plan.filter.isOpen && rows.length === k && distances[k - 1] <= farthest;
      const estimated = count >= snapshot.size ? 1 : recall;
      return { aimed: aim, estimated: isAlike || estimated === 1 ? estimated : null };
    },
  };
}

/** Whether each query finds out by itself how many to rank. */
function estimates({ deviations }: CodeForm, isExact: boolean): boolean {
  return isExact && deviations !== undefined;
}
