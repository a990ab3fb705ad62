import { InvalidArgumentError as CommanderArgumentError, Option } from 'commander';
import { SQL_COLUMN_TYPES, type SqlColumnType } from '../../sql/types.ts';
import { path } from './values.ts';

// Where a store of codes is.

/** These options as commander parsed them. */
export interface StoreArguments {
  readonly url?: string;
  /** A folder. */
  readonly pglite?: string;
  readonly table: string;
  readonly schema?: string;
}

/** The options that name a store. */
export function storeOptions(): Option[] {
  return [
    new Option('--url <url>', 'a PostgreSQL server: postgres://user@host/database').argParser(
      postgresUrl,
    ),
    new Option('--pglite <folder>', 'a folder of PGlite, PostgreSQL embedded').argParser(path),
    new Option('--table <name>', 'name of the store').argParser(name).default('codes'),
    new Option(
      '--schema <name>',
      'schema of its tables (default: the first of the search path)',
    ).argParser(name),
  ];
}

/** The address of a server. */
export function postgresUrl(value: string): string {
  if (/^postgres(ql)?:\/\/./.test(value)) return value;
  // The value may hold a password: it is not shown.
  throw new CommanderArgumentError('It must be an address as postgres://user@host:5432/database.');
}

/** A name in the database. */
export function name(value: string): string {
  if (value !== '') return value;
  throw new CommanderArgumentError('It must be a name, not "".');
}

/** Columns as `year:int4,title:text`. */
export function columnTypes(value: string): Record<string, SqlColumnType> {
  const pairs = value.split(',').map((pair) => {
    const [, column, type] = /^\s*(.+?)\s*:\s*([\w]+)\s*$/.exec(pair) ?? [];
    const known = SQL_COLUMN_TYPES.find((one) => one === type);
    if (known !== undefined) return [column, known] as const;
    const types = SQL_COLUMN_TYPES.join(', ');
    throw new CommanderArgumentError(
      `It must be columns with types as year:int4,title:text (${types}), not "${pair}".`,
    );
  });
  return Object.fromEntries(pairs);
}

/** A list of JSON. */
export function jsonList(value: string): (string | number | boolean | null)[] {
  try {
    const list = JSON.parse(value);
    if (Array.isArray(list) && list.every((one) => one === null || typeof one !== 'object')) {
      return list;
    }
  } catch {
    // Said below.
  }
  throw new CommanderArgumentError(
    `It must be a list of JSON in single quotes, such as [2020,"red"], not "${value}".`,
  );
}
