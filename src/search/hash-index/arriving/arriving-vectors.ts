import { InvalidArgumentError } from '../../../core/errors.ts';
import { Matrix } from '../../../core/matrix.ts';
import { readValues } from '../../../data/arrays/numeric.ts';
import type { Kernels, Metric } from '../../../kernels/api.ts';
import { checkMagnitude } from '../../check-magnitude.ts';
import { mergeRanked, type RankedRows } from '../../ranked-rows.ts';
import type { CodeForm } from '../code-form.ts';
import type { ContainerReader } from '../file/container-reader.ts';
import { damaged } from '../file/layout.ts';
import { checkScales } from '../file/read.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import { Int8Vectors } from '../int8-vectors.ts';
import type { KeptVectors } from '../kept-vectors.ts';
import { nearestInBlocks, sequence } from '../nearest-in-blocks.ts';
import type { SegmentCodes } from '../segment-codes.ts';

/** Vectors that are on their way, and the codes that stand for them meanwhile. */
export interface Awaited {
  readonly keepVectors: 'float32' | 'int8';
  readonly rows: number;
  readonly cols: number;
  /** Codes that estimate the metric. */
  readonly form: CodeForm;
  readonly codes: SegmentCodes;
}

/**
 * Vectors of which the first rows are there, while a file comes. Those are ranked by their distance, the
 * others by the estimates of their codes. It never changes what it said of a row but by saying it more
 * exactly; once all have come, `finish` makes what stays.
 */
export class ArrivingVectors implements KeptVectors {
  readonly rows: number;
  readonly cols: number;
  readonly residentBytes = 0;
  /** Rows that are there and checked: the first ones. */
  present = 0;
  readonly #awaited: Awaited;
  readonly #reader: ContainerReader;
  #scales: Float32Array | null = null;

  /** @throws FormatError if the file announces other vectors than the codes have. */
  constructor(reader: ContainerReader, awaited: Awaited) {
    const { keepVectors, rows, cols } = awaited;
    this.#reader = reader;
    this.#awaited = awaited;
    this.rows = rows;
    this.cols = cols;
    this.#checkLength('vectors', rows * this.#rowBytes);
    if (keepVectors === 'int8') this.#checkLength('scales', rows * 4);
  }

  get #rowBytes(): number {
    return this.cols * (this.#awaited.keepVectors === 'int8' ? 1 : 4);
  }

  #checkLength(name: string, length: number): void {
    const place = this.#reader.places.find((own) => own.name === name);
    if (!place) throw damaged(`it has no ${name}`);
    if (place.length === length) return;
    throw damaged(`${name} must have ${length} bytes, not ${place.length}`);
  }

  /** Takes note of what has come. @throws FormatError for vectors that no index holds. */
  advance(): void {
    if (this.#awaited.keepVectors === 'int8' && !this.#takeScales()) return;
    const checked = this.#reader.section('vectors')?.checked ?? 0;
    const before = this.present;
    this.present = Math.floor(checked / this.#rowBytes);
    if (this.#scales || this.present === before) return;
    try {
      checkMagnitude('vectors', this.#readRun(before, this.present));
    } catch (error) {
      this.present = before;
      if (error instanceof InvalidArgumentError) throw damaged(error.message, undefined, error);
      throw error;
    }
  }

  /** Whether the scales are there. */
  #takeScales(): boolean {
    const section = this.#reader.section('scales');
    if (!this.#scales && section && section.checked === section.place.length) {
      const scales = readValues(section.bytes.taken, 0, this.rows, 'float32', true) as Float32Array;
      checkScales(scales, this.cols);
      this.#scales = scales;
    }
    return this.#scales !== null;
  }

  /** What stays, once all rows are there. It takes the memory over. */
  finish(): KeptVectors {
    if (this.present < this.rows) throw new Error('not all vectors are there');
    const count = this.rows * this.cols;
    if (!this.#scales) return new Float32Vectors(this.#readRun(0, this.rows));
    const values = readValues(this.#bytes, 0, count, 'int8', true) as Int8Array;
    return new Int8Vectors(values, this.#scales, this.cols);
  }

  get #bytes(): Uint8Array {
    return this.#reader.section('vectors')!.bytes.taken;
  }

  /** Rows of float32, where the machine allows it without a copy. */
  #readRun(first: number, end: number): Matrix {
    const { cols } = this;
    const count = (end - first) * cols;
    const values = readValues(this.#bytes, first * cols * 4, count, 'float32', true);
    return new Matrix(values as Float32Array, end - first, cols);
  }

  get bytes(): number {
    return this.present * this.#rowBytes;
  }

  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows {
    const { form, codes } = this.#awaited;
    const { present } = this;
    const count = rows ? lowerBound(rows, present) : present;
    const there = rows ? rows.subarray(0, count) : sequence(0, present);
    const others = rows ? rows.subarray(count) : sequence(present, this.rows - present);
    const one = new Matrix(query, 1, query.length);
    const exact = nearestInBlocks(kernels, this, one, metric, there, k)[0];
    if (others.length === 0) return exact;
    return mergeRanked(exact, form.rank(codes, { vector: query }, others, k), k);
  }

  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    return Array.from({ length: queries.rows }, (_, q) =>
      this.nearest(kernels, queries.row(q), metric, rows, k),
    );
  }

  /** @param rows - such as are there. */
  read(rows: ArrayLike<number>): Matrix {
    if (!this.#scales) return this.#readRun(0, this.present).selectRows(rows);
    const values = readValues(this.#bytes, 0, this.present * this.cols, 'int8', true) as Int8Array;
    return new Int8Vectors(values, this.#scales, this.cols).read(rows);
  }

  select(): never {
    throw new Error('an index changes only when its vectors are there');
  }

  followedBy(): never {
    return this.select();
  }

  release(): void {}
}

/** Place of the first of ascending rows that is `least` or more. */
function lowerBound(rows: Uint32Array, least: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
