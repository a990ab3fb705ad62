import { FormatError } from '../../core/errors.ts';
import type { Line } from './lines.ts';

/** A record of a delimited text file. */
export interface CsvRecord {
  readonly fields: string[];
  readonly line: number;
  readonly at: number;
}

const MAX_RECORD = 2 ** 26;

/** Joins lines into records of fields (RFC 4180): fields in quotes may hold delimiters and lines. */
export class CsvRecords {
  readonly #delimiter: string;
  /** The lines of a record whose quotes are not closed yet. */
  #open: { texts: string[]; length: number; line: number; at: number } | null = null;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that end with these lines. Empty lines are passed over. */
  push(lines: readonly Line[]): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (const { text, number, at } of lines) {
      const open = this.#open;
      if (!open && text === '') continue;
      const isOdd = countQuotes(text) % 2 === 1;
      if (!open && !isOdd) records.push(this.#record(text, number, at));
      else if (!open) this.#open = { texts: [text], length: text.length, line: number, at };
      else {
        open.texts.push(text);
        open.length += text.length + 1;
        if (open.length > MAX_RECORD) this.end();
        if (!isOdd) continue;
        this.#open = null;
        records.push(this.#record(open.texts.join('\n'), open.line, open.at));
      }
    }
    return records;
  }

  /** @throws FormatError if a quote is not closed. */
  end(): void {
    if (!this.#open) return;
    const { line, at } = this.#open;
    throw new FormatError(`line ${line}: a quote is not closed`, at);
  }

  #record(text: string, line: number, at: number): CsvRecord {
    if (!text.includes('"')) return { fields: text.split(this.#delimiter), line, at };
    const fields: string[] = [];
    for (let from = 0; from <= text.length; ) {
      const { field, next } = quotedField(text, from, this.#delimiter, line, at);
      fields.push(field);
      from = next;
    }
    return { fields, line, at };
  }
}

function quotedField(text: string, from: number, delimiter: string, line: number, at: number) {
  if (text[from] !== '"') {
    const end = text.indexOf(delimiter, from);
    const next = end === -1 ? text.length : end;
    return { field: text.slice(from, next), next: next + 1 };
  }
  let end = from + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) throw new FormatError(`line ${line}: a quote is not closed`, at);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  if (end + 1 < text.length && text[end + 1] !== delimiter) {
    throw new FormatError(`line ${line}: a quote ends within a field`, at);
  }
  return { field: text.slice(from + 1, end).replaceAll('""', '"'), next: end + 2 };
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}
