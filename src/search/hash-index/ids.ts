import { refuse, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Id, IdList } from './types.ts';

/** @throws InvalidArgumentError unless `id` can name a vector. */
export function checkId(id: unknown): asserts id is Id {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return;
  // UTF-8 has no lone surrogates: such a text would come back from a file as another one.
  if (typeof id === 'string' && !/\p{Surrogate}/u.test(id)) return;
  const shown = typeof id === 'string' ? 'a broken text' : show(id);
  // Databases have such ids; a number of JavaScript would be another one.
  const isLarge = typeof id === 'bigint' || Number.isInteger(id);
  const rule = ': numbers go from -(2^53 - 1) to 2^53 - 1, give larger ones and BigInt as texts';
  throw new InvalidArgumentError(
    `an id must be a whole number or a text, not ${shown}${isLarge ? rule : ''}`,
  );
}

/** Ids as given, checked one by one and against each other, or `count` numbers from `next` on. */
export function idsFor(ids: IdList | undefined, count: number, next: number): Id[] {
  if (ids === undefined) {
    if (!Number.isSafeInteger(next + count)) {
      throw new InvalidArgumentError('numbers for new ids have run out: give ids');
    }
    return Array.from({ length: count }, (_, i) => next + i);
  }
  if (typeof ids !== 'object' || ids === null || !Number.isSafeInteger(ids.length)) {
    refuse('ids', 'an array of ids', ids);
  }
  if (ids.length !== count) {
    throw new InvalidArgumentError(
      `there must be an id for each vector, but there are ${ids.length} ids for ${count} vectors`,
    );
  }
  const seen = new Set<Id>();
  return Array.from(ids, (given) => {
    checkId(given);
    // -0 would be written to a file as another number than 0.
    const id = given === 0 ? 0 : given;
    if (seen.has(id)) throw new InvalidArgumentError(`the id ${show(id)} is given twice`);
    seen.add(id);
    return id;
  });
}

/** One id, or a list of them; a text is one id. @throws InvalidArgumentError naming what is none. */
export function idsToRemove(ids: Id | Iterable<Id>): Id[] {
  const isList = typeof ids === 'object' && ids !== null && Symbol.iterator in ids;
  const list = isList ? [...ids] : [ids];
  for (const id of list) {
    if (!isList && typeof id === 'object') refuse('ids', 'an id or a list of ids', id);
    checkId(id);
  }
  return list as Id[];
}

/** The first number that is larger than all ids and `next - 1`. */
export function nextAfter(ids: readonly Id[], next: number): number {
  let after = next;
  for (const id of ids) if (typeof id === 'number' && id >= after) after = id + 1;
  return after;
}
