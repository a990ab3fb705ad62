import { mergeRanked, NONE, type RankedRows } from '../../ranked-rows.ts';
import { byPart, type FoundRows } from '../candidates.ts';
import type { CodedQuery, CodeForm } from '../code-form.ts';
import { findCandidates } from '../find-candidates.ts';
import { type Ranking, rank, rankOne, resultOf } from '../rank.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { Snapshot } from '../snapshot.ts';
import type { HashIndexResult } from '../types.ts';
import { expectedRecall, rowsForRecall, withSharedError } from './expected-recall.ts';
import { ListLengths } from './list-lengths.ts';

/** Rows that are ranked first, beside twice the number of neighbours. */
const FIRST = 16;
/** Estimates that are listed at first, and in multiples of the rows ranked first; then as many times more. */
const LISTED = 400;
const DEPTH = 4;
/**
 * Where more than this share of all rows would have to be ranked, all are: one pass over them takes no
 * longer than listing, reading and ranking so many here and there.
 */
const MOST = 1 / 32;

/** What searches by codes of a form took so far. */
const lengths = new WeakMap<CodeForm, ListLengths>();

/** A query that is being answered. */
interface Progress {
  readonly query: CodedQuery;
  /** How many of the rows by ascending estimate were ranked, and the k nearest of them. */
  ranked: number;
  best: RankedRows;
  probes: number;
  /** To expect of `best`; null until that is enough. */
  recall: number | null;
}

/**
 * The nearest of as many rows, by ascending estimate, as a recall takes, query by query: a few are ranked,
 * and from their distances and the errors of their estimates follows up to which estimate to go on. What
 * is ranked depends on the rows that pass, the query, k and the aim, and on nothing else.
 *
 * @param aim - below 1.
 */
export function searchPromised(
  ranking: Ranking,
  snapshot: Snapshot,
  queries: readonly CodedQuery[],
  plan: SearchPlan,
  aim: number,
): HashIndexResult[] {
  const all: Progress[] = queries.map((query) => {
    return { query, ranked: 0, best: NONE, probes: 0, recall: null };
  });
  const first = 2 * plan.k + FIRST;
  const start = Math.max(LISTED, DEPTH * first);
  const most = Math.max(start, Math.floor(snapshot.size * MOST));
  const known = lengths.get(ranking.form) ?? new ListLengths();
  lengths.set(ranking.form, known);
  const kind = `${plan.k} ${aim}`;
  let open = all;
  let listed = 0;
  while (open.length > 0 && listed < most) {
    const isFirst = listed === 0;
    listed = Math.min(most, isFirst ? known.lengthOf(kind, start, 2 * first) : DEPTH * listed);
    const rule = { by: 'codes', count: listed } as const;
    const asked = open.map(({ query }) => query);
    const found = ranking.form.find(snapshot, asked, { ...plan, rule });
    for (const [i, one] of open.entries()) {
      const isWhole = (found[i].ranked?.rows.length ?? 0) < listed;
      goOn(one, { ranking, snapshot, found: found[i], isWhole, k: plan.k, aim, first });
      if (isFirst) known.learn(kind, start, one.recall !== null);
    }
    open = open.filter(({ recall }) => recall === null);
  }
  const rest = rankAll(ranking, snapshot, open, plan, aim);
  const metric = ranking.distanceName;
  return all.map((one) => {
    if (one.recall === null) return rest[open.indexOf(one)];
    const recall = { aimed: aim, estimated: one.recall };
    const about = { metric, candidates: one.ranked, recall, probes: one.probes };
    return resultOf(snapshot, one.best, about);
  });
}

/** What there is to go on with for a query. */
interface Estimated {
  readonly ranking: Ranking;
  readonly snapshot: Snapshot;
  readonly found: FoundRows;
  /** Whether all rows that pass are listed. */
  readonly isWhole: boolean;
  readonly k: number;
  readonly aim: number;
  /** Rows to rank at least. */
  readonly first: number;
}

/** Ranks rows in the order of their estimates until the expected recall is enough, or the list ends. */
function goOn(one: Progress, { ranking, snapshot, found, ...given }: Estimated): void {
  const { rows, distances: estimates } = found.ranked ?? NONE;
  const { isWhole, aim, first } = given;
  const k = Math.min(given.k, rows.length);
  one.probes += found.probes;
  let target = Math.min(first, rows.length);
  for (;;) {
    if (target > one.ranked) {
      const more = byPart(snapshot, rows.slice(one.ranked, target).sort());
      const own = rankOne(ranking, snapshot, one.query, more, k);
      one.best = mergeRanked(one.best, own, k);
      one.ranked = target;
    }
    if (isWhole && one.ranked === rows.length) {
      one.recall = 1;
      return;
    }
    const deviations = ranking.form.deviations!(snapshot, one.query, found, one.best);
    const { distances } = one.best;
    const neighbours = withSharedError({ distances, deviations }, estimatesOf(found, one));
    const needed = rowsForRecall(neighbours, estimates, { k, aim, least: one.ranked });
    if (needed === null && !isWhole) return;
    if (needed === one.ranked) {
      one.recall = expectedRecall(neighbours, estimates[needed - 1], k);
      return;
    }
    // What is found on the way is nearer, and takes fewer.
    target = Math.min(needed ?? rows.length, 2 * one.ranked);
  }
}

/** The estimates of the nearest of the rows that were ranked. */
function estimatesOf({ ranked }: FoundRows, { best, ranked: count }: Progress): Float64Array {
  const { rows, distances } = ranked ?? NONE;
  const known = new Map<number, number>();
  for (let i = 0; i < count; i++) known.set(rows[i], distances[i]);
  return Float64Array.from(best.rows, (row) => known.get(row) as number);
}

function rankAll(
  ranking: Ranking,
  snapshot: Snapshot,
  open: readonly Progress[],
  plan: SearchPlan,
  aim: number,
): HashIndexResult[] {
  const queries = open.map(({ query }) => query);
  const whole: SearchPlan = { ...plan, rule: { by: 'all' } };
  const found = findCandidates(ranking.form, snapshot, queries, whole);
  const probed = found.map((own, i) => ({ ...own, probes: open[i].probes }));
  return rank(ranking, snapshot, queries, probed, plan.k, () => ({ aimed: aim, estimated: 1 }));
}
