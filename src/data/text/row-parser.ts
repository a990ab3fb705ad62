import { FormatError } from '../../core/errors.ts';
import { arrayInMemory, type FileArray, textsInMemory } from '../arrays/file-array.ts';

/** Where in a table the labels are, and the points. */
export interface TableOptions {
  /** The column of labels: its name or its place, counted from 1 (-1: the last). */
  readonly labelColumn?: string | number;
  /** The column or key of the vectors, where a row names several. */
  readonly pointsColumn?: string;
}

/** Rows of a text file as they are read. */
export interface Rows {
  readonly rows: number;
  /** rows x cols values, row by row. */
  readonly values: Float64Array;
  /** The label of each row as text; null if there is no column of labels. */
  readonly labels: string[] | null;
}

/** Reads a text file of vectors piece by piece. */
export interface RowParser {
  /** @throws FormatError with line and byte offset. */
  push(piece: Uint8Array): void;
  /** After the last piece. */
  end(): void;
  /** The rows since the last call. */
  take(): Rows;
  /** Dimensions, once a row was read. */
  readonly cols: number | undefined;
  /** The names of points and labels. */
  readonly pointsName: string;
  readonly labelsName: string | null;
}

/** Names under which labels are known, in files of any kind, the likeliest first. */
export const LABEL_NAMES = [
  'X_class',
  'label',
  'labels',
  'class',
  'classes',
  'y',
  'target',
  'targets',
  'category',
];

/** Names under which vectors are known, the likeliest first. */
export const POINT_NAMES = [
  'X',
  'points',
  'vectors',
  'vector',
  'embeddings',
  'embedding',
  'features',
  'emb',
  'data',
  'images',
  'values',
];

/** The first of `known` names that is among `names`, whatever its case. */
export function findKnown(names: readonly string[], known: readonly string[]): number {
  for (const wanted of known) {
    const exact = names.indexOf(wanted);
    if (exact !== -1) return exact;
  }
  for (const wanted of known) {
    const found = names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
    if (found !== -1) return found;
  }
  return -1;
}

/** Values and labels that grow row by row. */
export class RowStore {
  cols: number | undefined;
  #values = new Float64Array(1024);
  #rows = 0;
  #labels: string[] | null = null;

  /** Adds a row; the first tells the dimensions. */
  add(row: ArrayLike<number>, label: string | null): void {
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
    }
  }

  /** Bytes that the values take. */
  get bytes(): number {
    return this.#values.byteLength;
  }

  take(): Rows {
    const rows = this.#rows;
    const values = this.#values.slice(0, rows * (this.cols ?? 0));
    const labels = this.#labels;
    this.#rows = 0;
    this.#labels = null;
    return { rows, values, labels };
  }
}

/** Bytes that are parsed at a time. */
const PIECE = 2 ** 20;

/**
 * Reads a whole file with a parser: an array of points, and one of labels if there is a column.
 *
 * @param maxBytes - the most bytes that the values may take.
 */
export function readRows(bytes: Uint8Array, parser: RowParser, maxBytes: number): FileArray[] {
  // The text of a number takes two bytes at least, the number eight.
  if (bytes.length * 4 > maxBytes) {
    throw new FormatError(`a text of ${bytes.length} bytes may take more than ${maxBytes}`, 0);
  }
  for (let at = 0; at < bytes.length; at += PIECE) parser.push(bytes.subarray(at, at + PIECE));
  parser.end();
  const { rows, values, labels } = parser.take();
  const cols = parser.cols ?? 0;
  const points = { shape: [rows, cols], dtype: 'float64' as const, values, fortranOrder: false };
  // A file of labels alone has no points.
  const arrays = cols > 0 ? [arrayInMemory(parser.pointsName, points)] : [];
  if (labels) arrays.push(labelArray(parser.labelsName ?? 'labels', labels));
  return arrays;
}

/** Labels that are all numbers, as numbers; others as texts. */
function labelArray(name: string, labels: string[]): FileArray {
  if (!labels.every(isNumber)) return textsInMemory(name, labels);
  const values = Float64Array.from(labels, Number);
  return arrayInMemory(name, {
    shape: [labels.length],
    dtype: 'float64',
    values,
    fortranOrder: false,
  });
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** The number that `text` is, or NaN where `isNumber` says that it is none. */
export function parseNumber(text: string): number {
  const value = Number(text);
  // What Number reads in another way than we do is empty, or has a letter or a space in front.
  const isPlain =
    value !== 0 && Number.isFinite(value) && text.charCodeAt(0) > 32 && !(text.charCodeAt(1) > 57);
  return isPlain || NUMBER.test(text) ? value : Number.NaN;
}

/** Whether `text` is a decimal number; not NaN, not hexadecimal, not empty. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}
