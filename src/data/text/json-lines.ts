import { FormatError } from '../../core/errors.ts';
import { rowsInLine } from './json-document.ts';
import { type JsonRow, JsonRowReader, SAMPLE_ROWS } from './json-rows.ts';
import { parseJson } from './json-text.ts';
import { type Line, LineSplitter } from './lines.ts';
import {
  type RowParser,
  RowStore,
  type Rows,
  type RowsLayout,
  type TableOptions,
} from './row-parser.ts';

/** Characters of lines that are read before keys are chosen. */
const SAMPLE_CHARACTERS = 2 ** 22;

/**
 * Reads JSON lines piece by piece: each line is a vector, an array of numbers or a text that is one,
 * or an object that holds one, perhaps with a label and an id; or the answer of an API that holds
 * several. The vector's key is the one that is asked for, one called embedding, vector, X..., or the
 * only one; keys are chosen by the first lines, for all.
 */
export class JsonLinesParser implements RowParser {
  readonly #options: TableOptions;
  readonly #lines = new LineSplitter();
  readonly #rows = new RowStore();
  readonly #reader: JsonRowReader;
  #sample: JsonRow[] | null = [];
  #sampled = 0;

  constructor(options: TableOptions = {}) {
    this.#options = options;
    this.#reader = new JsonRowReader(options, this.#rows);
  }

  get layout(): RowsLayout {
    return this.#reader.layout;
  }

  push(piece: Uint8Array): void {
    this.#addLines(this.#lines.push(piece));
  }

  end(): void {
    this.#addLines(this.#lines.end());
    if (this.#sample) this.#start(this.#sample);
  }

  take(): Rows {
    return this.#rows.take();
  }

  #addLines(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.text.trim() === '') continue;
      for (const row of this.#rowsOf(line)) {
        if (this.#sample) this.#sample.push(row);
        else this.#reader.add(row);
      }
      this.#sampled += line.text.length;
      const isEnough =
        this.#sample && (this.#sample.length >= SAMPLE_ROWS || this.#sampled > SAMPLE_CHARACTERS);
      if (isEnough) this.#start(this.#sample ?? []);
    }
  }

  #rowsOf({ text, number, at }: Line): JsonRow[] {
    const place = `line ${number}`;
    const value = parseJson(text, at, number);
    // Most lines are rows like those before.
    if (!this.#sample && this.#reader.holds(value)) return [{ value, place, at }];
    return rowsInLine(value, this.#options.pointsColumn).map((row) => ({ value: row, place, at }));
  }

  #start(sample: readonly JsonRow[]): void {
    this.#sample = null;
    if (sample.length === 0) throw new FormatError('the text holds no rows', 0);
    this.#reader.start(sample);
    for (const row of sample) this.#reader.add(row);
  }
}
