import { checkMethod, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import { RowFilter } from './filter.ts';
import type { HashIndexBatchOptions, HashIndexSearchOptions } from './types.ts';

/** Which vectors are ranked. */
export type CandidateRule =
  | { readonly by: 'all' }
  | { readonly by: 'codes'; readonly count: number }
  | { readonly by: 'radius'; readonly radius: number }
  | { readonly by: 'probes'; readonly probes: number };

/** The options of a search, checked. */
export interface SearchPlan {
  readonly k: number;
  readonly rule: CandidateRule;
  readonly filter: RowFilter;
}

const LEAST_CANDIDATES = 200;

const NAMES = { k: 1, candidates: 1, radius: 1, probes: 1, where: 1, filter: 1 } as const;

/** As `planSearch`, with the options of `searchBatch`. */
export function planBatch<D extends object>(
  options: HashIndexBatchOptions<D>,
  maxRadius: number | null,
): SearchPlan {
  checkOptions('searchBatch', options, { ...NAMES, executor: 1, onProgress: 1, signal: 1 });
  const { executor, onProgress, signal, ...own } = options;
  if (executor !== undefined) checkMethod('executor', executor, 'hammingNearest', 'a worker pool');
  return planSearch(own, maxRadius);
}

/**
 * @param maxRadius - as of `CodeForm`.
 * @throws InvalidArgumentError for an option out of range or unknown, or more than one rule.
 */
export function planSearch<D extends object>(
  options: HashIndexSearchOptions<D>,
  maxRadius: number | null,
): SearchPlan {
  checkOptions('search', options, NAMES);
  const { k = 10, where, filter } = options;
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  return { k, rule: ruleOf(options, k, maxRadius), filter: new RowFilter(where, filter) };
}

function ruleOf(
  { candidates, radius, probes }: Omit<HashIndexSearchOptions, 'where' | 'filter'>,
  k: number,
  maxRadius: number | null,
): CandidateRule {
  const given = Object.entries({ candidates, radius, probes }).filter(([, value]) => value != null);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    throw new InvalidArgumentError(`give candidates, radius or probes, not ${names}`);
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
  if (candidates === 'all') return { by: 'all' };
  if (typeof candidates === 'string') {
    refuse('candidates', "a number or 'all'", candidates);
  }
  const count = candidates ?? Math.max(LEAST_CANDIDATES, 10 * k);
  checkWhole('candidates', count, 1, Number.MAX_SAFE_INTEGER);
  return { by: 'codes', count };
}
