import { refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { isArrayLike } from '../core/given.ts';
import { isSqlText } from './names.ts';

/** How a store's ids are kept: as int8, or as texts, which rank by their UTF-8 bytes. */
export type SqlIdType = 'bigint' | 'text';

/** What names a row: a number, a bigint where it is beyond 2^53, or a text. */
export type SqlId = number | bigint | string;

/** Ids in an array: plain, or a typed one. */
export type SqlIds = ArrayLike<number> | ArrayLike<bigint> | ArrayLike<string>;

const MOST = 2n ** 63n;

/** The column's type in SQL. Texts are compared by their bytes, whatever the database's language. */
export function idColumn(type: SqlIdType): string {
  return type === 'bigint' ? 'int8' : 'text collate "C"';
}

/** The array type that ids are bound as. */
export function idArray(type: SqlIdType): string {
  return type === 'bigint' ? 'int8[]' : 'text[]';
}

/**
 * Ids as they are bound: int8 as decimal texts, which every driver sends whole.
 *
 * @throws InvalidArgumentError if one is none of the store's ids.
 */
export function asIds(type: SqlIdType, ids: SqlIds): string[] {
  if (!isArrayLike(ids)) refuse('ids', 'an array', ids);
  return Array.from(ids as ArrayLike<unknown>, (id) =>
    type === 'bigint' ? wholeText(id) : checkText(id),
  );
}

/** Compares ids as they are bound, as PostgreSQL orders them in their column. */
export function compareIds(type: SqlIdType): (a: string, b: string) => number {
  return type === 'bigint' ? compareWhole : compareBytes;
}

function compareWhole(a: string, b: string): number {
  // So many characters are surely a number that is exact.
  if (a.length < 16 && b.length < 16) return Number(a) - Number(b);
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** By their bytes in UTF-8: as by UTF-16 units, but that surrogates stand for what comes last. */
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

/** An id of a result: PGlite gives int8 as number or bigint, `pg` as a text. */
export function idFrom(type: SqlIdType, value: unknown): SqlId {
  if (type === 'text') return checkText(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value !== 'bigint' && (typeof value !== 'string' || !/^-?\d+$/.test(value))) {
    refuse('an id of the database', 'a whole number', value);
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

/** A count, or a distance, of a result. */
export function numberFrom(value: unknown): number {
  return Number(value);
}

function wholeText(id: unknown): string {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id === 0 ? 0 : id);
  if (typeof id === 'bigint' && id >= -MOST && id < MOST) return String(id);
  const advice = typeof id === 'string' ? " (texts need a store of id: 'text')" : '';
  throw new InvalidArgumentError(
    `an id must be a whole number of 64 bits, beyond 2^53 a bigint, not ${show(id)}${advice}`,
  );
}

function checkText(id: unknown): string {
  if (typeof id === 'string' && isSqlText(id)) return id;
  return refuse('an id', 'a text without NUL and lone surrogates', id);
}
