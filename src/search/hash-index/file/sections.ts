import { type DType, type NumericValues, readValues } from '../../../data/arrays/numeric.ts';
import { littleEndianBytes } from '../../../data/arrays/numeric-bytes.ts';
import { damaged } from './container.ts';

/** Reads sections of a file as what they must be. */
export class SectionReader {
  readonly #sections: ReadonlyMap<string, Uint8Array>;

  constructor(sections: ReadonlyMap<string, Uint8Array>) {
    this.#sections = sections;
  }

  /** A copy, so that the index doesn't hold on to the file's bytes. Not `slice`: a Buffer's is a view. */
  bytes(name: string): Uint8Array {
    return new Uint8Array(this.#section(name));
  }

  /** So many values, in a copy. */
  values(name: string, dtype: DType, count: number): NumericValues {
    const section = this.#section(name);
    const width = dtype === 'float64' ? 8 : dtype === 'int8' ? 1 : 4;
    if (section.length !== count * width) {
      throw damaged(`${name} must have ${count * width} bytes, not ${section.length}`);
    }
    return readValues(new Uint8Array(section), 0, count, dtype, true);
  }

  /** A list in JSON, of anything. */
  list(name: string): unknown[] {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      const list = JSON.parse(decoder.decode(this.#section(name)));
      if (Array.isArray(list)) return list;
    } catch {
      // Said below.
    }
    throw damaged(`${name} is no list`);
  }

  #section(name: string): Uint8Array {
    const bytes = this.#sections.get(name);
    if (bytes) return bytes;
    throw damaged(`it has no ${name}`);
  }
}

export function bytesOf(dtype: DType, values: NumericValues): Uint8Array {
  return littleEndianBytes('values', { dtype, shape: [values.length], values });
}

export function jsonBytes(list: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(list));
}
