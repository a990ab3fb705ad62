import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';

/** Types whose values are one a row, as PostgreSQL calls them. */
export type ScalarType =
  | 'bigint'
  | 'int2'
  | 'int4'
  | 'float4'
  | 'float8'
  | 'boolean'
  | 'text'
  | 'json'
  | 'jsonb'
  | 'bytea';

/** A value of a row; null where it has none. JSON comes as its text. */
export type ScalarValue = number | bigint | string | boolean | Uint8Array | null;

/** One column of rows that are copied: its type in the table, and the value of every row. */
export type CopyColumn =
  | { readonly type: ScalarType; readonly values: ArrayLike<ScalarValue> }
  | { readonly type: 'bit'; readonly values: HashCodes }
  | { readonly type: 'vector' | 'halfvec' | 'float4[]'; readonly values: Matrix };

/** How many rows a column has. */
export function rowsOf(column: CopyColumn): number {
  if (column.type === 'bit') return column.values.count;
  return 'rows' in column.values ? column.values.rows : column.values.length;
}

/** A type of PostgreSQL by its short name here; null where it is none that a copy knows. */
export function scalarType(name: string): ScalarType | null {
  const known = SCALAR_TYPES[name.trim().toLowerCase().replace(/\s+/g, ' ')];
  return known ?? null;
}

const SCALAR_TYPES: Readonly<Record<string, ScalarType | undefined>> = {
  __proto__: null as never,
  bigint: 'bigint',
  int8: 'bigint',
  smallint: 'int2',
  int2: 'int2',
  integer: 'int4',
  int: 'int4',
  int4: 'int4',
  real: 'float4',
  float4: 'float4',
  'double precision': 'float8',
  float8: 'float8',
  boolean: 'boolean',
  bool: 'boolean',
  text: 'text',
  varchar: 'text',
  'character varying': 'text',
  json: 'json',
  jsonb: 'jsonb',
  bytea: 'bytea',
};
