import { FormatError } from '../../core/errors.ts';

/** What the dictionary in front of an .npy file says. `descr` is null for a list of fields. */
export interface NpyHeader {
  descr: string | null;
  fortranOrder: boolean;
  shape: number[];
}

/**
 * Parses the header of an .npy file, a Python dictionary literal with the keys descr,
 * fortran_order and shape, and no others. A parser of just this grammar: nothing is evaluated.
 *
 * @param text - the header, one character a byte.
 * @param offset - where in the file it begins, for messages.
 * @throws FormatError with the byte offset.
 */
export function parseNpyHeader(text: string, offset: number): NpyHeader {
  return new HeaderParser(text, offset).parse();
}

class HeaderParser {
  readonly #text: string;
  readonly #offset: number;
  #at = 0;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  parse(): NpyHeader {
    const header: Partial<NpyHeader> = {};
    this.#expect('{');
    while (!this.#accept('}')) {
      this.#entry(header);
      if (!this.#accept(',')) {
        this.#expect('}');
        break;
      }
    }
    this.#match(/[ \t\r\n]*/y);
    if (this.#at !== this.#text.length) this.#fail('something follows the dictionary');
    const { descr, fortranOrder, shape } = header;
    if (descr === undefined || fortranOrder === undefined || shape === undefined) {
      return this.#fail('descr, fortran_order and shape must all be there');
    }
    return { descr, fortranOrder, shape };
  }

  #entry(header: Partial<NpyHeader>): void {
    const key = this.#string();
    this.#expect(':');
    if (key === 'descr' && header.descr === undefined) {
      header.descr = this.#descr();
    } else if (key === 'fortran_order' && header.fortranOrder === undefined) {
      header.fortranOrder = this.#boolean();
    } else if (key === 'shape' && header.shape === undefined) {
      header.shape = this.#shape();
    } else {
      this.#fail(`the key ${JSON.stringify(key)} is unknown or given twice`);
    }
  }

  /** A string, or a list of fields, which is passed over up to its closing bracket. */
  #descr(): string | null {
    this.#match(/\s*/y);
    if (this.#text[this.#at] !== '[') return this.#string();
    for (let depth = 0; this.#at < this.#text.length; ) {
      const char = this.#text[this.#at];
      if (char === "'" || char === '"') {
        this.#string();
        continue;
      }
      this.#at++;
      if ('[('.includes(char)) depth++;
      if ('])'.includes(char)) depth--;
      if (depth === 0) return null;
    }
    return this.#fail('the list of fields has no end');
  }

  #shape(): number[] {
    const shape: number[] = [];
    this.#expect('(');
    while (!this.#accept(')')) {
      // Python 2 wrote long integers as 7L.
      const size = Number(this.#match(/\s*(\d+)L?/y)?.[1] ?? this.#fail('a size is missing'));
      if (!Number.isSafeInteger(size)) this.#fail(`the size ${size} is absurd`);
      shape.push(size);
      if (!this.#accept(',')) {
        // (7) is a number in Python; only (7,) is a shape.
        if (shape.length === 1) this.#fail('a comma is missing');
        this.#expect(')');
        break;
      }
    }
    return shape;
  }

  #boolean(): boolean {
    const word = this.#match(/\s*(True|False)/y) ?? this.#fail('True or False is missing');
    return word[1] === 'True';
  }

  #string(): string {
    const match = this.#match(/\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")/y);
    return match ? (match[1] ?? match[2]) : this.#fail('a string is missing');
  }

  #accept(char: string): boolean {
    this.#match(/\s*/y);
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#accept(char)) this.#fail(`${char} is missing`);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #fail(reason: string): never {
    throw new FormatError(`the .npy header can't be read: ${reason}`, this.#offset + this.#at);
  }
}
