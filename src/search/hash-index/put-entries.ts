import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Steps } from '../../core/steps.ts';
import type { Moment } from './contents.ts';
import { checkFieldCount, columnsOfDocuments } from './documents/document-columns.ts';
import { formAbout, formAnew, isOutgrown } from './form-settings.ts';
import type { IndexSettings } from './index-settings.ts';
import { keepVectors, warnOfNorms } from './keep-vectors.ts';
import { Segment } from './segment.ts';
import type { Snapshot } from './snapshot.ts';
import type { HashIndexOptions, Id } from './types.ts';

/** Vectors that are to be in an index, checked, and what comes with them. */
export interface Entries {
  readonly ids: readonly Id[];
  readonly vectors: Matrix;
  /** As given. */
  readonly documents: unknown;
  /** Whether they take the place of those of the same ids, which are refused else. */
  readonly replaces: boolean;
}

/** A moment with entries more, whose codes are made anew where it is outgrown; the one before is as it was. */
export function* withEntries(
  settings: IndexSettings,
  before: Moment,
  { ids, vectors, documents, replaces }: Entries,
  warn: ((message: string) => void) | null,
): Steps<Moment> {
  const { kernels, metric, keepVectors: kept, choice } = settings;
  const { snapshot } = before;
  if (!replaces) checkNew(ids, snapshot);
  const columns = yield* columnsOfDocuments(documents, ids.length);
  if (columns) checkFieldCount([...snapshot.fields(), ...columns.columns.keys()]);
  if (ids.length === 0) return before;
  const form =
    before.form ?? (yield* formAbout(kernels, settings.form, vectors, vectors.rows, choice));
  const codes = yield* form.encode(vectors);
  const segment = new Segment(ids, codes, yield* keepVectors(kept, vectors, warn), columns);
  if (settings.form.codes === 'hamming' && metric === 'dot') warnOfNorms(vectors, warn);
  const left = replaces ? yield* snapshot.without(ids) : snapshot;
  const after = { snapshot: yield* left.with(segment), form };
  if (kept === false || !isOutgrown(form, after.snapshot.size)) return after;
  return yield* codedAnew(settings, after);
}

/**
 * A moment whose kept vectors are coded anew.
 *
 * @throws InvalidArgumentError if the hasher does not fit, is missing or is too much.
 */
export function* codedAnew(
  { kernels, form: settings, choice }: IndexSettings,
  moment: Moment,
  hasher?: HashIndexOptions['hasher'],
): Steps<Moment> {
  const form = yield* formAnew(kernels, settings, moment, hasher, choice);
  if (!form) return moment;
  return { snapshot: yield* moment.snapshot.coded((vectors) => form.encode(vectors)), form };
}

function checkNew(ids: readonly Id[], snapshot: Snapshot): void {
  const taken = ids.find((id) => snapshot.has(id));
  if (taken === undefined) return;
  throw new InvalidArgumentError(
    `the id ${show(taken)} is in the index already: remove it first, or upsert`,
  );
}
