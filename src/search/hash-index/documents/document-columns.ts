import { refuse } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import type { Steps } from '../../../core/steps.ts';
import { type Bits, bitsFor, hasBit, setBit } from './bits.ts';
import { type Column, columnOf } from './column.ts';
import { checkPlainObject, plainJson } from './plain-json.ts';
import type { IndexDocument, JsonValue } from './types.ts';

/** Every field takes a column, whether most documents have it or one. */
export const MAX_FIELDS = 1000;
/** Documents that are copied between two turns of others. */
const DOCUMENTS_A_STEP = 500;

/** The documents of a segment, in a column for each field. They never change. */
export class DocumentColumns {
  readonly rows: number;
  /** Rows that have a document, which may have no field. */
  readonly filled: Bits;
  /** By name, in the order in which the fields were met first. */
  readonly columns: ReadonlyMap<string, Column>;

  constructor(rows: number, filled: Bits, columns: ReadonlyMap<string, Column>) {
    this.rows = rows;
    this.filled = filled;
    this.columns = columns;
  }

  /** The document of a row, made anew; undefined if it has none. */
  get(row: number): IndexDocument | undefined {
    if (!hasBit(this.filled, row)) return undefined;
    const fields: [string, JsonValue][] = [];
    for (const [name, column] of this.columns) {
      const value = column.at(row);
      if (value !== undefined) fields.push([name, plainJson(name, value)]);
    }
    // Unlike an assignment this makes `__proto__` a field as any other.
    return Object.fromEntries(fields);
  }

  get bytes(): number {
    let bytes = this.filled.byteLength;
    for (const column of this.columns.values()) bytes += column.bytes;
    return bytes;
  }
}

/** What makes columns: rows of other columns, say. */
interface Source {
  readonly rows: number;
  readonly names: Iterable<string>;
  isFilled(row: number): boolean;
  valueAt(name: string): (row: number) => JsonValue | undefined;
}

/** Null where no row has a document, so that an index without documents pays nothing for them. */
function* columnsOf({ rows, names, isFilled, valueAt }: Source): Steps<DocumentColumns | null> {
  const filled = bitsFor(rows);
  for (let row = 0; row < rows; row++) if (isFilled(row)) setBit(filled, row);
  if (filled.every((word) => word === 0)) return null;
  const columns = new Map<string, Column>();
  for (const name of new Set(names)) {
    const column = columnOf(rows, valueAt(name));
    if (column) columns.set(name, column);
    yield;
  }
  return new DocumentColumns(rows, filled, columns);
}

/**
 * Documents in columns, all of them or none.
 *
 * @param count - how many there must be; null and undefined among them are none.
 * @throws InvalidArgumentError in one line that names the place of what is no plain JSON.
 */
export function* columnsOfDocuments(
  documents: unknown,
  count: number,
): Steps<DocumentColumns | null> {
  if (documents === undefined || documents === null) return null;
  if (!Array.isArray(documents)) refuse('documents', 'an array of documents', documents);
  if (documents.length !== count) {
    throw new InvalidArgumentError(
      `there must be a document for each vector, or null, but there are ${documents.length} ` +
        `documents for ${count} vectors`,
    );
  }
  const own: (IndexDocument | null)[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    own.push(plainDocument(documents[i], i));
    for (const name of Object.keys(own[i] ?? {})) names.add(name);
    if (i % DOCUMENTS_A_STEP === DOCUMENTS_A_STEP - 1) yield;
  }
  const columns = yield* columnsOf({
    rows: count,
    names,
    isFilled: (row) => own[row] !== null,
    valueAt: (name) => (row) => {
      const document = own[row];
      return document && Object.hasOwn(document, name) ? document[name] : undefined;
    },
  });
  if (columns) checkFieldCount(columns.columns.keys());
  return columns;
}

function plainDocument(document: unknown, i: number): IndexDocument | null {
  if (document === undefined || document === null) return null;
  checkPlainObject(`documents[${i}]`, document);
  return plainJson(`documents[${i}]`, document) as IndexDocument;
}

/** @throws InvalidArgumentError if there are more names of fields than an index may have. */
export function checkFieldCount(names: Iterable<string>): void {
  const { size } = new Set(names);
  if (size <= MAX_FIELDS) return;
  throw new InvalidArgumentError(
    `documents may have ${MAX_FIELDS} different fields in all, not ${size}: put those that vary ` +
      'into an object in one field',
  );
}

/** A copy of the rows named, which holds nothing of the others. */
export function* selectDocuments(
  from: DocumentColumns | null,
  rows: ArrayLike<number>,
): Steps<DocumentColumns | null> {
  if (!from) return null;
  return yield* columnsOf({
    rows: rows.length,
    names: from.columns.keys(),
    isFilled: (row) => hasBit(from.filled, rows[row]),
    valueAt: (name) => {
      const column = from.columns.get(name);
      return (row) => column?.at(rows[row]);
    },
  });
}

/** Documents of `rows` rows and then others. */
export function* joinDocuments(
  a: DocumentColumns | null,
  rows: number,
  b: DocumentColumns | null,
  others: number,
): Steps<DocumentColumns | null> {
  if (!a && !b) return null;
  const isFilled = (from: DocumentColumns | null, row: number) =>
    from !== null && hasBit(from.filled, row);
  return yield* columnsOf({
    rows: rows + others,
    names: [...(a?.columns.keys() ?? []), ...(b?.columns.keys() ?? [])],
    isFilled: (row) => (row < rows ? isFilled(a, row) : isFilled(b, row - rows)),
    valueAt: (name) => {
      const [first, second] = [a?.columns.get(name), b?.columns.get(name)];
      return (row) => (row < rows ? first?.at(row) : second?.at(row - rows));
    },
  });
}
