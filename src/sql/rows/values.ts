import { checkObject, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { isArrayLike } from '../../core/given.ts';
import { Matrix } from '../../core/matrix.ts';
import { isSqlText } from '../names.ts';
import type { TableSettings } from '../tables/settings.ts';
import type { SqlColumnValue, SqlVectors } from '../types.ts';

/** Values by column as they are bound: texts that PostgreSQL reads as the column's type. */
export type ColumnTexts = (string | null)[][];

/**
 * Values of the app's columns, in the order of the settings.
 *
 * @throws InvalidArgumentError if a column is unknown, or has another number of values than `count`.
 */
export function columnTexts(
  settings: TableSettings,
  given: Readonly<Record<string, ArrayLike<SqlColumnValue>>>,
  count: number,
): ColumnTexts {
  const names = Object.keys(settings.columns);
  checkObject('columns', given);
  for (const [name, values] of Object.entries(given)) {
    if (!Object.hasOwn(settings.columns, name)) {
      const there = names.length === 0 ? 'none of its own' : names.join(', ');
      throw new InvalidArgumentError(`the store has no column ${JSON.stringify(name)}: ${there}`);
    }
    if (!isArrayLike(values)) refuse(`column ${name}`, 'an array', values);
    if (values.length !== count) {
      throw new InvalidArgumentError(
        `column ${name} must have ${count} values, one an id, not ${values.length}`,
      );
    }
  }
  return names.map((name) =>
    Array.from({ length: count }, (_, i) =>
      Object.hasOwn(given, name) ? valueText(name, settings.columns[name], given[name][i]) : null,
    ),
  );
}

function valueText(name: string, type: string, value: SqlColumnValue): string | null {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return checkedText(name, JSON.stringify(value));
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) refuse(`a value of column ${name}`, 'a date', value);
    return value.toISOString();
  }
  if (typeof value === 'object') refuse(`a value of column ${name}`, `one of ${type}`, value);
  return checkedText(name, String(value));
}

function checkedText(name: string, text: string): string {
  if (isSqlText(text)) return text;
  return refuse(`a value of column ${name}`, 'a text without NUL and lone surrogates', text);
}

/** Vectors as PostgreSQL reads them: `[1,2]` of pgvector, `{1,2}` of arrays. */
export function vectorTexts({ type }: SqlVectors, vectors: Matrix): string[] {
  const [open, close] = type === 'float4[]' ? '{}' : '[]';
  return Array.from(
    { length: vectors.rows },
    (_, i) => `${open}${Array.prototype.join.call(vectors.row(i), ',')}${close}`,
  );
}

/**
 * Vectors of PostgreSQL's texts, `[1,2]` or `{1,2}`.
 *
 * @throws InvalidArgumentError if one has another number of values.
 */
export function vectorsOfTexts(texts: readonly string[], dimensions: number): Matrix {
  const data = new Float32Array(texts.length * dimensions);
  for (const [i, text] of texts.entries()) {
    const values = text.slice(1, -1).split(',');
    if (values.length !== dimensions) {
      refuse('a vector of the database', `${dimensions} values`, values);
    }
    for (const [k, value] of values.entries()) data[i * dimensions + k] = Number(value);
  }
  return new Matrix(data, texts.length, dimensions);
}
