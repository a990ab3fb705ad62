import { crc32 } from '../../../core/crc32.ts';
import type { Container } from './container.ts';
import { GrowingBytes } from './growing-bytes.ts';
import {
  damaged,
  layoutOf,
  PREAMBLE,
  type Preamble,
  parseHeader,
  readPreamble,
  type SectionPlace,
  wrongChecksum,
} from './layout.ts';

/** A section of which the first bytes are there. */
export interface SectionSoFar {
  readonly place: SectionPlace;
  readonly bytes: GrowingBytes;
  /** So many of them are checked. */
  readonly checked: number;
}

/**
 * Reads a file as its bytes come, in their order, and checks every part as soon as it is there.
 * Memory grows with what came and not with what a header says.
 */
export class ContainerReader {
  /** Bytes taken so far. */
  received = 0;
  #first: GrowingBytes = new GrowingBytes(PREAMBLE);
  #preamble: Preamble | null = null;
  #header: Record<string, unknown> | null = null;
  #places: SectionPlace[] = [];
  #sections = new Map<string, ArrivingSection>();
  /** The section that bytes go into. */
  #current = 0;

  /** The preamble and the header, which tell a file from all others; null until they are there. */
  get fingerprint(): Uint8Array | null {
    return this.#header && this.#first.taken;
  }

  get version(): number {
    return this.#preamble?.version ?? 0;
  }

  /** Null until it is there. */
  get header(): Record<string, unknown> | null {
    return this.#header;
  }

  /** Where the sections lie; none until the header is there. */
  get places(): readonly SectionPlace[] {
    return this.#places;
  }

  /** Bytes of the whole file; null until the header is there. */
  get total(): number | null {
    if (!this.#header) return null;
    return this.#places.at(-1)?.next ?? this.#preamble!.headerEnd;
  }

  /** What there is of a section; null until its first bytes are there. */
  section(name: string): SectionSoFar | null {
    return this.#sections.get(name) ?? null;
  }

  /** What is there whole, and checked. */
  container(): Container {
    const sections = new Map<string, Uint8Array>();
    for (const [name, section] of this.#sections) {
      if (section.checked === section.place.length) sections.set(name, section.bytes.taken);
    }
    return { version: this.version, header: this.#header ?? {}, sections };
  }

  /** @throws FormatError as soon as something is wrong; nothing more may be pushed then. */
  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const length = this.#header ? this.#pushToSection(rest) : this.#pushToHeader(rest);
      rest = rest.subarray(length);
      this.received += length;
      if (this.#first.isFull && !this.#header) this.#readFirst();
    }
  }

  /** @throws FormatError if the file is cut short. */
  end(): void {
    if (this.total === null || this.received < this.total) {
      // Says whether it is an index at all.
      if (!this.#preamble) readPreamble(this.#first.taken);
      const name = this.#places[this.#current]?.name;
      throw damaged(`it is cut short${name ? ` in the section ${name}` : ''}`, this.received);
    }
  }

  #pushToHeader(bytes: Uint8Array): number {
    return this.#first.push(bytes);
  }

  #readFirst(): void {
    if (!this.#preamble) {
      this.#preamble = readPreamble(this.#first.taken);
      const whole = new GrowingBytes(this.#preamble.headerEnd);
      whole.push(this.#first.taken);
      this.#first = whole;
      if (!whole.isFull) return;
    }
    const header = parseHeader(this.#first.taken.subarray(PREAMBLE), this.#preamble);
    this.#places = layoutOf(header.sections, this.#preamble.headerEnd);
    this.#header = header;
    this.#openNext();
  }

  #pushToSection(bytes: Uint8Array): number {
    const place = this.#places[this.#current];
    if (!place) throw damaged('something follows its end', this.received);
    const section = this.#sections.get(place.name)!;
    const length = section.push(bytes);
    if (section.isDone) {
      this.#current++;
      this.#openNext();
    }
    return length;
  }

  /** Opens the next section, and those that are empty before it. */
  #openNext(): void {
    for (; this.#current < this.#places.length; this.#current++) {
      const place = this.#places[this.#current];
      const section = new ArrivingSection(place);
      this.#sections.set(place.name, section);
      if (!section.isDone) return;
    }
  }
}

/** One section and what it is padded with. */
class ArrivingSection implements SectionSoFar {
  readonly place: SectionPlace;
  readonly bytes: GrowingBytes;
  checked = 0;
  #padding: number;
  /** Parts that are checked. */
  #part = 0;
  /** CRC-32 of what came of the part that comes. */
  #crc32 = 0;
  #summed = 0;

  constructor(place: SectionPlace) {
    this.place = place;
    this.bytes = new GrowingBytes(place.length);
    this.#padding = place.next - place.start - place.length;
    this.#check();
  }

  get isDone(): boolean {
    return this.bytes.isFull && this.#padding === 0;
  }

  push(bytes: Uint8Array): number {
    const length = this.bytes.push(bytes);
    this.#check();
    if (!this.bytes.isFull) return length;
    const padding = bytes.subarray(length, length + this.#padding);
    if (padding.some((byte) => byte !== 0)) {
      const { name, start } = this.place;
      throw damaged(`what follows ${name} is not zero`, start + this.place.length);
    }
    this.#padding -= padding.length;
    return length + padding.length;
  }

  #check(): void {
    const { partBytes, parts, length, start } = this.place;
    const { taken } = this.bytes;
    while (this.#part < parts.length) {
      const end = Math.min(length, (this.#part + 1) * partBytes);
      const upTo = Math.min(end, taken.length);
      this.#crc32 = crc32(taken.subarray(this.#summed, upTo), this.#crc32);
      this.#summed = upTo;
      if (upTo < end) return;
      if (this.#crc32 !== parts[this.#part]) {
        throw wrongChecksum(this.place, start + this.#part * partBytes);
      }
      this.checked = end;
      this.#crc32 = 0;
      this.#part++;
    }
  }
}
