import { Matrix } from '../../core/matrix.ts';
import type { SqlDriver, SqlRow } from '../../sql/driver.ts';
import { quoteName } from '../../sql/names.ts';
import type { HasherRow } from '../../sql/tables/hashers.ts';
import type { SqlColumnType, SqlColumnValue } from '../../sql/types.ts';

/** Rows of a code table. */
export interface StoredRows {
  /** As texts. */
  readonly ids: readonly string[];
  /** Each as zeros and ones. */
  readonly codes: readonly string[];
  readonly columns: Readonly<Record<string, SqlColumnValue[]>>;
  readonly vectors: Matrix | undefined;
}

/** Rows that are read at once. */
const AT_ONCE = 10_000;

/**
 * The rows of a code table by ascending id, each read once: the next ones begin after the last id, so
 * that rows which come or go meanwhile move none. Of those read at once rows without a vector come last.
 *
 * @param table - its name, quoted.
 */
export async function* readInOrder(
  driver: SqlDriver,
  table: string,
  { settings }: HasherRow,
): AsyncGenerator<StoredRows, void, undefined> {
  const names = Object.keys(settings.columns);
  const texts = names.map((name, i) => `${quoteName('a column', name)}::text as "c${i}"`);
  const vector = settings.vectors ? ['"vector"::text as "vector"'] : [];
  const list = ['"id"::text as "key"', '"code"::text as "code"', ...texts, ...vector].join(', ');
  const type = settings.id === 'bigint' ? 'int8' : 'text';
  let last: string | undefined;
  for (;;) {
    const after = last === undefined ? '' : ` where "id" > $1::${type}`;
    const sql = `select ${list} from ${table}${after} order by "id" limit ${AT_ONCE}`;
    const rows = await driver.query(sql, last === undefined ? [] : [last]);
    if (rows.length === 0) return;
    last = String(rows[rows.length - 1].key);
    for (const part of parts(rows)) {
      yield {
        ids: part.map((row) => String(row.key)),
        codes: part.map((row) => String(row.code)),
        columns: Object.fromEntries(
          names.map((name, i) => [
            name,
            part.map((row) => columnValue(settings.columns[name], row[`c${i}`])),
          ]),
        ),
        vectors: hasVector(part[0]) ? vectorsOf(part) : undefined,
      };
    }
    if (rows.length < AT_ONCE) return;
  }
}

/** Rows with a vector, and those without one: codes that were added alone. */
function parts(rows: readonly SqlRow[]): SqlRow[][] {
  const both = [rows.filter(hasVector), rows.filter((row) => !hasVector(row))];
  return both.filter((part) => part.length > 0);
}

function hasVector({ vector }: SqlRow): boolean {
  return vector !== null && vector !== undefined;
}

/** A column's text as `add` takes it: other types are read from their texts. */
function columnValue(type: SqlColumnType, text: unknown): SqlColumnValue {
  if (text === null || text === undefined) return null;
  return type === 'jsonb' ? JSON.parse(String(text)) : String(text);
}

/** `[1,2]` of pgvector, `{1,2}` of arrays. */
function vectorsOf(rows: readonly SqlRow[]): Matrix {
  return Matrix.from(
    rows.map((row) => Float32Array.from(String(row.vector).slice(1, -1).split(','), Number)),
  );
}
