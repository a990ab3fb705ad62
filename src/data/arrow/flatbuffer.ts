import { FormatError } from '../../core/errors.ts';

/**
 * A table of a FlatBuffers message (https://flatbuffers.dev/internals), of which fields are read by
 * their numbers. Nothing in it is trusted: every place is checked against the bytes that there are.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  /** Where in the file the bytes begin, for messages. */
  readonly #offset: number;

  private constructor(view: DataView, at: number, offset: number) {
    this.#view = view;
    this.#at = at;
    this.#offset = offset;
  }

  /** The table that `bytes` begin with. @param offset - where in the file they are. */
  static root(bytes: Uint8Array, offset: number): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = new FlatTable(view, 0, offset);
    return start.#tableAt(start.#uint32(0));
  }

  int(field: number, bits: 8 | 16 | 32, absent = 0): number {
    const at = this.#field(field);
    if (at === null) return absent;
    this.#check(at, bits / 8);
    if (bits === 8) return this.#view.getUint8(at);
    return bits === 16 ? this.#view.getInt16(at, true) : this.#view.getInt32(at, true);
  }

  /** An int64 that is a size. @throws FormatError if it is none. */
  size(field: number): number {
    const at = this.#field(field);
    return at === null ? 0 : this.#sizeAt(at);
  }

  flag(field: number): boolean {
    return this.int(field, 8) !== 0;
  }

  text(field: number): string {
    const place = this.#vector(field, 1);
    if (place === null) return '';
    const { buffer, byteOffset } = this.#view;
    const bytes = new Uint8Array(buffer, byteOffset + place.at, place.length);
    // Copied: TextDecoder does not take views of a SharedArrayBuffer.
    return new TextDecoder().decode(new Uint8Array(bytes));
  }

  table(field: number): FlatTable | null {
    const at = this.#field(field);
    return at === null ? null : this.#tableAt(at + this.#uint32(at));
  }

  tables(field: number): FlatTable[] {
    const place = this.#vector(field, 4);
    return Array.from({ length: place?.length ?? 0 }, (_, i) => {
      const at = (place?.at ?? 0) + 4 * i;
      return this.#tableAt(at + this.#uint32(at));
    });
  }

  /** A vector of structs of `width` sizes each, one after another. */
  sizes(field: number, width: number): number[] {
    const place = this.#vector(field, 8 * width);
    const count = (place?.length ?? 0) * width;
    return Array.from({ length: count }, (_, i) => this.#sizeAt((place?.at ?? 0) + 8 * i));
  }

  /** The size that each struct of `itemBytes` bytes of a vector begins with. */
  firstSizes(field: number, itemBytes: number): number[] {
    const place = this.#vector(field, itemBytes);
    const count = place?.length ?? 0;
    return Array.from({ length: count }, (_, i) => this.#sizeAt((place?.at ?? 0) + itemBytes * i));
  }

  #sizeAt(at: number): number {
    this.#check(at, 8);
    const size = Number(this.#view.getBigInt64(at, true));
    if (!Number.isSafeInteger(size) || size < 0) this.#fail(at, `a size of ${size} can't be`);
    return size;
  }

  /** Where a field lies, or null: which fields a table has, its vtable says. */
  #field(field: number): number | null {
    this.#check(this.#at, 4);
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const length = this.#uint16(vtable);
    if (4 + 2 * field + 2 > length) return null;
    const place = this.#uint16(vtable + 4 + 2 * field);
    return place === 0 ? null : this.#at + place;
  }

  #vector(field: number, itemSize: number): { at: number; length: number } | null {
    const place = this.#field(field);
    if (place === null) return null;
    const at = place + this.#uint32(place);
    const length = this.#uint32(at);
    this.#check(at + 4, length * itemSize);
    return { at: at + 4, length };
  }

  #tableAt(at: number): FlatTable {
    this.#check(at, 4);
    return new FlatTable(this.#view, at, this.#offset);
  }

  #uint16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  #uint32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  #check(at: number, size: number): void {
    if (at < 0 || at + size > this.#view.byteLength) this.#fail(at, 'it points outside itself');
  }

  #fail(at: number, reason: string): never {
    const place = this.#offset + Math.min(Math.max(at, 0), this.#view.byteLength);
    throw new FormatError(`the Arrow metadata can't be read: ${reason}`, place);
  }
}
