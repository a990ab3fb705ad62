import { checkMethod, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import { RowFilter } from './filter.ts';
import type { HashIndexBatchOptions, HashIndexSearchOptions } from './types.ts';

/** Which vectors are ranked. */
export type CandidateRule =
  | { readonly by: 'all' }
  /** As many by their codes as a recall takes. */
  | { readonly by: 'recall'; readonly aim: number }
  | { readonly by: 'codes'; readonly count: number }
  | { readonly by: 'radius'; readonly radius: number }
  | { readonly by: 'probes'; readonly probes: number };

/** The options of a search, checked. */
export interface SearchPlan {
  readonly k: number;
  readonly rule: CandidateRule;
  /** The recall that was promised; null where the caller says what is ranked. */
  readonly aim: number | null;
  readonly filter: RowFilter;
}

/** What an index aims at unless told otherwise. */
export const DEFAULT_RECALL = 0.95;

const RULES = { recall: 1, candidates: 1, radius: 1, probes: 1 } as const;
const NAMES = { k: 1, where: 1, filter: 1, ...RULES } as const;

/** As `planSearch`, with the options of `searchBatch`. */
export function planBatch<D extends object>(
  options: HashIndexBatchOptions<D>,
  maxRadius: number | null,
  aim: number,
): SearchPlan {
  checkOptions('searchBatch', options, { ...NAMES, executor: 1, onProgress: 1, signal: 1 });
  const { executor, onProgress, signal, ...own } = options;
  if (executor !== undefined) checkMethod('executor', executor, 'hammingNearest', 'a worker pool');
  return planSearch(own, maxRadius, aim);
}

/**
 * @param maxRadius - as of `CodeForm`.
 * @param aim - the recall of the index.
 * @throws InvalidArgumentError for an option out of range or unknown, or more than one rule.
 */
export function planSearch<D extends object>(
  options: HashIndexSearchOptions<D>,
  maxRadius: number | null,
  aim: number,
): SearchPlan {
  checkOptions('search', options, NAMES);
  const { k = 10, where, filter, recall = aim } = options;
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  checkRecall(recall);
  const rule = ruleOf(options, maxRadius) ?? { by: 'recall', aim: recall };
  return {
    k,
    rule,
    aim: rule.by === 'recall' ? recall : null,
    filter: new RowFilter(where, filter),
  };
}

/** @throws InvalidArgumentError unless it is a share. */
export function checkRecall(recall: unknown): asserts recall is number {
  if (typeof recall === 'number' && recall > 0 && recall <= 1) return;
  refuse('recall', 'a number above 0, 1 at most', recall);
}

/** The rule that is given; null if none is. */
function ruleOf(
  { recall, candidates, radius, probes }: Omit<HashIndexSearchOptions, 'where' | 'filter'>,
  maxRadius: number | null,
): CandidateRule | null {
  const rules = { recall, candidates, radius, probes };
  const given = Object.entries(rules).filter(([, value]) => value != null);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    throw new InvalidArgumentError(`give recall, candidates, radius or probes, not ${names}`);
  }
  if (maxRadius === null && (radius ?? probes) !== undefined) {
    throw new InvalidArgumentError(
      "radius and probes look up buckets, which only indexes of codes: 'hamming' have (--codes hamming)",
    );
  }
  if (radius !== undefined) {
    checkWhole('radius', radius, 0, maxRadius as number);
    return { by: 'radius', radius };
  }
  if (probes !== undefined) {
    checkWhole('probes', probes, 1, Number.MAX_SAFE_INTEGER);
    return { by: 'probes', probes };
  }
  if (candidates === undefined) return null;
  if (candidates === 'all') return { by: 'all' };
  if (typeof candidates === 'string') {
    refuse('candidates', "a number or 'all'", candidates);
  }
  checkWhole('candidates', candidates, 1, Number.MAX_SAFE_INTEGER);
  return { by: 'codes', count: candidates };
}
