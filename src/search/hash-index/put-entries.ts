import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { CodeForm } from './code-form.ts';
import type { Moment } from './contents.ts';
import { checkFieldCount, columnsOfDocuments } from './documents/document-columns.ts';
import { formAbout } from './form-settings.ts';
import type { IndexSettings } from './index-settings.ts';
import { keepVectors, warnOfNorms } from './keep-vectors.ts';
import { Segment } from './segment.ts';
import type { Snapshot } from './snapshot.ts';
import type { Id } from './types.ts';

/** Vectors that are to be in an index, checked, and what comes with them. */
export interface Entries {
  readonly ids: readonly Id[];
  readonly vectors: Matrix;
  /** As given. */
  readonly documents: unknown;
  /** Whether they take the place of those of the same ids, which are refused else. */
  readonly replaces: boolean;
}

/** A moment with entries more; the one before is as it was. */
export function withEntries(
  { kernels, metric, keepVectors: kept, form: settings }: IndexSettings,
  { snapshot, form: before }: Moment,
  { ids, vectors, documents, replaces }: Entries,
  warn: ((message: string) => void) | null,
): { readonly snapshot: Snapshot; readonly form: CodeForm | null } {
  if (!replaces) checkNew(ids, snapshot);
  const columns = columnsOfDocuments(documents, ids.length);
  if (columns) checkFieldCount([...snapshot.fields(), ...columns.columns.keys()]);
  if (ids.length === 0) return { snapshot, form: before };
  const form = before ?? formAbout(kernels, settings, vectors, vectors.rows);
  const segment = new Segment(ids, form.encode(vectors), keepVectors(kept, vectors, warn), columns);
  if (settings.codes === 'hamming' && metric === 'dot') warnOfNorms(vectors, warn);
  const left = replaces ? snapshot.without(ids) : snapshot;
  return { snapshot: left.with(segment), form };
}

function checkNew(ids: readonly Id[], snapshot: Snapshot): void {
  const taken = ids.find((id) => snapshot.has(id));
  if (taken === undefined) return;
  throw new InvalidArgumentError(
    `the id ${show(taken)} is in the index already: remove it first, or upsert`,
  );
}
