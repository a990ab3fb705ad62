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

/** Cuts UTF-8 text that comes in pieces into lines, which end with LF, CRLF or CR alone. */
export class LineSplitter {
  /** The pieces of a line whose end has not come yet. */
  #open: Uint8Array[] = [];
  #openBytes = 0;
  /** Whether the last line ended with CR: an LF that follows belongs to it. */
  #afterReturn = false;
  #at = 0;
  #number = 0;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  /**
   * The lines that are complete with this piece.
   *
   * @throws FormatError with the byte offset for bytes that are no UTF-8, or a line without end.
   */
  push(piece: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    if (this.#afterReturn && piece.length > 0) {
      if (piece[0] === NEWLINE) start = 1;
      this.#at += start;
      this.#afterReturn = false;
    }
    const ends = new LineEnds(piece, start);
    for (let end = ends.next(start); end !== -1; end = ends.next(start)) {
      const isPair = piece[end] === RETURN && piece[end + 1] === NEWLINE;
      this.#afterReturn = piece[end] === RETURN && end + 1 === piece.length;
      lines.push(this.#line(piece.subarray(start, end), isPair ? 2 : 1));
      start = end + (isPair ? 2 : 1);
    }
    this.#keep(piece.subarray(start));
    return lines;
  }

  /** The last line, where it has no end of its own. */
  end(): Line[] {
    return this.#openBytes === 0 ? [] : [this.#line(new Uint8Array(0), 0)];
  }

  #keep(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.#openBytes += rest.length;
    if (this.#openBytes > MAX_LINE_BYTES) {
      throw new FormatError(
        `line ${this.#number + 1} is longer than ${MAX_LINE_BYTES} bytes`,
        this.#at,
      );
    }
    this.#open.push(new Uint8Array(rest));
  }

  #line(last: Uint8Array, endBytes: number): Line {
    const at = this.#at;
    // TextDecoder does not take views of a SharedArrayBuffer: always a copy.
    const bytes = this.#openBytes === 0 ? new Uint8Array(last) : joined([...this.#open, last]);
    this.#open = [];
    this.#openBytes = 0;
    this.#at += bytes.length + endBytes;
    this.#number++;
    try {
      return { text: this.#decoder.decode(bytes), number: this.#number, at };
    } catch (cause) {
      throw new FormatError(`line ${this.#number} is not UTF-8 text: save the file as UTF-8`, at, {
        cause,
      });
    }
  }
}

/** The next LF or CR of a piece; each is looked for once, however the other kind is spread. */
class LineEnds {
  readonly #piece: Uint8Array;
  #newline: number;
  #return: number;

  constructor(piece: Uint8Array, start: number) {
    this.#piece = piece;
    this.#newline = piece.indexOf(NEWLINE, start);
    this.#return = piece.indexOf(RETURN, start);
  }

  /** The first end from `start` on; -1 if there is none. */
  next(start: number): number {
    if (this.#newline !== -1 && this.#newline < start) {
      this.#newline = this.#piece.indexOf(NEWLINE, start);
    }
    if (this.#return !== -1 && this.#return < start) {
      this.#return = this.#piece.indexOf(RETURN, start);
    }
    if (this.#newline === -1) return this.#return;
    return this.#return === -1 ? this.#newline : Math.min(this.#newline, this.#return);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
