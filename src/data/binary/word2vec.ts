import { FormatError } from '../../core/errors.ts';
import { readValues } from '../arrays/numeric.ts';
import {
  type RowParser,
  RowStore,
  type Rows,
  type RowsLayout,
  type TableOptions,
} from '../text/row-parser.ts';
import { parseWordHeader, type WordHeader, wordsLayout } from '../text/word-vectors.ts';

const NEWLINE = 10;
const SPACE = 32;
/** word2vec itself keeps words of at most 100 bytes. */
const MAX_WORD = 4096;
const MAX_COLS = 2 ** 20;
const MAX_HEADER = 48;

/** The header in the first bytes of a file of word2vec, and where it ends; null if it is none. */
export function word2vecHeader(bytes: Uint8Array): (WordHeader & { end: number }) | null {
  const end = bytes.subarray(0, MAX_HEADER).indexOf(NEWLINE);
  if (end === -1) return null;
  const header = parseWordHeader(String.fromCharCode(...bytes.subarray(0, end)));
  return header && header.words > 0 && header.cols > 0 ? { ...header, end: end + 1 } : null;
}

/** Whether `bytes` begin as word2vec's binary form: its header, a word and a space. */
export function looksLikeWord2vec(bytes: Uint8Array, length: number): boolean {
  const header = word2vecHeader(bytes);
  if (!header) return false;
  const { words, cols, end } = header;
  const space = bytes.subarray(end, end + MAX_WORD).indexOf(SPACE);
  return space > 0 && length >= end + words * (cols * 4 + 2);
}

/**
 * Reads word vectors in word2vec's binary form, piece by piece: a line with the number of words and
 * dimensions, then words, each followed by a space and its float32 numbers. Words are the ids.
 */
export class Word2vecParser implements RowParser {
  readonly #rows = new RowStore();
  readonly #options: TableOptions;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #rest = new Uint8Array(0);
  #at = 0;
  #header: WordHeader | null = null;
  #count = 0;

  constructor(options: TableOptions = {}) {
    this.#options = options;
  }

  get layout(): RowsLayout {
    return wordsLayout(this.#header?.cols, this.#options);
  }

  push(piece: Uint8Array): void {
    // A word and its vector are left over at most: pieces are larger.
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    let at = this.#header ? 0 : this.#readHeader(bytes);
    const { words, cols } = this.#header ?? { words: 0, cols: 0 };
    while (this.#count < words) {
      const next = this.#readWord(bytes, at, cols);
      if (next === -1) break;
      at = next;
    }
    this.#at += at;
    this.#rest = bytes.slice(at);
  }

  end(): void {
    const { words } = this.#header ?? this.#refuse('there is no header');
    if (this.#count < words) {
      this.#refuse(`the file is cut short: ${this.#count} of ${words} words are there`);
    }
    if (this.#rest.some((byte) => byte !== NEWLINE)) {
      this.#refuse(`${this.#rest.length} bytes follow the last word`);
    }
  }

  take(): Rows {
    return this.#rows.take();
  }

  #readHeader(bytes: Uint8Array): number {
    const header = word2vecHeader(bytes);
    if (!header) {
      if (bytes.length < MAX_HEADER) return 0;
      return this.#refuse('there is no header');
    }
    if (header.cols > MAX_COLS) this.#refuse(`${header.cols} dimensions are too many`);
    this.#header = header;
    return header.end;
  }

  /** Where the next word begins; -1 if this one is not complete. */
  #readWord(bytes: Uint8Array, start: number, cols: number): number {
    // Most writers end a vector with a line, some don't.
    const from = bytes[start] === NEWLINE ? start + 1 : start;
    const space = bytes.subarray(from, from + MAX_WORD).indexOf(SPACE);
    if (space === -1) {
      if (bytes.length - from < MAX_WORD) return -1;
      return this.#refuse(`word ${this.#count + 1} is longer than ${MAX_WORD} bytes`);
    }
    const values = from + space + 1;
    const end = values + cols * 4;
    if (end > bytes.length) return -1;
    const row = readValues(bytes, values, cols, 'float32', true) as Float32Array;
    const isAllowed = (value: number) =>
      Number.isFinite(value) || (this.#allowsMissing && Number.isNaN(value));
    const bad = row.findIndex((value) => !isAllowed(value));
    if (bad !== -1) {
      this.#refuse(`word ${this.#count + 1}: value ${bad + 1} is ${row[bad]}`, values);
    }
    this.#rows.add(row, { id: this.#wordIn(bytes.subarray(from, from + space)) });
    this.#count++;
    return end;
  }

  get #allowsMissing(): boolean {
    return (this.#options.missing ?? 'error') !== 'error';
  }

  #wordIn(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(new Uint8Array(bytes));
    } catch {
      return this.#refuse(`word ${this.#count + 1} is not UTF-8`);
    }
  }

  #refuse(reason: string, within = 0): never {
    throw new FormatError(reason, this.#at + within);
  }
}
