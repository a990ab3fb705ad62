import type { Steps } from '../../../core/steps.ts';
import { type Bits, bitsFor, everyRow, hasBit } from '../documents/bits.ts';
import {
  BooleanValues,
  COLUMN_KINDS,
  Column,
  type ColumnKind,
  type ColumnValues,
  JsonValues,
  ListValues,
  NumberValues,
  TextValues,
} from '../documents/column.ts';
import { checkFieldCount, DocumentColumns } from '../documents/document-columns.ts';
import { plainJson } from '../documents/plain-json.ts';
import type { JsonValue } from '../documents/types.ts';
import { damaged } from './container.ts';
import { bytesOf, jsonBytes, type SectionReader } from './sections.ts';

/*
 * Documents in an index file, from version 3 on. The header has `fields`, the name and kind of each; field i
 * has its sections:
 *
 *   documents     a bit a row: which rows have a document
 *   field<i>.rows a bit a row: which have a value; then a bit a row: which have null
 *   field<i>      the values. `numbers`: float64 a row; `booleans`: a bit a row; `texts`: uint32 a row,
 *                 a place in field<i>.texts; `lists`: uint32 for each item, one row after another;
 *                 `json`: a list in JSON of the values that there are
 *   field<i>.ends of `lists`: uint32 a row, where its items end
 *   field<i>.texts of `texts` and `lists`: a list in JSON
 *
 * Bits are in words of uint32, bit (row & 31) of word (row >>> 5). Rows without a value have 0.
 */

/** A field as the header has it. */
export interface FieldHeader {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** Whether a header's list of fields is one. */
export function areFields(fields: unknown): fields is readonly FieldHeader[] {
  if (!Array.isArray(fields)) return false;
  const isField = (field: Partial<FieldHeader> | null) =>
    typeof field?.name === 'string' && COLUMN_KINDS.includes(field.kind as ColumnKind);
  return fields.every(isField) && new Set(fields.map(({ name }) => name)).size === fields.length;
}

/** Adds the sections of documents, fields in the order of `names`, and gives what the header says of them. */
export function* writeDocuments(
  documents: DocumentColumns,
  names: readonly string[],
  sections: Map<string, Uint8Array>,
): Steps<readonly FieldHeader[]> {
  const fields: FieldHeader[] = [];
  sections.set('documents', bytesOf('uint32', documents.filled));
  for (const name of names) {
    const column = documents.columns.get(name);
    if (!column) continue;
    const { valued, nulls, values } = column;
    const i = fields.length;
    sections.set(`field${i}.rows`, bytesOf('uint32', Uint32Array.from([...valued, ...nulls])));
    sections.set(`field${i}`, valueBytes(values, valued));
    if (values instanceof ListValues) {
      sections.set(`field${i}.ends`, bytesOf('uint32', values.ends));
    }
    if (values instanceof ListValues || values instanceof TextValues) {
      sections.set(`field${i}.texts`, jsonBytes(values.texts));
    }
    fields.push({ name, kind: values.kind });
    yield;
  }
  return fields;
}

function valueBytes(values: ColumnValues, valued: Bits): Uint8Array {
  if (values instanceof NumberValues) return bytesOf('float64', values.numbers);
  if (values instanceof BooleanValues) return bytesOf('uint32', values.trues);
  if (values instanceof TextValues || values instanceof ListValues) {
    return bytesOf('uint32', values.codes);
  }
  return jsonBytes((values as JsonValues).list.filter((_, row) => hasBit(valued, row)));
}

/** Reads what `writeDocuments` wrote. @throws FormatError unless every value of it is sound. */
export function readDocuments(
  sections: SectionReader,
  fields: readonly FieldHeader[],
  rows: number,
): DocumentColumns {
  checkFieldCount(fields.map(({ name }) => name));
  const words = bitsFor(rows).length;
  const filled = readBits(sections, 'documents', words);
  checkBits('documents', filled, rows, null);
  const columns = new Map<string, Column>();
  for (const [i, { name, kind }] of fields.entries()) {
    const both = readBits(sections, `field${i}.rows`, 2 * words);
    const [valued, nulls] = [both.slice(0, words), both.slice(words)];
    checkBits(`field${i}.rows`, valued, rows, filled);
    checkBits(`field${i}.rows`, nulls, rows, filled);
    if (valued.some((word, w) => (word & nulls[w]) !== 0)) {
      throw damaged(`a value of the field ${JSON.stringify(name)} is null, too`);
    }
    const values = READERS[kind](sections, `field${i}`, valued, rows);
    columns.set(name, new Column(valued, nulls, values));
  }
  return new DocumentColumns(rows, filled, columns);
}

function readBits(sections: SectionReader, name: string, words: number): Bits {
  return sections.values(name, 'uint32', words) as Bits;
}

/** @param within - bits that must be set where these are; null for any. */
function checkBits(name: string, bits: Bits, rows: number, within: Bits | null): void {
  const allowed = within ?? everyRow(rows);
  if (bits.some((word, w) => (word & ~allowed[w]) !== 0)) {
    throw damaged(`${name} names rows that have no document`);
  }
}

const READERS: Readonly<
  Record<
    ColumnKind,
    (sections: SectionReader, name: string, valued: Bits, rows: number) => ColumnValues
  >
> = {
  numbers(sections, name, _, rows) {
    const numbers = sections.values(name, 'float64', rows) as Float64Array;
    if (!numbers.every(Number.isFinite)) throw damaged(`${name} has a number that is none`);
    return new NumberValues(numbers);
  },
  booleans(sections, name, valued) {
    const trues = readBits(sections, name, valued.length);
    if (trues.some((word, w) => (word & ~valued[w]) !== 0)) {
      throw damaged(`${name} has a value where there is none`);
    }
    return new BooleanValues(trues);
  },
  texts(sections, name, valued, rows) {
    const texts = readTexts(sections, name);
    const codes = sections.values(name, 'uint32', rows) as Uint32Array;
    if (codes.some((code, row) => (hasBit(valued, row) ? code >= texts.length : code !== 0))) {
      throw damaged(`${name} names a text that is not there`);
    }
    return new TextValues(texts, codes);
  },
  lists(sections, name, valued, rows) {
    const texts = readTexts(sections, name);
    const ends = sections.values(`${name}.ends`, 'uint32', rows) as Uint32Array;
    const isSound = ends.every((end, row) => {
      const start = row === 0 ? 0 : ends[row - 1];
      return hasBit(valued, row) ? end >= start : end === start;
    });
    if (!isSound) throw damaged(`${name} has lists that end before they begin`);
    const codes = sections.values(name, 'uint32', ends[rows - 1]) as Uint32Array;
    if (codes.some((code) => code >= texts.length)) {
      throw damaged(`${name} names a text that is not there`);
    }
    return new ListValues(texts, ends, codes);
  },
  json(sections, name, valued, rows) {
    const given = sections.list(name);
    let next = 0;
    const list = Array.from({ length: rows }, (_, row): JsonValue | undefined => {
      if (!hasBit(valued, row)) return undefined;
      const value = plainJson(name, given[next++]);
      if (value === null) throw damaged(`${name} has a null among its values`);
      return value;
    });
    if (next !== given.length) throw damaged(`${name} has more values than rows`);
    return new JsonValues(list);
  },
};

function readTexts(sections: SectionReader, name: string): string[] {
  const texts = sections.list(`${name}.texts`);
  if (!texts.every((text) => typeof text === 'string')) {
    throw damaged(`${name}.texts are no texts`);
  }
  return texts as string[];
}
