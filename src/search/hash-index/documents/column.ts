import { type Bits, bitsFor, hasBit, setBit } from './bits.ts';
import type { FieldOperand, JsonValue } from './types.ts';

/** In which form a column keeps values: what all of them are, or JSON where they differ. */
export const COLUMN_KINDS = ['numbers', 'booleans', 'texts', 'lists', 'json'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** What is asked of a field. */
export interface FieldTest {
  /** Of any value; undefined: the document has no such field. */
  readonly test: (value: JsonValue | undefined) => boolean;
  /** Of numbers, the same as `test`: whether they lie between two, inclusively. */
  readonly range?: readonly [low: number, high: number];
  /** Of the items of a list: one must pass. Without it, lists are all alike to `test`. */
  readonly testItem?: (item: FieldOperand) => boolean;
}

/** The values of a column, which are not null, in the rows that have one. */
export interface ColumnValues {
  readonly kind: ColumnKind;
  readonly bytes: number;
  at(row: number): JsonValue;
  /** Sets the bits of the rows, among those that have a value, that pass. */
  mark(bits: Bits, valued: Bits, test: FieldTest): void;
}

/** What the documents of a segment have in one field. It never changes. */
export class Column {
  /** Rows with a value that is not null. */
  readonly valued: Bits;
  readonly nulls: Bits;
  readonly values: ColumnValues;

  constructor(valued: Bits, nulls: Bits, values: ColumnValues) {
    this.valued = valued;
    this.nulls = nulls;
    this.values = values;
  }

  /** The value itself, not to be given to callers; undefined where there is none. */
  at(row: number): JsonValue | undefined {
    if (hasBit(this.valued, row)) return this.values.at(row);
    return hasBit(this.nulls, row) ? null : undefined;
  }

  /** The rows that pass, with any bits beyond the last row. */
  matching(test: FieldTest): Bits {
    const bits = new Uint32Array(this.valued.length);
    const ofNull = test.test(null);
    const ofMissing = test.test(undefined);
    for (let w = 0; w < bits.length; w++) {
      if (ofNull) bits[w] |= this.nulls[w];
      if (ofMissing) bits[w] |= ~(this.valued[w] | this.nulls[w]);
    }
    this.values.mark(bits, this.valued, test);
    return bits;
  }

  get bytes(): number {
    return this.valued.byteLength + this.nulls.byteLength + this.values.bytes;
  }
}

/** Each row as a number of 64 bits. */
export class NumberValues implements ColumnValues {
  readonly kind = 'numbers';
  readonly numbers: Float64Array;

  constructor(numbers: Float64Array) {
    this.numbers = numbers;
  }

  get bytes(): number {
    return this.numbers.byteLength;
  }

  at(row: number): number {
    return this.numbers[row];
  }

  mark(bits: Bits, valued: Bits, { test, range }: FieldTest): void {
    const { numbers } = this;
    if (!range) {
      markRows(bits, valued, numbers.length, (row) => test(numbers[row]));
      return;
    }
    const [low, high] = range;
    // A function called for each row would take several times as long.
    for (let w = 0; w < bits.length; w++) {
      const end = Math.min(numbers.length, 32 * w + 32);
      let own = 0;
      for (let row = 32 * w; row < end; row++) {
        if (numbers[row] >= low && numbers[row] <= high) own |= 1 << (row & 31);
      }
      bits[w] |= own & valued[w];
    }
  }
}

/** A bit a row. */
export class BooleanValues implements ColumnValues {
  readonly kind = 'booleans';
  readonly trues: Bits;

  constructor(trues: Bits) {
    this.trues = trues;
  }

  get bytes(): number {
    return this.trues.byteLength;
  }

  at(row: number): boolean {
    return hasBit(this.trues, row);
  }

  mark(bits: Bits, valued: Bits, { test }: FieldTest): void {
    const [ofTrue, ofFalse] = [test(true), test(false)];
    for (let w = 0; w < bits.length; w++) {
      if (ofTrue) bits[w] |= valued[w] & this.trues[w];
      if (ofFalse) bits[w] |= valued[w] & ~this.trues[w];
    }
  }
}

/** Each row as the place of its text in a list of all that there are. */
export class TextValues implements ColumnValues {
  readonly kind = 'texts';
  readonly texts: readonly string[];
  readonly codes: Uint32Array;

  constructor(texts: readonly string[], codes: Uint32Array) {
    this.texts = texts;
    this.codes = codes;
  }

  get bytes(): number {
    return this.codes.byteLength + bytesOfTexts(this.texts);
  }

  at(row: number): string {
    return this.texts[this.codes[row]];
  }

  mark(bits: Bits, valued: Bits, { test }: FieldTest): void {
    const { codes } = this;
    const passes = passing(this.texts, test);
    for (let w = 0; w < bits.length; w++) {
      const end = Math.min(codes.length, 32 * w + 32);
      let own = 0;
      for (let row = 32 * w; row < end; row++) own |= passes[codes[row]] << (row & 31);
      bits[w] |= own & valued[w];
    }
  }
}

/** Each row as a list of texts: the places of its items, up to where they end. */
export class ListValues implements ColumnValues {
  readonly kind = 'lists';
  readonly texts: readonly string[];
  readonly ends: Uint32Array;
  readonly codes: Uint32Array;

  constructor(texts: readonly string[], ends: Uint32Array, codes: Uint32Array) {
    this.texts = texts;
    this.ends = ends;
    this.codes = codes;
  }

  get bytes(): number {
    return this.ends.byteLength + this.codes.byteLength + bytesOfTexts(this.texts);
  }

  at(row: number): string[] {
    const codes = this.codes.subarray(row === 0 ? 0 : this.ends[row - 1], this.ends[row]);
    return Array.from(codes, (code) => this.texts[code]);
  }

  mark(bits: Bits, valued: Bits, { test, testItem }: FieldTest): void {
    if (!testItem) {
      if (test([])) for (let w = 0; w < bits.length; w++) bits[w] |= valued[w];
      return;
    }
    const { ends, codes } = this;
    const passes = passing(this.texts, testItem);
    for (let at = 0, row = 0; at < codes.length; at++) {
      if (passes[codes[at]] === 0) continue;
      while (ends[row] <= at) row++;
      setBit(bits, row);
    }
  }
}

/** Values of several kinds, and those that no other column keeps. */
export class JsonValues implements ColumnValues {
  readonly kind = 'json';
  /** Undefined in rows that have none. */
  readonly list: readonly (JsonValue | undefined)[];
  #bytes: number | null = null;

  constructor(list: readonly (JsonValue | undefined)[]) {
    this.list = list;
  }

  get bytes(): number {
    this.#bytes ??= 2 * JSON.stringify(this.list).length;
    return this.#bytes;
  }

  at(row: number): JsonValue {
    return this.list[row] as JsonValue;
  }

  mark(bits: Bits, valued: Bits, { test }: FieldTest): void {
    markRows(bits, valued, this.list.length, (row) => test(this.list[row]));
  }
}

/** 1 for each text that passes, 0 for each other. */
function passing(texts: readonly string[], test: (text: string) => boolean): Uint8Array {
  const passes = new Uint8Array(texts.length);
  for (let i = 0; i < texts.length; i++) if (test(texts[i])) passes[i] = 1;
  return passes;
}

function markRows(bits: Bits, valued: Bits, rows: number, passes: (row: number) => boolean): void {
  for (let row = 0; row < rows; row++) {
    if (hasBit(valued, row) && passes(row)) setBit(bits, row);
  }
}

function bytesOfTexts(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + 2 * text.length + 16, 0);
}

/**
 * A column of values, which decide alone how it keeps them; null if there are none.
 *
 * @param valueAt - not to be changed later.
 */
export function columnOf(
  rows: number,
  valueAt: (row: number) => JsonValue | undefined,
): Column | null {
  const [valued, nulls] = [bitsFor(rows), bitsFor(rows)];
  let kind: ColumnKind | null = null;
  let isEmpty = true;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === undefined) continue;
    isEmpty = false;
    if (value === null) {
      setBit(nulls, row);
      continue;
    }
    setBit(valued, row);
    const own = kindOfValue(value);
    kind = kind === null || kind === own ? own : 'json';
  }
  if (isEmpty) return null;
  const values = Array.from({ length: rows }, (_, row) => valueAt(row) ?? undefined);
  return new Column(valued, nulls, VALUES[kind ?? 'json'](values as never[]));
}

function kindOfValue(value: JsonValue): ColumnKind {
  if (typeof value === 'number') return 'numbers';
  if (typeof value === 'boolean') return 'booleans';
  if (typeof value === 'string') return 'texts';
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? 'lists' : 'json';
}

const VALUES = {
  numbers: (values: (number | undefined)[]) =>
    new NumberValues(Float64Array.from(values, (value) => value ?? 0)),
  booleans: (values: (boolean | undefined)[]) => {
    const trues = bitsFor(values.length);
    for (const [row, value] of values.entries()) if (value) setBit(trues, row);
    return new BooleanValues(trues);
  },
  texts: (values: (string | undefined)[]) => {
    const { texts, codeOf } = dictionary();
    const codes = Uint32Array.from(values, (value) => (value === undefined ? 0 : codeOf(value)));
    return new TextValues(texts, codes);
  },
  lists: (values: (readonly string[] | undefined)[]) => {
    const { texts, codeOf } = dictionary();
    const codes: number[] = [];
    const ends = Uint32Array.from(values, (value) => {
      for (const text of value ?? []) codes.push(codeOf(text));
      return codes.length;
    });
    return new ListValues(texts, ends, Uint32Array.from(codes));
  },
  json: (values: (JsonValue | undefined)[]) => new JsonValues(values),
} satisfies Record<ColumnKind, (values: never[]) => ColumnValues>;

/** Numbers texts in the order in which they are met. */
function dictionary() {
  const texts: string[] = [];
  const codes = new Map<string, number>();
  const codeOf = (text: string) => {
    let code = codes.get(text);
    if (code === undefined) {
      code = texts.push(text) - 1;
      codes.set(text, code);
    }
    return code;
  };
  return { texts, codeOf };
}
