import { FormatError } from '../../core/errors.ts';

/** What the header of a safetensors file says of one tensor. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: number[];
  /** First byte of its values and the byte after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
  /** Byte of the file at which the entry begins, for messages. */
  readonly at: number;
}

/** The header of a safetensors file. Maps, so that no name is special. */
export interface SafetensorsHeader {
  readonly entries: Map<string, TensorEntry>;
  readonly metadata: Map<string, string>;
}

/** numpy's limit. */
const MAX_DIMENSIONS = 64;

/**
 * Parses the JSON at the front of a safetensors file. A parser of just this grammar, so that keys
 * which are given twice are refused, nothing nests, and faults have a place.
 *
 * @param bytes - the file.
 * @param start - where the JSON begins.
 * @param end - where it ends; spaces may fill it up.
 * @throws FormatError with the byte offset.
 */
export function parseSafetensorsHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
): SafetensorsHeader {
  return new HeaderParser(bytes, start, end).parse();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

class HeaderParser {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  parse(): SafetensorsHeader {
    const entries = new Map<string, TensorEntry>();
    let metadata: Map<string, string> | undefined;
    this.#members((key, at) => {
      if (key === '__metadata__') {
        if (metadata) this.#fail('__metadata__ is given twice', at);
        metadata = this.#metadata();
      } else {
        if (entries.has(key)) this.#fail(`the tensor ${JSON.stringify(key)} is given twice`, at);
        entries.set(key, this.#tensor(at));
      }
    });
    this.#skipSpace();
    if (this.#at !== this.#end) this.#fail('something follows the JSON object');
    return { entries, metadata: metadata ?? new Map() };
  }

  #metadata(): Map<string, string> {
    const metadata = new Map<string, string>();
    this.#members((key, at) => {
      if (metadata.has(key)) this.#fail(`the key ${JSON.stringify(key)} is given twice`, at);
      metadata.set(key, this.#string());
    });
    return metadata;
  }

  #tensor(at: number): TensorEntry {
    let dtype: string | undefined;
    let shape: number[] | undefined;
    let offsets: number[] | undefined;
    this.#members((key, keyAt) => {
      if (key === 'dtype' && dtype === undefined) dtype = this.#string();
      else if (key === 'shape' && shape === undefined) shape = this.#sizes(MAX_DIMENSIONS);
      else if (key === 'data_offsets' && offsets === undefined) offsets = this.#sizes(2);
      else this.#fail(`the key ${JSON.stringify(key)} is unknown or given twice`, keyAt);
    });
    if (dtype === undefined || shape === undefined || offsets?.length !== 2) {
      return this.#fail('a tensor needs dtype, shape and two data_offsets', at);
    }
    return { dtype, shape, begin: offsets[0], end: offsets[1], at };
  }

  /** An object: calls `member` with each key, with the parser at its value. */
  #members(member: (key: string, at: number) => void): void {
    this.#expect('{');
    if (this.#accept('}')) return;
    do {
      this.#skipSpace();
      const at = this.#at;
      const key = this.#string();
      this.#expect(':');
      member(key, at);
    } while (this.#accept(','));
    this.#expect('}');
  }

  #sizes(most: number): number[] {
    const sizes: number[] = [];
    this.#expect('[');
    if (this.#accept(']')) return sizes;
    do {
      if (sizes.length === most) this.#fail(`a list has more than ${most} numbers`);
      sizes.push(this.#size());
    } while (this.#accept(','));
    this.#expect(']');
    return sizes;
  }

  #size(): number {
    this.#skipSpace();
    const start = this.#at;
    let size = 0;
    for (let digit = this.#digit(); digit !== -1; digit = this.#digit()) {
      size = size * 10 + digit;
      this.#at++;
    }
    if (this.#at === start) this.#fail('a whole number is missing');
    if (!Number.isSafeInteger(size)) this.#fail('a number is absurd', start);
    return size;
  }

  #digit(): number {
    const digit = this.#at < this.#end ? this.#bytes[this.#at] - 0x30 : -1;
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  #string(): string {
    this.#skipSpace();
    const start = this.#at;
    if (this.#bytes[start] !== QUOTE || start >= this.#end) this.#fail('a string is missing');
    let at = start + 1;
    while (at < this.#end && this.#bytes[at] !== QUOTE) at += this.#bytes[at] === BACKSLASH ? 2 : 1;
    if (at >= this.#end) this.#fail('a string has no end', start);
    this.#at = at + 1;
    try {
      // Copied: TextDecoder does not take views of a SharedArrayBuffer.
      const copy = new Uint8Array(this.#bytes.subarray(start, at + 1));
      return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(copy));
    } catch {
      return this.#fail('a string is no valid JSON in UTF-8', start);
    }
  }

  #skipSpace(): void {
    while (this.#at < this.#end && ' \t\r\n'.includes(String.fromCharCode(this.#bytes[this.#at]))) {
      this.#at++;
    }
  }

  #accept(char: string): boolean {
    this.#skipSpace();
    if (this.#at >= this.#end || this.#bytes[this.#at] !== char.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#accept(char)) this.#fail(`${char} is missing`);
  }

  #fail(reason: string, at = this.#at): never {
    throw new FormatError(`the safetensors header can't be read: ${reason}`, at);
  }
}
