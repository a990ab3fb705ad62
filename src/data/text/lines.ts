import { FormatError } from '../../core/errors.ts';

/** A line of a text file, without its end. */
export interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  /** Byte of the file at which it begins. */
  readonly at: number;
}

/** A vector of 100,000 numbers takes 2 MiB. */
const MAX_LINE_BYTES = 2 ** 26;
const NEWLINE = 10;
const RETURN = 13;

/** Cuts UTF-8 text that comes in pieces into lines, which end with LF or CRLF. */
export class LineSplitter {
  #rest = new Uint8Array(0);
  #at = 0;
  #number = 0;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  /**
   * The lines that are complete with this piece.
   *
   * @throws FormatError with the byte offset for bytes that are no UTF-8, or a line without end.
   */
  push(piece: Uint8Array): Line[] {
    const bytes = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end === -1) break;
      lines.push(this.#line(bytes.subarray(start, end), end + 1 - start));
      start = end + 1;
    }
    this.#rest = new Uint8Array(bytes.subarray(start));
    if (this.#rest.length > MAX_LINE_BYTES) {
      throw new FormatError(
        `line ${this.#number + 1} is longer than ${MAX_LINE_BYTES} bytes`,
        this.#at,
      );
    }
    return lines;
  }

  /** The last line, where it has no end of its own. */
  end(): Line[] {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return rest.length === 0 ? [] : [this.#line(rest, rest.length)];
  }

  #line(bytes: Uint8Array, length: number): Line {
    const at = this.#at;
    this.#at += length;
    this.#number++;
    const isReturn = bytes[bytes.length - 1] === RETURN;
    try {
      const text = this.#decoder.decode(
        // TextDecoder does not take views of a SharedArrayBuffer.
        new Uint8Array(isReturn ? bytes.subarray(0, -1) : bytes),
      );
      return { text, number: this.#number, at };
    } catch (cause) {
      throw new FormatError(`line ${this.#number} is no UTF-8 text`, at, { cause });
    }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
