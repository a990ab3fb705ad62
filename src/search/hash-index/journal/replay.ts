import { InvalidArgumentError } from '../../../core/errors.ts';
import type { HashIndex } from '../hash-index.ts';
import type { IndexChange } from './change.ts';
import { damaged } from './journal.ts';

/** Makes a change of an index by the call that it was. */
export function applyChange<D extends object>(index: HashIndex<D>, change: IndexChange): void {
  if (change.kind === 'remove') index.remove(change.ids);
  else {
    const documents = change.documents ?? undefined;
    index[change.kind](change.vectors, change.ids, documents as readonly (D | null)[] | undefined);
  }
}

/**
 * Makes all changes of a journal: the index is that of the same calls. Cost: theirs.
 *
 * @throws FormatError for one that can't have been made.
 */
export function replay<D extends object>(
  index: HashIndex<D>,
  changes: readonly IndexChange[],
): void {
  for (const [i, change] of changes.entries()) {
    try {
      applyChange(index, change);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw damaged(`its record ${i + 1}: ${error.message}`, undefined, error);
    }
  }
}
