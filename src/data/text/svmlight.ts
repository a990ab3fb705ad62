import { FormatError } from '../../core/errors.ts';
import { arrayInMemory } from '../arrays/file-array.ts';
import { type Line, LineSplitter } from './lines.ts';
import { numberFault, parseNumber, shorten } from './numbers.ts';
import { arraysOf, type ReadRows, RowStore, type TableOptions } from './row-parser.ts';

/** Bytes that are parsed at a time. */
const PIECE = 2 ** 20;
const PAIR = /^(\d{1,10}):(.*)$/s;

/** The numbers of a sparse matrix that are written down, in order. */
class SparseRows {
  #columns = new Uint32Array(1024);
  #values = new Float32Array(1024);
  #length = 0;
  /** Where rows begin. */
  readonly starts: number[] = [];
  least = Number.POSITIVE_INFINITY;
  greatest = 0;

  add(column: number, value: number): void {
    if (this.#length === this.#columns.length) {
      const grown = [
        new Uint32Array(2 * this.#length),
        new Float32Array(2 * this.#length),
      ] as const;
      grown[0].set(this.#columns);
      grown[1].set(this.#values);
      [this.#columns, this.#values] = grown;
    }
    this.#columns[this.#length] = column;
    this.#values[this.#length++] = value;
    this.least = Math.min(this.least, column);
    this.greatest = Math.max(this.greatest, column);
  }

  startRow(): void {
    this.starts.push(this.#length);
  }

  /** All numbers, row by row; columns count from `first`. */
  dense(first: number, cols: number): Float32Array {
    const rows = this.starts.length;
    const values = new Float32Array(rows * cols);
    for (let row = 0; row < rows; row++) {
      const end = this.starts[row + 1] ?? this.#length;
      for (let i = this.starts[row]; i < end; i++) {
        values[row * cols + this.#columns[i] - first] = this.#values[i];
      }
    }
    return values;
  }
}

/**
 * Reads LIBSVM's or svmlight's text: a line is a label and `column:value` pairs, whose columns
 * ascend and count from 1, or from 0 if there is a column 0. What is not written is 0. `qid:` and
 * comments after # are passed over.
 *
 * @param maxBytes - the most bytes that all numbers may take, zeros too.
 */
export function readSvmlight(bytes: Uint8Array, options: TableOptions, maxBytes: number): ReadRows {
  const lines = new LineSplitter();
  const sparse = new SparseRows();
  const labels = new RowStore();
  const add = (found: readonly Line[]) => {
    for (const line of found) addLine(line, sparse, labels);
  };
  for (let at = 0; at < bytes.length; at += PIECE) add(lines.push(bytes.subarray(at, at + PIECE)));
  add(lines.end());
  const rows = sparse.starts.length;
  const first = sparse.least === 0 ? 0 : 1;
  const cols = sparse.greatest + 1 - first;
  if (rows === 0 || cols < 1) throw new FormatError('the text holds no rows of numbers', 0);
  if (rows * cols * 4 > maxBytes) {
    throw new FormatError(
      `${rows} x ${cols} numbers would take more than ${maxBytes} bytes, zeros too`,
      0,
    );
  }
  const layout = {
    ...{ cols: 0, pointsName: '', labelsName: 'labels', idsName: null },
    ...{ columns: null, notRead: [] },
  };
  const { arrays, ...rest } = arraysOf(labels.take(), layout);
  const values = sparse.dense(first, cols);
  const name = options.pointsColumn ?? 'points';
  const points = { shape: [rows, cols], dtype: 'float32' as const, values, fortranOrder: false };
  const wanted = options.readLabels === false ? [] : arrays;
  return { arrays: [arrayInMemory(name, points), ...wanted], ...rest };
}

function addLine({ text, number, at }: Line, sparse: SparseRows, labels: RowStore): void {
  const comment = text.indexOf('#');
  const [label, ...pairs] = (comment === -1 ? text : text.slice(0, comment)).trim().split(/\s+/);
  if (label === '') return;
  const fault = (reason: string) => new FormatError(`line ${number}: ${reason}`, at);
  if (label.includes(':')) throw fault('there is no label before the first pair');
  sparse.startRow();
  let before = -1;
  for (const pair of pairs) {
    if (/^(qid|sid|cost):/.test(pair)) continue;
    const [, place, text] = PAIR.exec(pair) ?? [];
    const column = Number(place);
    if (place === undefined || column >= 2 ** 32) {
      throw fault(`${shorten(pair)} must be a column, a colon and a number`);
    }
    const value = parseNumber(text);
    if (!Number.isFinite(Math.fround(value))) {
      throw fault(`column ${column} ${numberFault(text)}`);
    }
    if (column <= before) throw fault(`columns must ascend, but ${column} follows ${before}`);
    before = column;
    sparse.add(column, value);
  }
  labels.add([], { label, place: `line ${number}`, at });
}
