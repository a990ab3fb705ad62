import { Matrix } from '../../../core/matrix.ts';
import { byPart } from '../candidates.ts';
import type { CodedQuery } from '../code-form.ts';
import { RowFilter } from '../filter.ts';
import { findCandidates } from '../find-candidates.ts';
import { type Ranking, rank } from '../rank.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Id } from '../types.ts';

/** Rows of the index that are searched for in it. */
const QUERIES = 32;
/** Candidates are tried from so many on, each time by half as many again. */
const LEAST = 16;
const GROWTH = 1.5;

/** How many candidates a recall takes, by a sample. */
export interface SampledCandidates {
  readonly count: number;
  /** Recall of the sample. */
  readonly recall: number;
  /** The largest distance of a k-th neighbour in the sample. */
  readonly farthest: number;
}

interface Asked {
  readonly plan: SearchPlan;
  readonly truth: readonly ReadonlySet<Id>[];
  readonly farthest: number;
}

const EVERYTHING = new RowFilter();

/**
 * Searches for some rows of an index in all others, exactly and by their codes: evenly spaced ones in order
 * of insertion, which depend on what is in the index alone. Cost: 32 exact searches for each k, once, and as
 * many by codes for each number of candidates that is tried.
 */
export class RecallSample {
  readonly #ranking: Ranking;
  readonly #snapshot: Snapshot;
  readonly #rows: Uint32Array;
  readonly #queries: readonly CodedQuery[];
  readonly #ids: readonly Id[];
  readonly #asked = new Map<number, Asked>();
  readonly #chosen = new Map<string, SampledCandidates>();

  /** @param snapshot - with vectors. */
  constructor(ranking: Ranking, snapshot: Snapshot) {
    this.#ranking = ranking;
    this.#snapshot = snapshot;
    this.#rows = spacedRows(snapshot, QUERIES);
    const parts = byPart(snapshot, this.#rows);
    const ids: Id[] = [];
    const vectors = snapshot.parts.flatMap(({ segment }, p) => {
      const own = segment.vectors!.read(parts[p]);
      ids.push(...Array.from(parts[p], (row) => segment.ids[row]));
      return Array.from({ length: own.rows }, (_, i) => own.row(i));
    });
    const plan: SearchPlan = { k: 1, rule: { by: 'all' }, aim: null, filter: EVERYTHING };
    this.#ids = ids;
    this.#queries = ranking.form.prepare(Matrix.from(vectors), plan, true);
  }

  /** The fewest candidates tried with which the sample has a recall, less a standard error, of the aim. */
  candidates(k: number, aim: number): SampledCandidates {
    const key = `${k} ${aim}`;
    const known = this.#chosen.get(key);
    if (known) return known;
    const asked = this.#asked.get(k) ?? this.#ask(k);
    this.#asked.set(k, asked);
    const { farthest } = asked;
    let chosen: SampledCandidates | null = null;
    for (let count = Math.max(LEAST, k); chosen === null; count = Math.ceil(count * GROWTH)) {
      if (count >= this.#snapshot.size)
        chosen = { count: this.#snapshot.size, recall: 1, farthest };
      else {
        const { mean, error } = this.#recall(asked, count);
        if (mean - error >= aim) chosen = { count, recall: mean, farthest };
      }
    }
    this.#chosen.set(key, chosen);
    return chosen;
  }

  #ask(k: number): Asked {
    // One more: a row is its own nearest, as a rule.
    const plan: SearchPlan = { k: k + 1, rule: { by: 'all' }, aim: null, filter: EVERYTHING };
    const { form } = this.#ranking;
    const all = findCandidates(form, this.#snapshot, this.#queries, plan);
    const results = rank(this.#ranking, this.#snapshot, this.#queries, all, k + 1);
    let farthest = Number.NEGATIVE_INFINITY;
    const truth = results.map(({ neighbours }, q) => {
      const others = neighbours.filter(({ id }) => id !== this.#ids[q]).slice(0, k);
      farthest = Math.max(farthest, others.at(-1)?.distance ?? farthest);
      return new Set(others.map(({ id }) => id));
    });
    return { plan: { ...plan, k }, truth, farthest };
  }

  #recall({ plan, truth }: Asked, count: number): { mean: number; error: number } {
    // The row itself is no candidate.
    const rule = { by: 'codes', count: count + 1 } as const;
    const found = this.#ranking.form.find(this.#snapshot, this.#queries, { ...plan, rule });
    const { parts } = this.#snapshot;
    let [sum, squares] = [0, 0];
    for (const [q, { rows }] of found.entries()) {
      let hits = 0;
      for (const [p, own] of rows.entries()) {
        const { ids } = parts[p].segment;
        for (const row of own ?? []) if (truth[q].has(ids[row])) hits++;
      }
      const recall = hits / truth[q].size;
      sum += recall;
      squares += recall * recall;
    }
    const n = found.length;
    const variance = Math.max(0, squares / n - (sum / n) ** 2);
    return { mean: sum / n, error: Math.sqrt(variance / n) };
  }
}

/** Evenly spaced rows of those that searches can find, counted over all parts. */
function spacedRows({ parts, offsets, size }: Snapshot, count: number): Uint32Array {
  const chosen: number[] = [];
  const step = Math.max(1, size / count);
  let [place, next] = [0, 0];
  for (const [p, { segment, removed }] of parts.entries()) {
    for (let row = 0; row < segment.size; row++) {
      if (removed.has(row)) continue;
      if (place++ < next) continue;
      chosen.push(offsets[p] + row);
      next += step;
    }
  }
  return Uint32Array.from(chosen);
}
