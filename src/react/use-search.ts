import { useCallback, useEffect, useState } from 'react';
import type { VectorLike } from '../core/given.ts';
import type { IndexDocument } from '../search/hash-index/documents/types.ts';
import type {
  IndexWorker,
  IndexWorkerResult,
  IndexWorkerSearchOptions,
} from '../workers/index-worker/types.ts';
import { isSameValue, isSameVector, useSame } from './same.ts';

/** Options of `useSearch`: those of `IndexWorker.search` but for the signal. */
export type UseSearchOptions<D extends object = IndexDocument> = Omit<
  IndexWorkerSearchOptions<D>,
  'signal'
>;

/** What a search found, and whether a newer one is on its way. */
export interface SearchState<D extends object = IndexDocument> {
  /**
   * Of the vector that was searched for last and answered: of an earlier one while `isSearching`. Null
   * before the first answer, after an error, and without an index or a vector.
   */
  readonly result: IndexWorkerResult<D> | null;
  readonly error: Error | null;
  readonly isSearching: boolean;
  /** Searches again: the index was changed. */
  readonly refresh: () => void;
}

/** What was asked. */
interface Question<D extends object> {
  readonly index: IndexWorker<D> | null;
  readonly vector: VectorLike | null;
  readonly options: UseSearchOptions<D>;
  readonly turn: number;
}

interface Answer<D extends object> {
  readonly to: Question<D>;
  readonly result: IndexWorkerResult<D> | null;
  readonly error: Error | null;
}

const NO_OPTIONS = {};

/**
 * Searches an index whenever index, vector or options have changed by what they hold; nothing needs to be
 * memoized. What was found before stays until the answer is there, and a search that a newer one has
 * overtaken is cancelled. While vectors arrive, the answer is found anew when they are all there.
 *
 * @param index - of `useHashIndex` or `openIndexWorker`; null: not there yet.
 * @param vector - one query; null: none. An array that is changed in place is not seen to be another.
 */
export function useSearch<D extends object = IndexDocument>(
  index: IndexWorker<D> | null,
  vector: VectorLike | null,
  options: UseSearchOptions<D> = NO_OPTIONS,
): SearchState<D> {
  const [turn, setTurn] = useState(0);
  const question = useSame<Question<D>>({ index, vector, options, turn }, isSameQuestion);
  const [answer, setAnswer] = useState<Answer<D> | null>(null);
  const refresh = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => asked(question, setAnswer), [question]);
  const isAsked = index !== null && vector !== null;
  const isOfIndex = isAsked && answer?.to.index === index;
  return {
    result: isOfIndex ? answer.result : null,
    error: isOfIndex ? answer.error : null,
    isSearching: isAsked && answer?.to !== question,
    refresh,
  };
}

/** Searches, and tells unless it is ended before; returns what ends it. */
function asked<D extends object>(
  question: Question<D>,
  tell: (answer: Answer<D>) => void,
): (() => void) | undefined {
  const { index, vector, options } = question;
  if (!index || !vector) return undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const told = (news: Partial<Answer<D>>) => {
    if (!signal.aborted) tell({ to: question, result: null, error: null, ...news });
  };
  const search = async () => {
    try {
      told({ result: await index.search(vector, { ...options, signal }) });
    } catch (error) {
      told({ error: error as Error });
    }
  };
  const searchAll = async () => {
    const isWhole = index.stage === 'complete';
    await search();
    if (isWhole) return;
    await index.complete;
    if (!signal.aborted) await search();
  };
  // What does not arrive is told by useHashIndex; here the answer stays as it is.
  searchAll().catch(() => {});
  return () => ending.abort();
}

function isSameQuestion<D extends object>(a: Question<D>, b: Question<D>): boolean {
  return (
    a.index === b.index &&
    a.turn === b.turn &&
    isSameVector(a.vector, b.vector) &&
    isSameValue(a.options, b.options)
  );
}
