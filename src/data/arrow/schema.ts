import { FormatError } from '../../core/errors.ts';
import type { DType } from '../arrays/numeric.ts';
import type { FlatTable } from './flatbuffer.ts';

/** What the values of a field are, as far as they are told apart. */
export type ArrowType =
  | { readonly is: 'numbers'; readonly dtype: DType }
  | { readonly is: 'bits' }
  /** Whole numbers of `bytes` bytes, divided by `unit`. */
  | { readonly is: 'decimals'; readonly bytes: number; readonly unit: number }
  | { readonly is: 'texts'; readonly wide: boolean }
  | { readonly is: 'text-views' }
  | { readonly is: 'list'; readonly wide: boolean }
  | { readonly is: 'fixed-list'; readonly length: number }
  | { readonly is: 'struct' }
  /** Not read; `buffers` of its own lie in a record batch, or as many as the batch says. */
  | { readonly is: 'other'; readonly name: string; readonly buffers: number | 'views' };

/** A field of a schema: a column, or what is within one. */
export interface ArrowField {
  readonly name: string;
  /** Of its values; for a field with a dictionary those of the dictionary. */
  readonly type: ArrowType;
  readonly dictionary: { readonly id: number; readonly index: DType } | null;
  readonly children: readonly ArrowField[];
}

export interface ArrowSchema {
  readonly littleEndian: boolean;
  readonly fields: readonly ArrowField[];
}

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 16;

/**
 * Reads the schema of an Arrow file (Schema.fbs of the format).
 *
 * @param at - where in the file it is, for messages.
 */
export function readSchema(schema: FlatTable, at: number): ArrowSchema {
  let count = 0;
  const fieldOf = (field: FlatTable, depth: number): ArrowField => {
    if (++count > MAX_FIELDS || depth > MAX_DEPTH) {
      throw new FormatError('an Arrow schema with so many fields is not read', at);
    }
    const children = field.tables(5).map((child) => fieldOf(child, depth + 1));
    const encoding = field.table(4);
    const index = encoding?.table(1);
    return {
      name: field.text(0),
      type: typeOf(field.int(2, 8), field.table(3)),
      // Indices are int32 where nothing is said.
      dictionary: encoding
        ? { id: encoding.size(0), index: index ? integer(index) : 'int32' }
        : null,
      children,
    };
  };
  const fields = schema.tables(1).map((field) => fieldOf(field, 1));
  return { littleEndian: schema.int(0, 16) === 0, fields };
}

function integer(type: FlatTable): DType {
  const bits = type.int(0, 32);
  if (![8, 16, 32, 64].includes(bits))
    throw new FormatError(`integers of ${bits} bits can't be`, 0);
  return `${type.flag(1) ? '' : 'u'}int${bits}` as DType;
}

const FLOATS: readonly DType[] = ['float16', 'float32', 'float64'];

/** Types that are not read, by number: name, and buffers of their own. */
const OTHERS: Readonly<Record<number, readonly [string, number | 'views']>> = {
  1: ['null', 0],
  4: ['binary', 3],
  8: ['date', 2],
  9: ['time', 2],
  10: ['timestamp', 2],
  11: ['interval', 2],
  15: ['fixed-size binary', 2],
  17: ['map', 2],
  18: ['duration', 2],
  19: ['large binary', 3],
  22: ['run-end encoded', 0],
  23: ['binary view', 'views'],
  25: ['list view', 3],
  26: ['large list view', 3],
};

function typeOf(type: number, table: FlatTable | null): ArrowType {
  const size = (field: number, absent = 0) => table?.int(field, 32, absent) ?? absent;
  if (type === 2 && table) return { is: 'numbers', dtype: integer(table) };
  if (type === 3) {
    const dtype = FLOATS[table?.int(0, 16) ?? 0];
    return dtype ? { is: 'numbers', dtype } : { is: 'other', name: 'float', buffers: 2 };
  }
  if (type === 6) return { is: 'bits' };
  if (type === 7) return decimal(size(1), size(2, 128));
  if (type === 5 || type === 20) return { is: 'texts', wide: type === 20 };
  if (type === 24) return { is: 'text-views' };
  if (type === 12 || type === 21) return { is: 'list', wide: type === 21 };
  if (type === 16) {
    if (size(0) < 0) throw new FormatError(`lists of ${size(0)} values can't be`, 0);
    return { is: 'fixed-list', length: size(0) };
  }
  if (type === 13) return { is: 'struct' };
  // Of unions the sparse ones have one buffer, the dense ones two.
  if (type === 14) return { is: 'other', name: 'union', buffers: 1 + (table?.int(0, 16) ?? 0) };
  const [name, buffers] = OTHERS[type] ?? [];
  if (name === undefined) throw new FormatError(`the Arrow type ${type} is unknown`, 0);
  return { is: 'other', name, buffers };
}

function decimal(scale: number, bits: number): ArrowType {
  const unit = 10 ** scale;
  const isKnown = [32, 64, 128, 256].includes(bits) && unit > 0 && unit < Number.POSITIVE_INFINITY;
  if (!isKnown) return { is: 'other', name: 'decimal', buffers: 2 };
  return { is: 'decimals', bytes: bits / 8, unit };
}
