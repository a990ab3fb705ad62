import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { type DType, itemSize, type NumericValues, readValues } from '../arrays/numeric.ts';
import { decimals, isSet, textsAt, VIEW_BYTES, viewedTexts } from './decode.ts';
import { FieldBuffers, placeOf, valuesField } from './field-buffers.ts';
import type { ArrowBatch, ArrowFile } from './messages.ts';
import type { ArrowField } from './schema.ts';

/** Reads the fields of an Arrow file, a record batch at a time. */
export class ArrowReader {
  readonly #file: ArrowFile;
  readonly #maxBytes: number;
  readonly #dictionaries = new Map<number, Promise<NumericValues | string[]>>();
  readonly #buffers: FieldBuffers;

  /** @param maxBytes - the most bytes that a buffer may unpack to. */
  constructor(file: ArrowFile, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#buffers = new FieldBuffers(file, maxBytes);
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
    const { length } = this.#buffers.node(batch, field);
    const values = await this.#values(batch, field, 0, length);
    const missing = await this.#buffers.missing(batch, path, length);
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
    const { length } = this.#buffers.node(batch, field);
    const missing = await this.#buffers.missing(batch, path, length);
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
    const { length } = this.#buffers.node(batch, field);
    const missing = await this.#buffers.missing(batch, path, length);
    if (missing !== null) refuseNulls(path, missing, length, firstRow);
    const { type } = field;
    const offsets =
      type.is === 'list' ? await this.#buffers.offsets(batch, field, type.wide, length) : null;
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
    const valid = await this.#buffers.validity(batch, child, start + count);
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
    const [start, end] = await this.#buffers.offsets(batch, field, isWide, 1);
    if (!(start >= 0 && end >= start)) {
      throw new FormatError(`the lists of ${nameOf(path)} are damaged`, placeOf(batch));
    }
    return end - start;
  }

  /** `count` values of a field from the `start`-th on, nulls as they are. */
  async #values(
    batch: ArrowBatch,
    field: ArrowField,
    start: number,
    count: number,
  ): Promise<NumericValues | string[]> {
    const { type, dictionary } = field;
    const node = this.#buffers.node(batch, field);
    if (!(start >= 0) || start + count > node.length) {
      throw new FormatError(`${field.name} has fewer values than it should`, placeOf(batch));
    }
    if (dictionary) {
      const indices = await this.#plain(batch, field, dictionary.index, start, count);
      return this.#look(await this.#dictionary(dictionary.id, field), indices, batch);
    }
    if (type.is === 'numbers') return this.#plain(batch, field, type.dtype, start, count);
    if (type.is === 'bits') {
      const bytes = await this.#buffers.buffer(batch, field, 1, Math.ceil((start + count) / 8));
      return Uint8Array.from({ length: count }, (_, i) => Number(isSet(bytes, start + i)));
    }
    if (type.is === 'decimals') {
      const bytes = await this.#buffers.buffer(batch, field, 1, (start + count) * type.bytes);
      const part = bytes.subarray(start * type.bytes);
      return decimals(part, type.bytes, type.unit, count, this.#buffers.littleEndian);
    }
    if (type.is === 'texts') return this.#texts(batch, field, type.wide, start, count);
    if (type.is === 'text-views') return this.#views(batch, field, start, count);
    throw new InvalidArgumentError(`${field.name} must be numbers or texts`);
  }

  async #plain(batch: ArrowBatch, field: ArrowField, dtype: DType, start: number, count: number) {
    const size = itemSize(dtype);
    const bytes = await this.#buffers.buffer(batch, field, 1, (start + count) * size);
    return readValues(bytes, start * size, count, dtype, this.#buffers.littleEndian);
  }

  async #texts(batch: ArrowBatch, field: ArrowField, wide: boolean, start: number, count: number) {
    const offsets = await this.#buffers.offsets(batch, field, wide, start + count);
    const bytes = await this.#buffers.buffer(batch, field, 2, 0);
    return textsAt(bytes, offsets.subarray(start), count, field.name, placeOf(batch));
  }

  async #views(batch: ArrowBatch, field: ArrowField, start: number, count: number) {
    const views = await this.#buffers.buffer(batch, field, 1, (start + count) * VIEW_BYTES);
    const texts: Uint8Array[] = [];
    for (let i = 0; i < this.#buffers.place(batch, field).views; i++) {
      texts.push(await this.#buffers.buffer(batch, field, 2 + i, 0));
    }
    const part = views.subarray(start * VIEW_BYTES);
    const about = {
      name: field.name,
      at: placeOf(batch),
      littleEndian: this.#buffers.littleEndian,
    };
    return viewedTexts(part, texts, count, about, this.#maxBytes);
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
      const [field] = this.#buffers.fieldsOf(batch);
      if (!field) throw new FormatError('a dictionary has no field', placeOf(batch));
      const { length } = this.#buffers.node(batch, field);
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

function nameOf(path: readonly ArrowField[]): string {
  return path.map(({ name }) => name).join('.');
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
