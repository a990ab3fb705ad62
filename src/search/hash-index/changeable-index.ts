import { refuse } from '../../core/checks.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { atOnce, type Steps } from '../../core/steps.ts';
import type { Moment } from './contents.ts';
import type { IndexDocument } from './documents/types.ts';
import { writeIndex } from './file/write.ts';
import { checkVectorsInSteps } from './given.ts';
import { idsFor, idsToRemove, nextAfter } from './ids.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { withEntries } from './put-entries.ts';
import { SearchableIndex } from './searchable-index.ts';
import type { Id, IdList } from './types.ts';

/**
 * An index whose entries come and go and whose hashers stay, which is all that an index worker has; see
 * `HashIndex`.
 */
export class ChangeableIndex<D extends object = IndexDocument> extends SearchableIndex<D> {
  /**
   * Adds vectors, all or none. Cost: coding them; each is copied O(log size) times over the life of
   * the index. Codes `estimated` are about the mean of the vectors: as long as it is that of few, it is
   * computed anew whenever the index has doubled, if vectors are kept. Without vectors it stays that of
   * the first that were added: let these be typical ones.
   *
   * @param vectors - rows x dimensions: a matrix, or an array of rows, plain or typed ones.
   * @param ids - one for each; by default the whole numbers that follow the largest id so far.
   * @param documents - one for each: plain JSON objects, which are copied, or null. Fields that are
   *   undefined are left out; at most 1,000 different fields in an index.
   * @returns the ids.
   * @throws InvalidArgumentError, naming it, if an id is in the index or given twice, if vectors have
   *   other dimensions or values that are not finite, and if a document is no plain JSON.
   */
  add(vectors: MatrixLike, ids?: IdList, documents?: readonly (D | null | undefined)[]): Id[] {
    return atOnce(this.addInSteps(vectors, ids, documents));
  }

  /**
   * As `add`, but an id that is in the index is no error: what it had, vector and document, makes place
   * for what is given, as if it had been removed before.
   */
  upsert(vectors: MatrixLike, ids: IdList, documents?: readonly (D | null | undefined)[]): Id[] {
    return atOnce(this.upsertInSteps(vectors, ids, documents));
  }

  /**
   * @internal `add` in steps, for hosts that let others have their turn between them. All of it is there
   * after the last step and nothing before; what is given, and the index, must not change meanwhile.
   */
  addInSteps(vectors: MatrixLike, ids?: IdList, documents?: unknown): Steps<Id[]> {
    return this.#put(vectors, ids, documents, false);
  }

  /** @internal `upsert` as `addInSteps` is `add`. */
  upsertInSteps(vectors: MatrixLike, ids: IdList, documents?: unknown): Steps<Id[]> {
    if (ids === undefined) refuse('ids', 'an array of ids', ids);
    return this.#put(vectors, ids, documents, true);
  }

  *#put(
    given: MatrixLike,
    ids: IdList | undefined,
    documents: unknown,
    replaces: boolean,
  ): Steps<Id[]> {
    const { core } = this;
    core.checkAlive();
    const before = core.now;
    const vectors = asMatrix('vectors', given);
    yield* checkVectorsInSteps('vectors', vectors, this.dimensions, core.metricOfKept);
    const own = idsFor(ids, vectors.rows, core.nextId);
    const entries = { ids: own, vectors, documents, replaces };
    const after = yield* withEntries(core.settings, before, entries, core.warn);
    core.replace(before, after);
    core.nextId = nextAfter(own, core.nextId);
    for (const name of after.snapshot.fields()) core.fields.add(name);
    return [...own];
  }

  /**
   * Removes vectors; ids that are not in the index are passed over.
   *
   * @param ids - one, or any number of them.
   * @returns how many were removed.
   */
  remove(ids: Id | Iterable<Id>): number {
    return atOnce(this.removeInSteps(ids));
  }

  /** @internal `remove` as `addInSteps` is `add`. */
  *removeInSteps(ids: Id | Iterable<Id>): Steps<number> {
    const { core } = this;
    core.checkAlive();
    const before = core.now;
    const snapshot = yield* before.snapshot.without(idsToRemove(ids));
    core.replace(before, { ...before, snapshot });
    return before.snapshot.size - snapshot.size;
  }

  /**
   * The index as bytes, hashers and all. Cost: one copy; removed vectors are left out. A file has one
   * hasher a table: entries that are stale are coded anew before, all at once. Where that would take too
   * long, `await index.recode()` first.
   *
   * @throws InvalidArgumentError if `metadata` can't be written as JSON.
   */
  save(): Uint8Array<ArrayBuffer> {
    return atOnce(this.saveInSteps());
  }

  /** @internal `save` as `addInSteps` is `add`: the index as it is at the first step. */
  *saveInSteps(): Steps<Uint8Array<ArrayBuffer>> {
    const { core } = this;
    core.checkAlive();
    const before = core.now;
    const { keepVectors, recall, metadata, nextId } = this;
    const { form: settings } = core.settings;
    const fields = [...core.fields];
    const recoding = this.recoding(before);
    const now = recoding === null ? before : yield* recoding;
    if (now !== before && core.now === before) core.replace(before, now);
    return yield* writeIndex({ ...now, keepVectors, recall, metadata, settings, nextId, fields });
  }

  /** @internal Brings all codes to one version, which is what a file has; null where they are. */
  protected recoding(_now: Moment): Steps<Moment> | null {
    return null;
  }

  /** Gives the backend's memory back. The hashers are not the index's own, and stay. */
  dispose(): void {
    this.core.contents.dispose();
  }

  /** @internal Puts vectors that have come in the place of those that were on their way. */
  settle(arrived: KeptVectors): void {
    this.core.settle(arrived);
  }
}
