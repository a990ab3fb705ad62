import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { type DType, itemSize, type NumericValues, readValues } from '../arrays/numeric.ts';
import { type FieldPlace, placesOf, readBuffer } from './batch.ts';
import type { ArrowBatch, ArrowFile } from './messages.ts';
import type { ArrowField } from './schema.ts';

/** Reads the fields of an Arrow file, a record batch at a time. */
export class ArrowReader {
  readonly #file: ArrowFile;
  readonly #maxBytes: number;
  readonly #dictionaries = new Map<number, Promise<NumericValues | string[]>>();
  readonly #places = new WeakMap<ArrowBatch, Map<ArrowField, FieldPlace>>();

  /** @param maxBytes - the most bytes that a buffer may unpack to. */
  constructor(file: ArrowFile, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  /**
   * The numbers of a field in a batch.
   *
   * @param path - the field, after the structs that it is in.
   * @param nulls - how a null is treated: NaN, or refused with its row.
   */
  async numbers(
    batch: ArrowBatch,
    path: readonly ArrowField[],
    nulls: 'nan' | 'refuse',
    firstRow: number,
  ): Promise<NumericValues> {
    const field = path[path.length - 1];
    const { length } = this.#node(batch, field);
    const values = await this.#values(batch, field, 0, length);
    const missing = await this.#missing(batch, path, length);
    if (missing === null) return values as NumericValues;
    if (nulls === 'refuse') {
      refuseNulls(path, missing, length, firstRow);
      return values as NumericValues;
    }
    return Float64Array.from({ length }, (_, i) =>
      missing(i) ? Number.NaN : Number((values as NumericValues)[i]),
    );
  }

  /** The texts of a field in a batch. A null is refused with its row. */
  async texts(batch: ArrowBatch, path: readonly ArrowField[], firstRow: number): Promise<string[]> {
    const field = path[path.length - 1];
    const { length } = this.#node(batch, field);
    const missing = await this.#missing(batch, path, length);
    if (missing !== null) refuseNulls(path, missing, length, firstRow);
    return (await this.#values(batch, field, 0, length)) as string[];
  }

  /**
   * The numbers of lists, one after another.
   *
   * @param cols - the length of each list.
   * @throws InvalidArgumentError for nulls, and lists of another length.
   */
  async lists(
    batch: ArrowBatch,
    path: readonly ArrowField[],
    cols: number,
    firstRow: number,
  ): Promise<NumericValues> {
    const field = path[path.length - 1];
    const name = nameOf(path);
    const { length } = this.#node(batch, field);
    const missing = await this.#missing(batch, path, length);
    if (missing !== null) refuseNulls(path, missing, length, firstRow);
    const { type } = field;
    const offsets =
      type.is === 'list' ? await this.#offsets(batch, field, type.wide, length) : null;
    for (let row = 0; offsets && row < length; row++) {
      if (offsets[row + 1] - offsets[row] === cols) continue;
      throw new InvalidArgumentError(
        `${name} must have lists of one length, but row ${firstRow + row} has another`,
      );
    }
    const [child] = field.children;
    const start = offsets ? offsets[0] : 0;
    const count = length * cols;
    const values = (await this.#values(batch, child, start, count)) as NumericValues;
    const valid = await this.#validity(batch, child, start + count);
    for (let i = 0; valid && i < count; i++) {
      if (isSet(valid, start + i)) continue;
      throw new InvalidArgumentError(
        `${name} must have no nulls, but row ${firstRow + Math.floor(i / cols)} has one`,
      );
    }
    return values;
  }

  /** The length of the first list of a batch that has rows. */
  async firstLength(batch: ArrowBatch, path: readonly ArrowField[]): Promise<number> {
    const field = path[path.length - 1];
    const isWide = field.type.is === 'list' && field.type.wide;
    const [start, end] = await this.#offsets(batch, field, isWide, 1);
    if (!(start >= 0 && end >= start)) {
      throw new FormatError(`the lists of ${nameOf(path)} are damaged`, placeOf(batch));
    }
    return end - start;
  }

  #node(batch: ArrowBatch, field: ArrowField) {
    const node = batch.nodes[this.#place(batch, field).node];
    if (!node) throw new FormatError('a record batch has too few fields', placeOf(batch));
    return node;
  }

  #place(batch: ArrowBatch, field: ArrowField): FieldPlace {
    let places = this.#places.get(batch);
    if (!places) {
      places = placesOf(this.#fieldsOf(batch), batch);
      this.#places.set(batch, places);
    }
    const place = places.get(field);
    if (!place) throw new FormatError('a record batch lacks a field', placeOf(batch));
    return place;
  }

  /** Batches of rows hold all fields, those of dictionaries the one that they belong to. */
  #fieldsOf(batch: ArrowBatch): readonly ArrowField[] {
    const dictionary = this.#file.dictionaries.find((each) => each.batch === batch);
    if (!dictionary) return this.#file.schema.fields;
    const field = findDictionary(this.#file.schema.fields, dictionary.id);
    return field ? [valuesField(field)] : [];
  }

  async #buffer(batch: ArrowBatch, field: ArrowField, which: number, needed: number) {
    return readBuffer(batch, this.#place(batch, field).buffer + which, needed, this.#maxBytes);
  }

  /** Bits that are 0 for nulls, or null if there are none. */
  async #validity(batch: ArrowBatch, field: ArrowField, count: number): Promise<Uint8Array | null> {
    const { nulls } = this.#node(batch, field);
    if (nulls === 0) return null;
    return this.#buffer(batch, field, 0, Math.ceil(count / 8));
  }

  /** Whether the value of a row is null, or a struct that it is in; null if none is. */
  async #missing(batch: ArrowBatch, path: readonly ArrowField[], length: number) {
    const bits: Uint8Array[] = [];
    for (const field of path) {
      const own = await this.#validity(batch, field, length);
      if (own) bits.push(own);
    }
    if (bits.length === 0) return null;
    return (row: number) => bits.some((each) => !isSet(each, row));
  }

  async #offsets(batch: ArrowBatch, field: ArrowField, wide: boolean, length: number) {
    // Of no rows there may be no offsets.
    if (length === 0) return [0, 0];
    const size = wide ? 8 : 4;
    const bytes = await this.#buffer(batch, field, 1, (length + 1) * size);
    const offsets = readValues(bytes, 0, length + 1, wide ? 'int64' : 'int32', this.#isLittle);
    return Float64Array.from({ length: length + 1 }, (_, i) => Number(offsets[i]));
  }

  get #isLittle(): boolean {
    return this.#file.schema.littleEndian;
  }

  /** `count` values of a field from the `start`-th on, nulls as they are. */
  async #values(
    batch: ArrowBatch,
    field: ArrowField,
    start: number,
    count: number,
  ): Promise<NumericValues | string[]> {
    const { type, dictionary } = field;
    const node = this.#node(batch, field);
    if (!(start >= 0) || start + count > node.length) {
      throw new FormatError(`${field.name} has fewer values than it should`, placeOf(batch));
    }
    if (dictionary) {
      const indices = await this.#plain(batch, field, dictionary.index, start, count);
      return this.#look(await this.#dictionary(dictionary.id, field), indices, batch);
    }
    if (type.is === 'numbers') return this.#plain(batch, field, type.dtype, start, count);
    if (type.is === 'bits') {
      const bytes = await this.#buffer(batch, field, 1, Math.ceil((start + count) / 8));
      return Uint8Array.from({ length: count }, (_, i) => Number(isSet(bytes, start + i)));
    }
    if (type.is === 'decimals') {
      const bytes = await this.#buffer(batch, field, 1, (start + count) * type.bytes);
      const part = bytes.subarray(start * type.bytes);
      return decimals(part, type.bytes, type.unit, count, this.#isLittle);
    }
    if (type.is === 'texts') return this.#texts(batch, field, type.wide, start, count);
    if (type.is === 'text-views') return this.#views(batch, field, start, count);
    throw new InvalidArgumentError(`${field.name} must be numbers or texts`);
  }

  async #plain(batch: ArrowBatch, field: ArrowField, dtype: DType, start: number, count: number) {
    const size = itemSize(dtype);
    const bytes = await this.#buffer(batch, field, 1, (start + count) * size);
    return readValues(bytes, start * size, count, dtype, this.#isLittle);
  }

  async #texts(batch: ArrowBatch, field: ArrowField, wide: boolean, start: number, count: number) {
    const offsets = await this.#offsets(batch, field, wide, start + count);
    const bytes = await this.#buffer(batch, field, 2, 0);
    const decoder = new TextDecoder();
    return Array.from({ length: count }, (_, i) => {
      const [from, end] = [offsets[start + i], offsets[start + i + 1]];
      if (!(from >= 0 && end >= from && end <= bytes.length)) {
        throw new FormatError(`a text of ${field.name} lies outside its buffer`, placeOf(batch));
      }
      return decoder.decode(new Uint8Array(bytes.subarray(from, end)));
    });
  }

  /** Views: length, and the text itself or its buffer and place. */
  async #views(batch: ArrowBatch, field: ArrowField, start: number, count: number) {
    const views = await this.#buffer(batch, field, 1, (start + count) * 16);
    const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
    const { views: buffers } = this.#place(batch, field);
    const texts: Uint8Array[] = [];
    for (let i = 0; i < buffers; i++) texts.push(await this.#buffer(batch, field, 2 + i, 0));
    const decoder = new TextDecoder();
    let left = this.#maxBytes;
    return Array.from({ length: count }, (_, i) => {
      const at = 16 * (start + i);
      const length = view.getInt32(at, this.#isLittle);
      const isShort = length <= 12;
      const bytes = isShort ? views : texts[view.getInt32(at + 8, this.#isLittle)];
      const from = isShort ? at + 4 : view.getInt32(at + 12, this.#isLittle);
      left -= length;
      if (length < 0 || from < 0 || left < 0 || !bytes || from + length > bytes.length) {
        throw new FormatError(`a text of ${field.name} lies outside its buffer`, placeOf(batch));
      }
      return decoder.decode(new Uint8Array(bytes.subarray(from, from + length)));
    });
  }

  /** The values of a dictionary: of all its batches, the last that is no addition first. */
  #dictionary(id: number, field: ArrowField): Promise<NumericValues | string[]> {
    let values = this.#dictionaries.get(id);
    if (!values) {
      values = this.#readDictionary(id, valuesField(field));
      this.#dictionaries.set(id, values);
    }
    return values;
  }

  async #readDictionary(id: number, given: ArrowField): Promise<NumericValues | string[]> {
    const parts = this.#file.dictionaries.filter((each) => each.id === id);
    if (parts.length === 0) {
      throw new InvalidArgumentError(`the dictionary of ${given.name} is missing`);
    }
    if (parts.slice(1).some(({ isDelta }) => !isDelta)) {
      throw new InvalidArgumentError(
        `${given.name} has a dictionary that is replaced on the way: write it as plain texts`,
      );
    }
    const all: (string | number)[] = [];
    for (const { batch } of parts) {
      const [field] = this.#fieldsOf(batch);
      if (!field) throw new FormatError('a dictionary has no field', placeOf(batch));
      this.#places.set(batch, placesOf([field], batch));
      const { length } = this.#node(batch, field);
      for (const value of await this.#values(batch, field, 0, length)) {
        all.push(typeof value === 'bigint' ? Number(value) : value);
      }
    }
    return typeof all[0] === 'number' ? Float64Array.from(all as number[]) : (all as string[]);
  }

  #look(dictionary: NumericValues | string[], indices: NumericValues, batch: ArrowBatch) {
    const look = (index: number | bigint) => {
      const value = dictionary[Number(index)];
      if (value !== undefined) return value;
      throw new FormatError(
        `value number ${index} of a dictionary of ${dictionary.length} is not there`,
        placeOf(batch),
      );
    };
    const found = Array.from(indices as ArrayLike<number | bigint>, look);
    return Array.isArray(dictionary)
      ? (found as string[])
      : Float64Array.from(found as number[], Number);
  }
}

/** A field as it stands in its dictionary. */
const valuesFields = new WeakMap<ArrowField, ArrowField>();

function valuesField(field: ArrowField): ArrowField {
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

function placeOf({ buffers }: ArrowBatch): number {
  return buffers[0]?.at ?? 0;
}

function nameOf(path: readonly ArrowField[]): string {
  return path.map(({ name }) => name).join('.');
}

function isSet(bits: Uint8Array, i: number): boolean {
  return ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

/** Bits may say less than the count of nulls that stands beside them. */
function refuseNulls(
  path: readonly ArrowField[],
  missing: (row: number) => boolean,
  rows: number,
  firstRow: number,
): void {
  for (let row = 0; row < rows; row++) {
    if (!missing(row)) continue;
    throw new InvalidArgumentError(
      `${nameOf(path)} must have no nulls, but row ${firstRow + row} has one`,
    );
  }
}

/** Two's complement numbers of `size` bytes, divided by `unit`, rounded to float64. */
function decimals(
  bytes: Uint8Array,
  size: number,
  unit: number,
  count: number,
  littleEndian: boolean,
): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let value = 0n;
    for (let b = 0; b < size; b++) {
      const at = littleEndian ? size - 1 - b : b;
      value = (value << 8n) | BigInt(bytes[i * size + at]);
    }
    values[i] = Number(BigInt.asIntN(8 * size, value)) / unit;
  }
  return values;
}
