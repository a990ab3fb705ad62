import type { VectorLike } from '../../core/given.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { searchInBatches, searchMany } from './batch.ts';
import type { IndexDocument } from './documents/types.ts';
import { asQueries } from './given.ts';
import { ReadableIndex } from './readable-index.ts';
import { planBatch, planSearch } from './search-plan.ts';
import type { HashIndexBatchOptions, HashIndexResult, HashIndexSearchOptions } from './types.ts';

/** An index that is searched; see `HashIndex`. */
export abstract class SearchableIndex<D extends object = IndexDocument> extends ReadableIndex<D> {
  // Twice one query: what is `any` is taken for the first, and messages are about the last.
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>;
  /** The nearest vectors of each row of a matrix, or of an array of rows. */
  search(queries: MatrixLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>[];
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>;
  search(
    query: VectorLike | MatrixLike,
    options: HashIndexSearchOptions<D> = {},
  ): HashIndexResult<D> | HashIndexResult<D>[] {
    const { core } = this;
    core.checkAlive();
    const plan = planSearch(options, core.maxRadius, this.recall);
    const { queries, isOne } = asQueries(query);
    core.check('queries', queries);
    const results = searchMany(core.stateOf(core.now), queries, plan) as HashIndexResult<D>[];
    return isOne ? results[0] : results;
  }

  /**
   * The nearest vectors of each row of a matrix, without holding up the page or the process: what
   * reads all codes or vectors runs on the worker pool, the rest a few queries at a time. The
   * results are those of `search` at the moment of the call, whatever is added or removed meanwhile.
   */
  async searchBatch(
    given: MatrixLike,
    options: HashIndexBatchOptions<D> = {},
  ): Promise<HashIndexResult<D>[]> {
    const { core } = this;
    core.checkAlive();
    const plan = planBatch(options, core.maxRadius, this.recall);
    const queries = asMatrix('queries', given);
    core.check('queries', queries);
    return core.contents.during(async (now) => {
      const results = await searchInBatches(core.stateOf(now), queries, plan, options);
      return results as HashIndexResult<D>[];
    });
  }
}
