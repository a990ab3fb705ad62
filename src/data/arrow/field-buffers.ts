import { FormatError } from '../../core/errors.ts';
import { readValues } from '../arrays/numeric.ts';
import { type FieldPlace, placesOf, readBuffer } from './batch.ts';
import { isSet } from './decode.ts';
import type { ArrowBatch, ArrowFile } from './messages.ts';
import type { ArrowField } from './schema.ts';

/** The buffers of fields in the record batches of a file, and what they say of nulls and lists. */
export class FieldBuffers {
  readonly #file: ArrowFile;
  readonly #maxBytes: number;
  readonly #places = new WeakMap<ArrowBatch, Map<ArrowField, FieldPlace>>();

  /** @param maxBytes - the most bytes that a buffer may unpack to. */
  constructor(file: ArrowFile, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  node(batch: ArrowBatch, field: ArrowField) {
    const node = batch.nodes[this.place(batch, field).node];
    if (!node) throw new FormatError('a record batch has too few fields', placeOf(batch));
    return node;
  }

  place(batch: ArrowBatch, field: ArrowField): FieldPlace {
    let places = this.#places.get(batch);
    if (!places) {
      places = placesOf(this.fieldsOf(batch), batch);
      this.#places.set(batch, places);
    }
    const place = places.get(field);
    if (!place) throw new FormatError('a record batch lacks a field', placeOf(batch));
    return place;
  }

  /** Batches of rows hold all fields, those of dictionaries the one that they belong to. */
  fieldsOf(batch: ArrowBatch): readonly ArrowField[] {
    const dictionary = this.#file.dictionaries.find((each) => each.batch === batch);
    if (!dictionary) return this.#file.schema.fields;
    const field = findDictionary(this.#file.schema.fields, dictionary.id);
    return field ? [valuesField(field)] : [];
  }

  async buffer(batch: ArrowBatch, field: ArrowField, which: number, needed: number) {
    return readBuffer(batch, this.place(batch, field).buffer + which, needed, this.#maxBytes);
  }

  /** Bits that are 0 for nulls, or null if there are none. */
  async validity(batch: ArrowBatch, field: ArrowField, count: number): Promise<Uint8Array | null> {
    const { nulls } = this.node(batch, field);
    if (nulls === 0) return null;
    return this.buffer(batch, field, 0, Math.ceil(count / 8));
  }

  /** Whether the value of a row is null, or a struct that it is in; null if none is. */
  async missing(batch: ArrowBatch, path: readonly ArrowField[], length: number) {
    const bits: Uint8Array[] = [];
    for (const field of path) {
      const own = await this.validity(batch, field, length);
      if (own) bits.push(own);
    }
    if (bits.length === 0) return null;
    return (row: number) => bits.some((each) => !isSet(each, row));
  }

  async offsets(batch: ArrowBatch, field: ArrowField, wide: boolean, length: number) {
    // Of no rows there may be no offsets.
    if (length === 0) return new Float64Array(2);
    const size = wide ? 8 : 4;
    const bytes = await this.buffer(batch, field, 1, (length + 1) * size);
    const offsets = readValues(bytes, 0, length + 1, wide ? 'int64' : 'int32', this.littleEndian);
    return Float64Array.from({ length: length + 1 }, (_, i) => Number(offsets[i]));
  }

  get littleEndian(): boolean {
    return this.#file.schema.littleEndian;
  }
}

const valuesFields = new WeakMap<ArrowField, ArrowField>();

/** A field as it stands in its dictionary. */
export function valuesField(field: ArrowField): ArrowField {
  let values = valuesFields.get(field);
  if (!values) {
    values = { ...field, dictionary: null };
    valuesFields.set(field, values);
  }
  return values;
}

function findDictionary(fields: readonly ArrowField[], id: number): ArrowField | null {
  for (const field of fields) {
    if (field.dictionary?.id === id) return field;
    const within = findDictionary(field.children, id);
    if (within) return within;
  }
  return null;
}

/** Where in the file a batch is, for messages. */
export function placeOf({ buffers }: ArrowBatch): number {
  return buffers[0]?.at ?? 0;
}
