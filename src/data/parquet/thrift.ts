import { FormatError } from '../../core/errors.ts';

/** Footers and page headers of sound files nest about eight levels. */
const MAX_DEPTH = 24;

const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 12,
];

/**
 * Walks over a struct of Thrift's compact protocol, and returns where it ends. The parser of the
 * Parquet library allocates lists of whatever length they claim and follows any depth, so that it
 * is given only what has been walked before.
 *
 * @param offset - where in the file `bytes` begin, for messages.
 * @throws FormatError with the byte offset.
 */
export function walkThrift(bytes: Uint8Array, at: number, offset: number): number {
  return new Walker(bytes, at, offset).struct(0);
}

class Walker {
  readonly #bytes: Uint8Array;
  readonly #offset: number;
  #at: number;

  constructor(bytes: Uint8Array, at: number, offset: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#offset = offset;
  }

  struct(depth: number): number {
    if (depth > MAX_DEPTH) this.#fail('structures are nested too deep');
    for (;;) {
      const byte = this.#byte();
      const type = byte & 15;
      if (type === 0) return this.#at;
      if (byte >> 4 === 0) this.#varint();
      // The value of a boolean field is in its type.
      if (type !== TRUE && type !== FALSE) this.#element(type, depth);
    }
  }

  #element(type: number, depth: number): void {
    if (type === TRUE || type === FALSE || type === BYTE) this.#skip(1);
    else if (type === I16 || type === I32 || type === I64) this.#varint();
    else if (type === DOUBLE) this.#skip(8);
    else if (type === BINARY) this.#skip(this.#varint());
    else if (type === LIST) this.#list(depth + 1);
    else if (type === STRUCT) this.struct(depth + 1);
    else this.#fail(`type ${type} of a field is unknown`);
  }

  #list(depth: number): void {
    if (depth > MAX_DEPTH) this.#fail('lists are nested too deep');
    const byte = this.#byte();
    const size = byte >> 4 === 15 ? this.#varint() : byte >> 4;
    // Each element takes at least a byte.
    if (size > this.#bytes.length - this.#at) this.#fail(`a list claims ${size} elements`);
    for (let i = 0; i < size; i++) this.#element(byte & 15, depth);
  }

  #varint(): number {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    return this.#fail('a number has no end');
  }

  #skip(count: number): void {
    if (count > this.#bytes.length - this.#at) this.#fail('a value is cut short');
    this.#at += count;
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) this.#fail('it is cut short');
    return this.#bytes[this.#at++];
  }

  #fail(reason: string): never {
    throw new FormatError(`the Parquet metadata can't be read: ${reason}`, this.#offset + this.#at);
  }
}
