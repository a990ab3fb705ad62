import { InvalidArgumentError } from '../../core/errors.ts';
import type { SqlDriver } from '../driver.ts';
import { idColumn } from '../ids.ts';
import { type Names, quoteName } from '../names.ts';
import { substringExpression, substringsOf } from '../query/substrings.ts';
import type { HasherRow } from './hashers.ts';
import type { TableSettings } from './settings.ts';

/** A column of a code table: its quoted name and its type in SQL. */
export interface SqlColumn {
  readonly name: string;
  readonly type: string;
}

/** The app's own columns, quoted. */
export function ownColumns({ columns }: TableSettings): SqlColumn[] {
  return Object.entries(columns).map(([name, type]) => ({
    name: quoteName('a column', name),
    type,
  }));
}

/** The type of the column of vectors; null where there is none. */
export function vectorType({ vectors }: TableSettings): string | null {
  if (!vectors) return null;
  return vectors.type === 'float4[]' ? 'float4[]' : `${vectors.type}(${vectors.dimensions})`;
}

/** Makes the code table of a hasher. Indexes are made after many rows faster than with them. */
export async function createCodeTable(
  driver: SqlDriver,
  names: Names,
  hasher: HasherRow,
  withIndexes = true,
): Promise<void> {
  const { bits, codes, settings } = hasher;
  const columns = [
    `"id" ${idColumn(settings.id)} primary key`,
    `"code" bit(${bits}) not null`,
    ...ownColumns(settings).map(({ name, type }) => `${name} ${type}`),
  ];
  const vector = vectorType(settings);
  if (vector) columns.push(`"vector" ${vector}`);
  await driver.query(`create table ${names.table(codes)} (${columns.join(', ')})`);
  if (withIndexes) await createIndexes(driver, names, hasher);
}

/** Makes the indexes that are missing. */
export async function createIndexes(
  driver: SqlDriver,
  names: Names,
  hasher: HasherRow,
): Promise<void> {
  const { codes, settings } = hasher;
  await indexSubstrings(driver, names, hasher, 's');
  if (!settings.hnsw) return;
  await driver.query(
    `create index if not exists ${names.index(codes, 'hnsw')} ` +
      `on ${names.table(codes)} using hnsw ("code" bit_hamming_ops)`,
  );
}

/** Makes pgvector's types known, where the store needs them. @throws InvalidArgumentError if it is not there. */
export async function createExtension(driver: SqlDriver, settings: TableSettings): Promise<void> {
  if (!settings.hnsw && (settings.vectors?.type ?? 'float4[]') === 'float4[]') return;
  const sql = `select exists (select from pg_available_extensions where name = 'vector') as "there"`;
  const [row] = await driver.query(sql);
  if (row.there !== true) {
    throw new InvalidArgumentError(
      'vector, halfvec and hnsw need the extension pgvector, which this database has not: use float4[]',
    );
  }
  await driver.query('create extension if not exists vector');
}

/**
 * Puts the indexes of other substrings in the place of those that are there, in a transaction of the
 * caller's. The old ones go last: from then on searches wait.
 */
export async function replaceIndexes(
  driver: SqlDriver,
  names: Names,
  before: HasherRow,
  after: HasherRow,
): Promise<void> {
  const { codes } = before;
  await indexSubstrings(driver, names, after, 'n');
  for (let t = 0; t < before.settings.substrings; t++) {
    await driver.query(`drop index if exists ${names.indexPath(codes, `s${t}`)}`);
  }
  for (let t = 0; t < after.settings.substrings; t++) {
    await driver.query(
      `alter index ${names.indexPath(codes, `n${t}`)} rename to ${names.index(codes, `s${t}`)}`,
    );
  }
}

/** An index of each substring, unless it is there: `what` and its number are in its name. */
async function indexSubstrings(
  driver: SqlDriver,
  names: Names,
  { bits, codes, settings }: HasherRow,
  what: string,
): Promise<void> {
  for (const [t, part] of substringsOf(bits, settings.substrings).entries()) {
    await driver.query(
      `create index if not exists ${names.index(codes, `${what}${t}`)} ` +
        `on ${names.table(codes)} ((${substringExpression(part)}))`,
    );
  }
}

/** About how many rows there are: as PostgreSQL last counted, or, where it never did, exactly. */
export async function countRows(driver: SqlDriver, path: string): Promise<number> {
  const sql = 'select reltuples::int8 as "rows" from pg_class where oid = $1::text::regclass';
  const [{ rows }] = await driver.query(sql, [path]);
  if (Number(rows) > 0) return Number(rows);
  const [{ count }] = await driver.query(`select count(*) as "count" from ${path}`);
  return Number(count);
}
