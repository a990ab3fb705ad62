import type { SchemaElement } from 'hyparquet';
import { FormatError } from '../../core/errors.ts';
import type { DType } from '../arrays/numeric.ts';
import type { ValueType } from './values.ts';

/** A column of a Parquet file whose values lie together. */
export interface ParquetLeaf {
  /** Names from the top-level column down, without what lists add: `embedding`, `v.embedding`. */
  readonly name: string;
  /** What is read of it; null where it is neither numbers nor text, nor lists of numbers. */
  readonly type: ValueType | null;
  /** What it is, for messages. */
  readonly kind: string;
  readonly maxDefinition: number;
  /** 1 for lists. */
  readonly maxRepetition: number;
  /** Its place among the columns of each row group. */
  readonly index: number;
}

const MAX_DEPTH = 32;

/**
 * The leaves of a schema, which is a tree in depth-first order, the root first.
 *
 * @throws FormatError if the elements are not those that it counts.
 */
export function leavesOf(schema: readonly SchemaElement[]): ParquetLeaf[] {
  const leaves: ParquetLeaf[] = [];
  // Groups that are not complete: how many children are missing, and their path.
  const open = [{ missing: schema[0]?.num_children ?? 0, path: [] as SchemaElement[] }];
  for (const element of schema.slice(1)) {
    while (open.at(-1)?.missing === 0) open.pop();
    const parent = open.at(-1);
    if (!parent) throw new FormatError('the schema has more elements than it counts');
    parent.missing--;
    const path = [...parent.path, element];
    const children = element.num_children ?? 0;
    if (path.length > MAX_DEPTH) throw new FormatError('the schema is nested too deep');
    if (children > 0) open.push({ missing: children, path });
    else leaves.push(leafOf(path, leaves.length));
  }
  if (open.some(({ missing }) => missing > 0)) {
    throw new FormatError('the schema has fewer elements than it counts');
  }
  return leaves;
}

function leafOf(path: readonly SchemaElement[], index: number): ParquetLeaf {
  const element = path[path.length - 1];
  const count = (test: (type: string | undefined) => boolean) =>
    path.filter(({ repetition_type }) => test(repetition_type)).length;
  const maxRepetition = count((type) => type === 'REPEATED');
  const maxDefinition = count((type) => type !== 'REQUIRED');
  const list = listAt(path);
  const isSimple = maxRepetition === 0 || (maxRepetition === 1 && list !== -1);
  const type = isSimple ? valueType(element) : null;
  const kind = type?.dtype ?? (isSimple ? kindOf(element) : 'nested column');
  const named = list === -1 ? path : path.slice(0, list + 1);
  const name = named.map((part) => part.name).join('.');
  return { name, type, kind, maxDefinition, maxRepetition, index };
}

/**
 * The place in a path of the list that its leaf is the element of; -1 if there is none. Lists are
 * a group of one repeated group of one element, or a repeated element, alone or in a group.
 */
function listAt(path: readonly SchemaElement[]): number {
  const last = path.length - 1;
  const isRepeated = (at: number) => path[at]?.repetition_type === 'REPEATED';
  const isWrapper = (at: number) => path[at]?.num_children === 1 && !isRepeated(at);
  if (isRepeated(last)) return isWrapper(last - 1) ? last - 1 : last;
  return isRepeated(last - 1) && path[last - 1].num_children === 1 && isWrapper(last - 2)
    ? last - 2
    : -1;
}

/** What a column that is not read is: a timestamp, say. */
function kindOf({ type, logical_type, converted_type }: SchemaElement): string {
  const name = logical_type?.type ?? converted_type ?? type ?? 'column';
  return name.toLowerCase().replaceAll('_', ' ');
}

const TYPES: ReadonlyMap<string | undefined, ValueType> = new Map<string, ValueType>([
  ['BOOLEAN', { dtype: 'bool', stored: 'bits' }],
  ['FLOAT', { dtype: 'float32', stored: 'float32' }],
  ['DOUBLE', { dtype: 'float64', stored: 'float64' }],
]);

/** Bytes of the widest decimal that fits what is read. */
const MAX_DECIMAL = 32;

function valueType(element: SchemaElement): ValueType | null {
  const { type, type_length, converted_type } = element;
  const logical = element.logical_type?.type;
  if (logical === 'DECIMAL' || converted_type === 'DECIMAL') return decimalType(element);
  if (type === 'BYTE_ARRAY') {
    const isText = logical === 'STRING' || converted_type === 'UTF8' || logical === 'ENUM';
    return isText ? { dtype: 'text', stored: 'bytes' } : null;
  }
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    const isHalf = logical === 'FLOAT16' && type_length === 2;
    return isHalf ? { dtype: 'float16', stored: 'float16' } : null;
  }
  if (type === 'INT32' || type === 'INT64') return integerType(element, type);
  return TYPES.get(type) ?? null;
}

/** Numbers with a fixed number of decimals, rounded to float64. */
function decimalType({ type, type_length, scale, logical_type }: SchemaElement): ValueType | null {
  const own = logical_type?.type === 'DECIMAL' ? logical_type.scale : scale;
  const unit = 10 ** (own ?? 0);
  if (!(unit >= 1 && unit < Number.POSITIVE_INFINITY)) return null;
  if (type === 'INT32' || type === 'INT64') {
    return { dtype: 'float64', stored: type === 'INT32' ? 'int32' : 'int64', unit };
  }
  const size = Number(type_length);
  if (type !== 'FIXED_LEN_BYTE_ARRAY' || !(size >= 1 && size <= MAX_DECIMAL)) return null;
  return { dtype: 'float64', stored: 'big-endian', size, unit };
}

/** Dates and times are whole numbers in the file, but not to people. */
function integerType(element: SchemaElement, type: 'INT32' | 'INT64'): ValueType | null {
  const { converted_type, logical_type } = element;
  const stored: DType = type === 'INT32' ? 'int32' : 'int64';
  const name = converted_type ?? (logical_type ? logical_type.type : 'INT');
  if (name !== 'INT' && name !== 'INTEGER' && !/^U?INT_(8|16|32|64)$/.test(name)) return null;
  const isUnsigned =
    name.startsWith('U') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
  const own = logical_type?.type === 'INTEGER' ? logical_type.bitWidth : /\d+$/.exec(name)?.[0];
  const sign = isUnsigned ? 'u' : '';
  const bits = [8, 16].includes(Number(own)) ? Number(own) : Number(/\d+$/.exec(stored)?.[0]);
  return { dtype: `${sign}int${bits}` as DType, stored: `${sign}${stored}` as DType };
}
