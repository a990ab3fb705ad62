import type { CopyColumn, ScalarType, ScalarValue } from '../copy/columns.ts';
import { copyRows } from '../copy/copy-rows.ts';
import type { SqlDriver } from '../driver.ts';
import { ownColumns } from '../tables/code-table.ts';
import type { HasherRow } from '../tables/hashers.ts';
import type { SqlColumnType } from '../types.ts';
import { removeRows } from './remove.ts';
import type { RowBatch } from './upsert.ts';

/** Types of columns that COPY BINARY is written for; rows with others go by `unnest`. */
const COPIED: Readonly<Partial<Record<SqlColumnType, ScalarType>>> = {
  bool: 'boolean',
  float4: 'float4',
  float8: 'float8',
  int2: 'int2',
  int4: 'int4',
  int8: 'bigint',
  jsonb: 'jsonb',
  text: 'text',
};

/** The batch as columns of COPY; null where a type or a value is none that it can write. */
export function copyColumns({ settings }: HasherRow, batch: RowBatch): CopyColumn[] | null {
  const { ids, codes, columns, vectors } = batch;
  const isText = settings.id === 'text';
  const all: CopyColumn[] = [
    isText ? { type: 'text', values: ids } : { type: 'bigint', values: ids.map(BigInt) },
    { type: 'bit', values: codes },
  ];
  for (const [c, { type }] of ownColumns(settings).entries()) {
    const copied = COPIED[type as SqlColumnType];
    if (!copied) return null;
    const values = columns[c].map((text) => (text === null ? null : copiedValue(copied, text)));
    if (values.includes(undefined)) return null;
    all.push({ type: copied, values: values as ScalarValue[] });
  }
  if (settings.vectors && vectors) all.push({ type: settings.vectors.type, values: vectors });
  return all;
}

/**
 * Writes rows by COPY BINARY, those of the same ids being removed first; in a transaction of the
 * caller's, so that nobody sees them missing.
 */
export async function copyBatch(
  driver: SqlDriver,
  path: string,
  { settings }: HasherRow,
  { ids }: RowBatch,
  columns: readonly CopyColumn[],
): Promise<void> {
  const own = ownColumns(settings).map(({ name }) => name);
  const names = ['"id"', '"code"', ...own, '"vector"'].slice(0, columns.length);
  await removeRows(driver, path, settings.id, ids);
  await copyRows(driver, `${path} (${names.join(', ')})`, columns);
}

/** The value of a text that PostgreSQL would read so too; undefined where that is not sure. */
function copiedValue(type: ScalarType, text: string): ScalarValue | undefined {
  if (type === 'text' || type === 'jsonb') return text;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : undefined;
  const isWhole = /^-?\d{1,15}$/.test(text);
  if (type === 'bigint') return /^-?\d{1,18}$/.test(text) ? BigInt(text) : undefined;
  if (type === 'int2')
    return isWhole && Math.abs(Number(text)) < 2 ** 15 ? Number(text) : undefined;
  if (type === 'int4')
    return isWhole && Math.abs(Number(text)) < 2 ** 31 ? Number(text) : undefined;
  const value = Number(text);
  return /\d$/.test(text) && Number.isFinite(value) ? value : undefined;
}
