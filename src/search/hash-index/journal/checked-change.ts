import { show } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import { asMatrix, type MatrixLike } from '../../../core/matrix.ts';
import { atOnce } from '../../../core/steps.ts';
import type { Metric } from '../../../kernels/api.ts';
import { checkFieldCount, columnsOfDocuments } from '../documents/document-columns.ts';
import type { IndexDocument } from '../documents/types.ts';
import { checkVectors } from '../given.ts';
import { idsFor, idsToRemove } from '../ids.ts';
import type { Id, IdList, VectorForm } from '../types.ts';
import type { IndexChange } from './change.ts';

/** What of an index decides whether a change of it is sound. */
export interface ChangedIndex {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /** 0 while it has none. */
  readonly dimensions: number;
  /** The first number for ids that are left out. */
  readonly nextId: number;
  /** Names of the fields of documents, in the file and in all changes since: see `IndexFile`. */
  readonly fieldNames: Iterable<string>;
  has(id: Id): boolean;
}

/**
 * The change that a call of `add` or `upsert` makes, with ids that are given or follow the largest.
 *
 * @throws InvalidArgumentError as the methods of `HashIndex` do.
 */
export function checkedAddition(
  kind: 'add' | 'upsert',
  index: ChangedIndex,
  given: MatrixLike,
  ids: IdList | undefined,
  documents: readonly (object | null | undefined)[] | undefined,
): IndexChange {
  const vectors = asMatrix('vectors', given);
  const metric = index.keepVectors === false ? undefined : index.metric;
  checkVectors('vectors', vectors, index.dimensions, metric);
  if (kind === 'upsert' && ids === undefined) {
    throw new InvalidArgumentError('upsert needs ids: they say which vectors to replace');
  }
  const own = idsFor(ids, vectors.rows, index.nextId);
  const taken = kind === 'add' && ids ? own.find((id) => index.has(id)) : undefined;
  if (taken !== undefined) {
    throw new InvalidArgumentError(
      `the id ${show(taken)} is in the index already: remove it first, or upsert`,
    );
  }
  const replaced = kind === 'upsert' ? own.filter((id) => index.has(id)).length : 0;
  return {
    kind,
    ids: own,
    vectors,
    replaced,
    documents: checkedDocuments(documents, vectors.rows, index),
  };
}

/** The change that a call of `remove` makes: the ids that are there. */
export function checkedRemoval(index: ChangedIndex, ids: Id | Iterable<Id>): IndexChange {
  return { kind: 'remove', ids: [...new Set(idsToRemove(ids))].filter((id) => index.has(id)) };
}

/** Copies of documents, as the index will give them back. */
function checkedDocuments(
  documents: readonly (object | null | undefined)[] | undefined,
  rows: number,
  index: ChangedIndex,
): readonly (IndexDocument | null)[] | null {
  const columns = atOnce(columnsOfDocuments(documents, rows));
  if (columns === null) return null;
  checkFieldCount([...index.fieldNames, ...columns.columns.keys()]);
  return Array.from({ length: rows }, (_, row) => columns.get(row) ?? null);
}
