import { FormatError } from '../../core/errors.ts';
import type { Line } from './lines.ts';

/** A record of a delimited text file. */
export interface CsvRecord {
  readonly fields: string[];
  readonly line: number;
  readonly at: number;
}

/** The delimiter of tables whose fields have any number of spaces and tabs between them. */
export const SPACES = ' ';

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
      if (!open && this.#isBlank(text)) continue;
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

  /** Delimiters alone are a row without values. */
  #isBlank(text: string): boolean {
    if (text === '') return true;
    const isWhite = text.charCodeAt(0) <= 32 && text.trim() === '';
    return isWhite && (this.#delimiter === SPACES || !text.includes(this.#delimiter));
  }

  #record(text: string, line: number, at: number): CsvRecord {
    const fields = splitFields(text, this.#delimiter);
    if (typeof fields === 'string') throw new FormatError(`line ${line}: ${fields}`, at);
    return { fields, line, at };
  }
}

/** The fields of a record, or what is wrong with its quotes. */
export function splitFields(text: string, delimiter: string): string[] | string {
  const record = delimiter === SPACES ? text.trim() : text;
  if (!record.includes('"')) {
    return record.split(delimiter === SPACES ? /[ \t]+/ : delimiter);
  }
  const fields: string[] = [];
  for (let from = 0; from <= record.length; ) {
    const { field, next, fault } = nextField(record, from, delimiter);
    if (fault) return fault;
    fields.push(field);
    from = next;
  }
  return fields;
}

interface Field {
  readonly field: string;
  /** Where the next one begins. */
  readonly next: number;
  readonly fault?: string;
}

function nextField(text: string, from: number, delimiter: string): Field {
  // Spaces before a quote are no part of the field; those before other fields are.
  let start = from;
  while (text[start] === ' ' && delimiter !== '\t') start++;
  if (text[start] !== '"') {
    const end = delimiterAt(text, from, delimiter);
    return { field: text.slice(from, end), next: afterDelimiter(text, end, delimiter) };
  }
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) return { field: '', next: 0, fault: 'a quote is not closed' };
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const field = text.slice(start + 1, end).replaceAll('""', '"');
  let after = end + 1;
  while (text[after] === ' ' && delimiter !== SPACES) after++;
  const isEnd = after >= text.length || isDelimiter(text[after], delimiter);
  return isEnd
    ? { field, next: afterDelimiter(text, after, delimiter) }
    : { field, next: 0, fault: 'a quote ends within a field' };
}

function isDelimiter(character: string, delimiter: string): boolean {
  return character === delimiter || (delimiter === SPACES && character === '\t');
}

/** The first delimiter from `from` on, or the end. */
function delimiterAt(text: string, from: number, delimiter: string): number {
  if (delimiter === SPACES) {
    let end = from;
    while (end < text.length && !isDelimiter(text[end], SPACES)) end++;
    return end;
  }
  const end = text.indexOf(delimiter, from);
  return end === -1 ? text.length : end;
}

function afterDelimiter(text: string, end: number, delimiter: string): number {
  let next = end + 1;
  while (delimiter === SPACES && next < text.length && isDelimiter(text[next], SPACES)) next++;
  return next;
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}
