import { checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import type { SqlSearchOptions } from '../types.ts';
import type { CodeSearch } from './search-codes.ts';
import { checkFilter } from './statement.ts';

const STRATEGIES = ['auto', 'scan', 'multi-index', 'hnsw'];
/** Rows that a result may have: they are all in memory at once. */
const MOST = 1_000_000;

/** What is asked for, once it is sound. @throws InvalidArgumentError if it is not. */
export function checkSearch(options: SqlSearchOptions): CodeSearch {
  checkOptions('search', options, {
    ...{ k: 1, radius: 1, filter: 1, hasher: 1, strategy: 1, rerank: 1, signal: 1 },
  });
  const { k, radius, filter, hasher, strategy = 'auto', rerank, signal } = options;
  if ((k === undefined) === (radius === undefined)) {
    throw new InvalidArgumentError('a search is for k rows or for a radius: give one of them');
  }
  if (k !== undefined) checkWhole('k', k, 1, MOST);
  if (radius !== undefined) checkWhole('radius', radius, 0, MAX_BITS);
  if (filter !== undefined) checkFilter(filter);
  if (hasher !== undefined) checkWhole('hasher', hasher, 1, Number.MAX_SAFE_INTEGER);
  if (rerank !== undefined) {
    if (k === undefined) throw new InvalidArgumentError('rerank ranks candidates for k: give k');
    checkWhole('rerank', rerank, k, MOST);
  }
  if (!STRATEGIES.includes(strategy))
    refuse('strategy', `one of ${STRATEGIES.join(', ')}`, strategy);
  if (strategy === 'hnsw' && k === undefined) {
    throw new InvalidArgumentError("strategy 'hnsw' finds k rows, and nothing within a radius");
  }
  return { k, radius, filter, strategy, signal };
}
