import { FormatError } from '../../core/errors.ts';
import { commonest } from './delimiter.ts';
import { type Line, LineSplitter } from './lines.ts';
import { isMissing, isNumber, numberFault, parseNumber, shorten } from './numbers.ts';
import {
  type RowParser,
  RowStore,
  type Rows,
  type RowsLayout,
  type TableOptions,
} from './row-parser.ts';

/** Lines by which the dimensions are told, where no header has them. */
const SAMPLE_LINES = 100;

/** The header of word2vec and fastText: how many words there are, and their dimensions. */
export interface WordHeader {
  readonly words: number;
  readonly cols: number;
}

/** @returns null if a line is no such header. */
export function parseWordHeader(line: string): WordHeader | null {
  const found = /^\s*(\d{1,15})[ \t]+(\d{1,7})\s*$/.exec(line);
  return found ? { words: Number(found[1]), cols: Number(found[2]) } : null;
}

/** The fields of a line, between spaces or tabs; other white space may be part of a word. */
export function wordFields(line: string): string[] {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return line.slice(0, end).split(/[ \t]/);
}

/** What files of word vectors hold. */
export function wordsLayout(cols: number | undefined, { pointsColumn }: TableOptions): RowsLayout {
  return {
    ...{ cols, pointsName: pointsColumn ?? 'vectors', labelsName: null, idsName: 'ids' },
    ...{ columns: null, notRead: [] },
  };
}

/**
 * Reads word vectors as text, piece by piece: GloVe, word2vec and fastText's .vec. A line is a word
 * and its numbers, with a space between; words are the ids. Words may hold spaces: the numbers are
 * counted from the end. A first line of two whole numbers says how many words and numbers there are.
 */
export class WordVectorsParser implements RowParser {
  readonly #lines = new LineSplitter();
  readonly #rows = new RowStore();
  readonly #options: TableOptions;
  #sample: Line[] | null = [];
  #header: WordHeader | null = null;
  #cols: number | undefined;
  #count = 0;

  constructor(options: TableOptions = {}) {
    this.#options = options;
  }

  get layout(): RowsLayout {
    return wordsLayout(this.#cols, this.#options);
  }

  push(piece: Uint8Array): void {
    this.#addLines(this.#lines.push(piece));
  }

  end(): void {
    this.#addLines(this.#lines.end());
    if (this.#sample) this.#start(this.#sample);
    const promised = this.#header?.words;
    if (promised !== undefined && promised !== this.#count) {
      throw new FormatError(`line 1 promises ${promised} words, but there are ${this.#count}`, 0);
    }
  }

  take(): Rows {
    return this.#rows.take();
  }

  #addLines(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.text.trim() === '') continue;
      if (!this.#sample) this.#add(line);
      else if (this.#sample.push(line) >= SAMPLE_LINES) this.#start(this.#sample);
    }
  }

  #start(sample: readonly Line[]): void {
    this.#sample = null;
    if (sample.length === 0) throw new FormatError('the text holds no rows', 0);
    const header = parseWordHeader(sample[0].text);
    const rows = header && sample.length > 1 ? sample.slice(1) : sample;
    if (rows !== sample) this.#header = header;
    const counts = rows.map(({ text }) => wordFields(text).length - 1);
    this.#cols = this.#header?.cols ?? commonest(counts) ?? 0;
    if (this.#cols < 1) throw new FormatError('line 1 holds no vector', 0);
    for (const line of rows) this.#add(line);
  }

  #add({ text, number, at }: Line): void {
    const cols = this.#cols ?? 0;
    const fields = wordFields(text);
    const first = fields.length - cols;
    const word = fields.slice(0, first).join(' ');
    if (first < 1) {
      const count = fields.length - 1;
      throw new FormatError(
        `line ${number}: ${shorten(fields[0])} has ${count} numbers, not ${cols}`,
        at,
      );
    }
    const row = new Float64Array(cols);
    for (let i = 0; i < cols; i++) {
      const field = fields[first + i];
      row[i] = parseNumber(field);
      if (Number.isFinite(Math.fround(row[i]))) continue;
      const isAllowed = isMissing(field) && (this.#options.missing ?? 'error') !== 'error';
      if (isAllowed) continue;
      throw new FormatError(
        `line ${number}: ${shorten(word)} at place ${i + 1} ${numberFault(field)}`,
        at,
      );
    }
    // One number too many is no part of a word.
    if (first > 1 && isNumber(fields[first - 1]) && first === 2) {
      const reason = `has ${cols + 1} numbers, not ${cols}`;
      throw new FormatError(`line ${number}: ${shorten(fields[0])} ${reason}`, at);
    }
    this.#rows.add(row, { id: word });
    this.#count++;
  }
}
