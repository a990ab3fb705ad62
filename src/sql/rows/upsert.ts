import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver, SqlValue } from '../driver.ts';
import { idArray } from '../ids.ts';
import { ownColumns, type SqlColumn, vectorType } from '../tables/code-table.ts';
import type { HasherRow } from '../tables/hashers.ts';
import { type ColumnTexts, vectorTexts } from './values.ts';

/** Rows that are written, all of one length. */
export interface RowBatch {
  /** As `asIds` gives them, each once. */
  readonly ids: readonly string[];
  readonly codes: HashCodes;
  readonly columns: ColumnTexts;
  readonly vectors: Matrix | null;
}

/** Inserts rows, or puts them in the place of those of the same ids, by one statement of arrays. */
export async function upsertRows(
  driver: SqlDriver,
  path: string,
  { settings, bits }: HasherRow,
  { ids, codes, columns, vectors }: RowBatch,
): Promise<void> {
  const own = ownColumns(settings);
  const all: SqlColumn[] = [{ name: '"code"', type: `bit(${bits})` }, ...own];
  const values: SqlValue[] = [ids, bitStrings(codes), ...columns];
  if (settings.vectors) {
    all.push({ name: '"vector"', type: vectorType(settings) as string });
    values.push(vectors ? vectorTexts(settings.vectors, vectors) : ids.map(() => null));
  }
  const arrays = values.map((_, i) => `$${i + 1}::${i === 0 ? idArray(settings.id) : 'text[]'}`);
  const names = all.map(({ name }) => name);
  const sql =
    `insert into ${path} ("id", ${names.join(', ')}) ` +
    `select "id", ${all.map(({ name, type }) => `${name}::${type}`).join(', ')} ` +
    `from unnest(${arrays.join(', ')}) as given("id", ${names.join(', ')}) ` +
    // As rows of COPY come, so that two writers of the same rows don't wait for each other.
    `order by "id"${settings.id === 'text' ? ' collate "C"' : ''} ` +
    `on conflict ("id") do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  await driver.query(sql, values);
}

/** Where each id stands last: rows that come twice are written as the later one. */
export function lastOfEach(ids: readonly string[]): number[] {
  const last = new Map(ids.map((id, i) => [id, i]));
  return last.size === ids.length
    ? Array.from(ids.keys())
    : [...last.values()].sort((a, b) => a - b);
}
