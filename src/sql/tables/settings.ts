import { checkBoolean, checkObject, checkWhole, refuse } from '../../core/checks.ts';
import { FormatError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import type { SqlIdType } from '../ids.ts';
import { quoteName } from '../names.ts';
import {
  SQL_COLUMN_TYPES,
  type SqlColumnType,
  type SqlStoreOptions,
  type SqlVectors,
} from '../types.ts';

/** What a code table is made of; kept as JSON beside its hasher. */
export interface TableSettings {
  readonly substrings: number;
  readonly expected: number;
  readonly id: SqlIdType;
  readonly columns: Readonly<Record<string, SqlColumnType>>;
  readonly vectors: SqlVectors | null;
  readonly hnsw: boolean;
}

/** Substrings that are chosen here are int4. Wider ones that are asked for are int8. */
const INT4_BITS = 31;
const INT8_BITS = 63;
/** Longer codes get no substrings unless they are asked for. */
const MOST_INDEXED_BITS = 512;
const VECTOR_TYPES = ['vector', 'halfvec', 'float4[]'];
/** Names of the store's own columns. */
const OWN = ['id', 'code', 'vector'];

/**
 * Substrings of about log2 n bits, so that a value is met by about one code of uniform ones (Norouzi,
 * Punjani, Fleet 2012). None for long codes: neighbours are so many bits away there that looking up
 * takes longer than a scan, and every substring would be an index to load.
 */
export function substringsFor(bits: number, expected: number): number {
  if (bits > MOST_INDEXED_BITS) return 0;
  const m = Math.round(bits / Math.log2(Math.max(16, expected)));
  return Math.min(bits, Math.max(Math.ceil(bits / INT4_BITS), m, 1));
}

/** Settings of the options of `create`. @throws InvalidArgumentError for one that does not do. */
export function settingsOf(options: SqlStoreOptions, bits: number): TableSettings {
  const { id = 'bigint', columns = {}, vectors, expected = 1_000_000, hnsw = false } = options;
  checkWhole('bits', bits, 1, MAX_BITS);
  if (id !== 'bigint' && id !== 'text') refuse('id', 'bigint or text', id);
  checkWhole('expected', expected, 1, Number.MAX_SAFE_INTEGER);
  checkBoolean('hnsw', hnsw);
  const substrings = options.substrings ?? substringsFor(bits, expected);
  if (substrings !== 0) checkWhole('substrings', substrings, Math.ceil(bits / INT8_BITS), bits);
  checkObject('columns', columns);
  for (const [name, type] of Object.entries(columns)) {
    quoteName('a column', name);
    if (OWN.includes(name)) refuse('a column', `another name than ${OWN.join(', ')}`, name);
    if (!SQL_COLUMN_TYPES.includes(type)) {
      refuse(`the type of column ${name}`, `one of ${SQL_COLUMN_TYPES.join(', ')}`, type);
    }
  }
  if (vectors !== undefined) {
    checkObject('vectors', vectors);
    if (!VECTOR_TYPES.includes(vectors.type)) {
      refuse('the type of vectors', `one of ${VECTOR_TYPES.join(', ')}`, vectors.type);
    }
    checkWhole('dimensions of vectors', vectors.dimensions, 1, 16_000);
  }
  return { substrings, expected, id, columns, vectors: vectors ?? null, hnsw };
}

/** Settings as the database has them. @throws FormatError if they are none. */
export function readSettings(text: unknown, bits: number): TableSettings {
  try {
    const { substrings, expected, id, columns, vectors, hnsw } = JSON.parse(String(text));
    const given = { table: 't', substrings, expected, id, columns, hnsw };
    return settingsOf({ ...given, vectors: vectors ?? undefined }, bits);
  } catch (error) {
    throw new FormatError(`the settings in hp_hasher are damaged: ${(error as Error).message}`);
  }
}
