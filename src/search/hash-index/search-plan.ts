import { checkWhole, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { type RowFilter, rowFilter } from './filter.ts';
import type { HashIndexSearchOptions } from './types.ts';

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

/** @throws InvalidArgumentError for an option out of range, or more than one rule. */
export function planSearch(options: HashIndexSearchOptions, bits: readonly number[]): SearchPlan {
  const { k = 10, filter } = options;
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  return { k, rule: ruleOf(options, k, bits), filter: rowFilter(filter) };
}

function ruleOf(
  { candidates, radius, probes }: HashIndexSearchOptions,
  k: number,
  bits: readonly number[],
): CandidateRule {
  const given = Object.entries({ candidates, radius, probes }).filter(([, value]) => value != null);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    throw new InvalidArgumentError(`give candidates, radius or probes, not ${names}`);
  }
  if (radius !== undefined) {
    checkWhole('radius', radius, 0, Math.min(...bits));
    return { by: 'radius', radius };
  }
  if (probes !== undefined) {
    checkWhole('probes', probes, 1, Number.MAX_SAFE_INTEGER);
    return { by: 'probes', probes };
  }
  if (candidates === 'all') return { by: 'all' };
  if (typeof candidates === 'string') {
    throw new InvalidArgumentError(`candidates must be a number or 'all', not ${show(candidates)}`);
  }
  const count = candidates ?? Math.max(LEAST_CANDIDATES, 10 * k);
  checkWhole('candidates', count, 1, Number.MAX_SAFE_INTEGER);
  return { by: 'codes', count };
}
