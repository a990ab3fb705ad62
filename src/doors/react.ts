// Hooks for React: an index in a worker, and searching it.
export {
  type HashIndexState,
  type UseHashIndexOptions,
  useHashIndex,
} from '../react/use-hash-index.ts';
export { type SearchState, type UseSearchOptions, useSearch } from '../react/use-search.ts';
