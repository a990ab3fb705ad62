import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asSingleBytes } from '../../core/given.ts';
import { verdicts } from '../verdicts.ts';
import type { Part } from './snapshot.ts';
import type { Id, IdFilter } from './types.ts';

/** Which rows of a part may be in a result. */
export interface RowFilter {
  /** Whether nothing but removed rows is left out. */
  readonly isOpen: boolean;
  accepts(part: Part, row: number): boolean;
}

/** @throws InvalidArgumentError if the filter is neither a function nor a bitmap. */
export function rowFilter(filter: IdFilter | undefined): RowFilter {
  if (filter === undefined) {
    return { isOpen: true, accepts: ({ removed }, row) => !removed.has(row) };
  }
  const accepts = verdictOf(filter);
  return {
    isOpen: false,
    accepts: ({ segment, removed }, row) => !removed.has(row) && accepts(segment.ids[row]),
  };
}

function verdictOf(filter: IdFilter): (id: Id) => boolean {
  if (typeof filter === 'function') {
    return verdicts('ids', filter);
  }
  const isBits = ArrayBuffer.isView(filter) || filter instanceof ArrayBuffer;
  if (!isBits) {
    throw new InvalidArgumentError(
      `filter must be a function of the id, or a bitmap in bytes, not ${show(filter)}: for a Set ` +
        'give (id) => set.has(id)',
    );
  }
  const bitmap = asSingleBytes('a bitmap', filter);
  return (id) => isSet(bitmap, id);
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

/** The rows of a part that are accepted, ascending; null if all are. */
export function acceptedRows(part: Part, filter: RowFilter): Uint32Array | null {
  const { segment, removed } = part;
  if (filter.isOpen && removed.count === 0) return null;
  const rows = new Uint32Array(segment.size);
  let count = 0;
  for (let row = 0; row < segment.size; row++) {
    if (filter.accepts(part, row)) rows[count++] = row;
  }
  return rows.slice(0, count);
}
