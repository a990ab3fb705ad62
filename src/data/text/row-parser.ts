import { FormatError } from '../../core/errors.ts';
import { arrayInMemory, type FileArray, textsInMemory } from '../arrays/file-array.ts';
import type { MissingRule } from '../dataset/missing-rules.ts';
import { isMissing, isNumber, shorten } from './numbers.ts';

/** Where in a table the labels are, and the points, and what becomes of missing numbers. */
export interface TableOptions {
  /** The column of labels: its name or its place, counted from 1 (-1: the last). */
  readonly labelColumn?: string | number | undefined;
  /** The column or key of the vectors, where a row names several; keys within keys with dots. */
  readonly pointsColumn?: string | undefined;
  /**
   * Whether the first line of a delimited text is a header. Default: what it holds decides, and
   * the lines below it.
   */
  readonly header?: boolean | undefined;
  /** Default: `error`. By any other rule missing numbers of texts are read as NaN. */
  readonly missing?: MissingRule | undefined;
  /** Whether labels are read. Default: true. A column of labels is no part of the vectors anyway. */
  readonly readLabels?: boolean | undefined;
  /** Whether rows of texts keep what they have beside their vectors. Default: false. */
  readonly readFields?: boolean | undefined;
  /** Called with what was guessed that people should know, a line each. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Something in a file that is not read, and why. */
export interface NotRead {
  readonly name: string;
  readonly reason: string;
}

/** What a row has beside its vector, by column or key: plain JSON values. */
export type Fields = Readonly<Record<string, unknown>>;

/** Rows of a text file as they are read. */
export interface Rows {
  readonly rows: number;
  /** rows x cols values, row by row. */
  readonly values: Float64Array;
  /** The label of each row as text; null if there is no column of labels. */
  readonly labels: string[] | null;
  /** The id of each row as text; null if there are none. */
  readonly ids: string[] | null;
  /** What each row has beside its vector; null unless it is asked for, and where rows are vectors. */
  readonly fields: Fields[] | null;
  /** The first row whose label reads NaN, NA, null or the like, and the first with an empty one. */
  readonly unlabelled: Unlabelled | null;
  readonly withEmptyLabel: Unlabelled | null;
}

/** What a text file was found to hold, once rows were read. */
export interface RowsLayout {
  /** Dimensions; 0 in a file of labels alone. */
  readonly cols: number | undefined;
  /** The names of points, labels and ids. */
  readonly pointsName: string;
  readonly labelsName: string | null;
  readonly idsName: string | null;
  /** The columns that make the vectors, where they have names. */
  readonly columns: readonly string[] | null;
  readonly notRead: readonly NotRead[];
}

/** Reads a text file of vectors piece by piece. */
export interface RowParser {
  /** @throws FormatError with line and byte offset. */
  push(piece: Uint8Array): void;
  /** After the last piece. */
  end(): void;
  /** The rows since the last call. */
  take(): Rows;
  readonly layout: RowsLayout;
}

/** What a row has beside its vector. */
export interface RowNames {
  readonly label?: string | null;
  readonly id?: string | null;
  readonly fields?: Fields | null;
  /** Where it stands, for messages: "line 3"; and at which byte. */
  readonly place?: string;
  readonly at?: number;
}

/** A row whose label is missing. */
type Unlabelled = Required<Pick<RowNames, 'place' | 'at'>> & { readonly label: string };

/** Values, labels and ids that grow row by row. */
export class RowStore {
  cols: number | undefined;
  #values = new Float64Array(1024);
  #rows = 0;
  #labels: string[] | null = null;
  #ids: string[] | null = null;
  #fields: Fields[] | null = null;
  #unlabelled: Unlabelled | null = null;
  #withEmptyLabel: Unlabelled | null = null;

  /** Adds a row; the first tells the dimensions. */
  add(row: ArrayLike<number>, names: RowNames = {}): void {
    const { label = null, id = null, fields = null } = names;
    this.cols ??= row.length;
    const at = this.#rows * this.cols;
    if (at + this.cols > this.#values.length) {
      const grown = new Float64Array(Math.max(2 * this.#values.length, at + this.cols));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(row, at);
    this.#rows++;
    if (label !== null) {
      this.#labels ??= [];
      this.#labels.push(label);
      if (isMissing(label)) this.#noteMissing(label, names);
    }
    if (id !== null) {
      this.#ids ??= [];
      this.#ids.push(id);
    }
    if (fields !== null) {
      this.#fields ??= [];
      this.#fields.push(fields);
    }
  }

  take(): Rows {
    const rows = this.#rows;
    const values = this.#values.slice(0, rows * (this.cols ?? 0));
    const [labels, ids, fields] = [this.#labels, this.#ids, this.#fields];
    this.#rows = 0;
    this.#labels = null;
    this.#ids = null;
    this.#fields = null;
    return {
      ...{ rows, values, labels, ids, fields },
      ...{ unlabelled: this.#unlabelled, withEmptyLabel: this.#withEmptyLabel },
    };
  }

  #noteMissing(label: string, { place = `row ${this.#rows}`, at = 0 }: RowNames): void {
    this.#unlabelled ??= { label, place, at };
    if (label.trim() === '') this.#withEmptyLabel ??= { label, place, at };
  }
}

/** Bytes that are parsed at a time. */
const PIECE = 2 ** 20;

/** What is read of a text file as a whole. */
export interface ReadRows {
  readonly arrays: FileArray[];
  readonly notRead: readonly NotRead[];
  readonly metadata: ReadonlyMap<string, string>;
  /** What each row has beside its vector, where that was asked for. */
  readonly fields?: readonly Fields[];
}

/**
 * Reads a whole file with a parser: an array of points, one of labels if there is a column, and
 * one of ids.
 *
 * @param maxBytes - the most bytes that the values may take.
 */
export function readRows(bytes: Uint8Array, parser: RowParser, maxBytes: number): ReadRows {
  checkTextLength(bytes, maxBytes);
  for (let at = 0; at < bytes.length; at += PIECE) parser.push(bytes.subarray(at, at + PIECE));
  parser.end();
  return arraysOf(parser.take(), parser.layout);
}

/** @throws FormatError if the numbers of a text may take more than `maxBytes`. */
export function checkTextLength(bytes: Uint8Array, maxBytes: number): void {
  // The text of a number takes two bytes at least, the number eight.
  if (bytes.length * 4 <= maxBytes) return;
  throw new FormatError(`a text of ${bytes.length} bytes may take more than ${maxBytes}`, 0);
}

/** The arrays that rows make. */
export function arraysOf(read: Rows, layout: RowsLayout): ReadRows {
  const { rows, values, labels, ids, fields } = read;
  const { cols = 0, pointsName, labelsName, idsName, columns, notRead } = layout;
  const points = { shape: [rows, cols], dtype: 'float64' as const, values, fortranOrder: false };
  // A file of labels alone has no points.
  const arrays = cols > 0 ? [arrayInMemory(pointsName, points)] : [];
  if (labels) arrays.push(labelArray(labelsName ?? 'labels', labels, read));
  if (ids) arrays.push(textsInMemory(idsName ?? 'ids', ids));
  const listed = columns?.map((name) => (/[,"]/.test(name) ? JSON.stringify(name) : name));
  const metadata = new Map(listed ? [['columns', listed.join(', ')]] : []);
  // Of rows that are vectors and such that are more only some would have any.
  return { arrays, notRead, metadata, ...(fields?.length === rows && { fields }) };
}

/** Labels that are all numbers, as numbers; others as texts. */
function labelArray(name: string, labels: string[], rows: Rows): FileArray {
  const there = labels.filter((label) => !isMissing(label));
  const isNumeric = there.length > 0 && there.every(isNumber);
  // Among texts NA may be a class, Namibia; nothing is none.
  const unlabelled = isNumeric ? rows.unlabelled : rows.withEmptyLabel;
  if (unlabelled) {
    const { label, place, at } = unlabelled;
    // Who needs no labels is not kept from the vectors.
    const refuse = async () => {
      throw new FormatError(
        `${place}: the label ${shorten(name)} is missing (${shorten(label)}): ` +
          'choose another --label-column, or --no-labels',
        at,
      );
    };
    return { name, kind: 'text', shape: [labels.length], read: refuse, readTexts: refuse };
  }
  if (!isNumeric) return textsInMemory(name, labels);
  const values = Float64Array.from(labels, Number);
  return arrayInMemory(name, {
    shape: [labels.length],
    dtype: 'float64',
    values,
    fortranOrder: false,
  });
}
