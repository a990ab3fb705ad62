import { refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';

/** PostgreSQL cuts longer names off without an error; two would then be one. */
const MOST_BYTES = 63;
/** What names made of a store's name may add to it: `_h` and a hasher's number, `_s` and a substring's. */
const ADDED_BYTES = 15;

/**
 * A name in double quotes, its own ones doubled: it is nothing but a name to SQL, whatever it holds.
 *
 * @param what - what it names, for the message.
 * @throws InvalidArgumentError if it is empty, longer than 63 bytes in UTF-8, or no text of SQL.
 */
export function quoteName(what: string, name: string, most: number = MOST_BYTES): string {
  if (typeof name !== 'string') refuse(what, 'a text', name);
  const bytes = new TextEncoder().encode(name).length;
  if (bytes === 0 || bytes > most) {
    throw new InvalidArgumentError(
      `${what} must be a name of 1 to ${most} bytes in UTF-8, not of ${bytes}`,
    );
  }
  if (!isSqlText(name)) refuse(what, 'a text without NUL and lone surrogates', name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whether PostgreSQL can keep this text: it has no NUL, and is sound UTF-16. */
export function isSqlText(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

/** Where a store's tables are, by names that are quoted already. */
export class Names {
  readonly store: string;
  readonly #schema: string;

  /** @throws InvalidArgumentError if a name does not do. */
  constructor(table: string, schema: string | undefined) {
    quoteName('table', table, MOST_BYTES - ADDED_BYTES);
    this.store = table;
    this.#schema = schema === undefined ? '' : `${quoteName('schema', schema)}.`;
  }

  /** The table of hashers, one a schema. */
  get hashers(): string {
    return `${this.#schema}"hp_hasher"`;
  }

  /** A code table's own name: that of `hp_hasher.codes`. */
  codes(hasher: number): string {
    return `${this.store}_h${hasher}`;
  }

  /** A table with its schema. */
  table(name: string): string {
    return `${this.#schema}${quoteName('a table', name)}`;
  }

  /** An index, without its schema, as `create index` wants it. */
  index(table: string, what: string): string {
    return quoteName('an index', `${table}_${what}`);
  }

  /** An index with its schema, as `drop index` wants it. */
  indexPath(table: string, what: string): string {
    return `${this.#schema}${this.index(table, what)}`;
  }
}

/** The message of a store that is not there. */
export function missingStore(names: Names): InvalidArgumentError {
  return new InvalidArgumentError(
    `there is no store ${show(names.store)} in ${names.hashers}: make one with SqlCodeStore.create`,
  );
}
