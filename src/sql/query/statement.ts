import { checkArray, checkObject, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import type { SqlValue } from '../driver.ts';
import type { SqlFilter } from '../types.ts';

/** A statement and what is bound to it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Binds values in the order in which they come, after those of a filter. */
export class Binder {
  readonly parameters: SqlValue[];
  /** ` and (the filter)`, or nothing. */
  readonly and: string;
  /** ` where (the filter)`, or nothing. */
  readonly where: string;

  constructor(filter?: SqlFilter) {
    this.parameters = [...(filter?.parameters ?? [])];
    // On a line of its own, since a filter may end in a comment.
    this.and = filter ? ` and (${filter.sql}\n)` : '';
    this.where = filter ? ` where (${filter.sql}\n)` : '';
  }

  /** The place of a value in the statement, with its type. */
  bind(value: SqlValue, type: string): string {
    this.parameters.push(value);
    return `$${this.parameters.length}::${type}`;
  }
}

/** Throws unless it is a filter. */
export function checkFilter(filter: SqlFilter): void {
  checkObject('filter', filter);
  checkOptions('filter', filter, { sql: 1, parameters: 1 });
  if (typeof filter.sql !== 'string' || filter.sql.trim() === '') {
    refuse('filter.sql', "a condition in SQL, like 'year > $1'", filter.sql);
  }
  if (filter.parameters !== undefined) checkArray('filter.parameters', filter.parameters);
  const given = filter.parameters?.length ?? 0;
  const used = highestPlace(filter.sql);
  if (used > given) {
    throw new InvalidArgumentError(
      `filter.sql uses $${used}, but filter.parameters has ${given === 0 ? 'no values' : `${given} of them`}`,
    );
  }
}

/**
 * What holds no parameter though it may hold a `$1`: texts, also of E'' and $$, quoted names, comments and
 * names; or a parameter.
 */
const TOKENS =
  /\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([a-z_]\w*)?\$[\s\S]*?\$\1\$|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$(?<place>\d+)/gi;

/** The greatest n of the `$n` of a condition: beyond its own values it would be one that the search binds. */
export function highestPlace(sql: string): number {
  let highest = 0;
  for (const { groups } of sql.matchAll(TOKENS))
    highest = Math.max(highest, Number(groups?.place ?? 0));
  return highest;
}
