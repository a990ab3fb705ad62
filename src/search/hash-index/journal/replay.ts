import { InvalidArgumentError } from '../../../core/errors.ts';
import { Matrix } from '../../../core/matrix.ts';
import type { HashIndex } from '../hash-index.ts';
import type { Id } from '../types.ts';
import type { IndexChange } from './change.ts';
import { damaged } from './journal.ts';

type Addition = Extract<IndexChange, { readonly vectors: Matrix }>;

/** Makes a change of an index by the call that it was. */
export function applyChange<D extends object>(index: HashIndex<D>, change: IndexChange): void {
  if (change.kind === 'remove') {
    index.remove(change.ids);
    return;
  }
  const documents = change.documents as readonly (D | null)[] | null;
  index[change.kind](change.vectors, change.ids, documents ?? undefined);
}

/**
 * Makes all changes of a journal: the index is that of the same calls, to the last bit. Cost: theirs, or
 * less, since additions that follow each other are made together where that is the same.
 *
 * @throws FormatError for one that can't have been made.
 */
export function replay<D extends object>(
  index: HashIndex<D>,
  changes: readonly IndexChange[],
): void {
  for (let i = 0; i < changes.length; ) {
    const count = togetherFrom(index, changes, i);
    try {
      applyChange(index, joined(changes.slice(i, i + count)));
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      const which = count === 1 ? `${i + 1}` : `${i + 1} to ${i + count}`;
      throw damaged(`its record ${which}: ${error.message}`, undefined, error);
    }
    i += count;
  }
}

/** How many changes from one on are the same as one change: at least 1. */
function togetherFrom<D extends object>(
  index: HashIndex<D>,
  changes: readonly IndexChange[],
  first: number,
): number {
  const { kind } = changes[first];
  if (kind === 'remove') return 1;
  const ids = new Set<Id>();
  let count = 0;
  for (let i = first; i < changes.length; i++) {
    const change = changes[i];
    if (change.kind !== kind || !isLike(change, changes[first] as Addition)) break;
    if (change.ids.some((id) => ids.has(id))) break;
    for (const id of change.ids) ids.add(id);
    if (count > 0 && index.size + ids.size >= index.outgrownAt) break;
    count++;
  }
  return count;
}

function isLike(change: IndexChange, first: Addition): boolean {
  return change.kind !== 'remove' && change.vectors.cols === first.vectors.cols;
}

/** Additions of one kind as one. */
function joined(changes: readonly IndexChange[]): IndexChange {
  if (changes.length === 1) return changes[0];
  const all = changes as readonly Addition[];
  const ids = all.flatMap((change) => change.ids);
  const [{ kind, vectors: first }] = all;
  const data = new Float32Array(ids.length * first.cols);
  let at = 0;
  for (const { vectors } of all) {
    data.set(vectors.data, at);
    at += vectors.data.length;
  }
  const documents = all.flatMap((change) => change.documents ?? change.ids.map(() => null));
  const vectors = new Matrix(data, ids.length, first.cols);
  const replaced = all.reduce((sum, change) => sum + change.replaced, 0);
  return { kind, ids, vectors, documents, replaced };
}
