import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asSingleBytes } from '../../core/given.ts';
import { verdicts } from '../verdicts.ts';
import {
  type Bits,
  bitsFor,
  countBits,
  everyRow,
  hasBit,
  rowsOf,
  setBit,
} from './documents/bits.ts';
import { compileWhere, type WhereTest } from './documents/where.ts';
import type { Segment } from './segment.ts';
import type { Part } from './snapshot.ts';
import type { Id, IdFilter } from './types.ts';

/** Which rows of a part may be in a result. It is asked once about each row, and remembers. */
export class RowFilter {
  /** Whether nothing but removed rows is left out. */
  readonly isOpen: boolean;
  readonly #where: WhereTest | null;
  readonly #accepts: ((segment: Segment, row: number) => boolean) | null;
  readonly #bits = new Map<Part, Bits>();
  readonly #rows = new Map<Part, Uint32Array>();

  /**
   * @throws InvalidArgumentError if `where` asks what can't be asked, or the filter is neither a
   *   function nor a bitmap.
   */
  constructor(where?: unknown, filter?: IdFilter<never> | null) {
    this.#where = where == null ? null : compileWhere(where);
    this.#accepts = filter == null ? null : verdictOf(filter);
    this.isOpen = !this.#where && !this.#accepts;
  }

  accepts(part: Part, row: number): boolean {
    if (this.isOpen) return !part.removed.has(row);
    return hasBit(this.#bitsOf(part), row);
  }

  /** The rows of a part that are accepted, ascending; null if all are. */
  rows(part: Part): Uint32Array | null {
    if (this.isOpen && part.removed.count === 0) return null;
    let rows = this.#rows.get(part);
    if (!rows) {
      rows = rowsOf(this.#bitsOf(part));
      this.#rows.set(part, rows);
    }
    return rows;
  }

  /** Those of `rows` from `first` up to `end`; null if all are accepted. */
  rowsIn(part: Part, first: number, end: number): Uint32Array | null {
    const rows = this.rows(part);
    return rows === null ? null : rows.subarray(placeOf(rows, first), placeOf(rows, end));
  }

  /** A bit a row, least significant first, for those that are not accepted; null if all are. */
  excluded(part: Part): Uint8Array | null {
    if (this.isOpen && part.removed.count === 0) return null;
    const bits = this.#bitsOf(part);
    const bytes = new DataView(new ArrayBuffer(bits.byteLength));
    for (let w = 0; w < bits.length; w++) bytes.setUint32(4 * w, ~bits[w], true);
    return new Uint8Array(bytes.buffer, 0, (part.segment.size + 7) >>> 3);
  }

  /** How many rows of a part are accepted. */
  count(part: Part): number {
    if (this.isOpen) return part.segment.size - part.removed.count;
    return countBits(this.#bitsOf(part));
  }

  #bitsOf(part: Part): Bits {
    let bits = this.#bits.get(part);
    if (!bits) {
      bits = this.#evaluate(part);
      this.#bits.set(part, bits);
    }
    return bits;
  }

  #evaluate({ segment, removed }: Part): Bits {
    const passing = this.#where?.(segment.documents, segment.size) ?? everyRow(segment.size);
    removed.clearIn(passing);
    const accepts = this.#accepts;
    if (!accepts) return passing;
    const bits = bitsFor(segment.size);
    for (const row of rowsOf(passing)) if (accepts(segment, row)) setBit(bits, row);
    return bits;
  }
}

function verdictOf(filter: IdFilter<never>): (segment: Segment, row: number) => boolean {
  if (typeof filter === 'function') {
    const passes = verdicts('ids', ([id, document]: [Id, unknown]) =>
      filter(id, document as undefined),
    );
    // A document is made anew, which takes longer than all else.
    const wantsDocument = filter.length > 1;
    return ({ ids, documents }, row) =>
      passes([ids[row], wantsDocument ? documents?.get(row) : undefined]);
  }
  const isBits = ArrayBuffer.isView(filter) || filter instanceof ArrayBuffer;
  if (!isBits) {
    throw new InvalidArgumentError(
      `filter must be a function of the id, or a bitmap in bytes, not ${show(filter)}: for a Set ` +
        'give (id) => set.has(id)',
    );
  }
  const bitmap = asSingleBytes('a bitmap', filter);
  return ({ ids }, row) => isSet(bitmap, ids[row]);
}

function isSet(bitmap: Uint8Array, id: Id): boolean {
  if (typeof id === 'string') {
    throw new InvalidArgumentError(
      `a bitmap can't tell texts apart, but an id is ${JSON.stringify(id)}: filter by a function`,
    );
  }
  const byte = Math.floor(id / 8);
  return byte >= 0 && byte < bitmap.length && ((bitmap[byte] >>> (id - byte * 8)) & 1) === 1;
}

/** How many of ascending rows lie before one. */
function placeOf(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
