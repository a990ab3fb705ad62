import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { ExactSearch } from '../exact-search.ts';
import { verdicts } from '../verdicts.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { EstimatedSearch } from './estimated-search.ts';
import type { QuantisedNeighbours, QuantisedState } from './types.ts';
import type { VectorQuantiser } from './vector-quantiser.ts';

/** Rows that were added together. */
export interface Part {
  /** Number of its first row. */
  readonly first: number;
  readonly search: EstimatedSearch;
  /** Null where no vectors are kept. */
  readonly exact: ExactSearch | null;
  readonly removed: RemovedRows;
}

/** What a query asks of each part. */
export interface PartPlan {
  readonly k: number;
  readonly visit: number;
  /** How many rows are ranked exactly; null for none. */
  readonly candidates: number | null;
  readonly filter: ((row: number) => unknown) | undefined;
}

/** The rows of a part that were removed. */
export class RemovedRows {
  count = 0;
  readonly bits: Uint8Array;

  constructor(rows: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 8));
  }

  has(row: number): boolean {
    return ((this.bits[row >>> 3] >>> (row & 7)) & 1) === 1;
  }

  add(row: number): void {
    if (this.has(row)) return;
    this.bits[row >>> 3] |= 1 << (row & 7);
    this.count++;
  }
}

export function partOf(
  quantiser: VectorQuantiser,
  encoded: EncodedRows,
  vectors: Matrix | null,
  first: number,
): Part {
  const exact = vectors && new ExactSearch(quantiser.kernels, vectors, quantiser.state.metric);
  const search = new EstimatedSearch(quantiser, encoded);
  return { first, search, exact, removed: new RemovedRows(encoded.count) };
}

/** @throws InvalidArgumentError if the state or the vectors are none of as many rows. */
export function partFromState(
  quantiser: VectorQuantiser,
  state: QuantisedState,
  vectors: Matrix | null,
): Part {
  const rows = quantiser.rowsOf(state);
  const isFitting = vectors?.rows === rows.count && vectors.cols === state.dimensions;
  if (vectors && !isFitting) {
    throw new InvalidArgumentError(
      `vectors must be ${rows.count} x ${state.dimensions} as the codes are, not ` +
        `${vectors.rows} x ${vectors.cols}`,
    );
  }
  if (state.removed.length !== Math.ceil(rows.count / 8)) {
    throw new InvalidArgumentError(
      `removed must have a bit for each of ${rows.count} rows, not ${state.removed.length} bytes`,
    );
  }
  const part = partOf(quantiser, rows, vectors, 0);
  for (let row = 0; row < rows.count; row++) {
    if ((state.removed[row >>> 3] >>> (row & 7)) & 1) part.removed.add(row);
  }
  return part;
}

/** The nearest rows of one part to each query. */
export function searchPart(part: Part, queries: Matrix, plan: PartPlan): QuantisedNeighbours[] {
  const { search, exact, first } = part;
  const { k, visit, candidates } = plan;
  const wanted = candidates === null ? k : Math.max(k, candidates);
  const asked = { k: wanted, visit, excluded: excludedOf(part, plan) };
  const found =
    queries.rows === 1
      ? [search.nearest(queries.row(0), asked)]
      : search.nearestBatch(queries, asked);
  return found.map((estimated, q) => {
    const own =
      exact && candidates !== null ? ranked(exact, queries.row(q), estimated, k) : estimated;
    return first === 0 ? own : { ...own, rows: own.rows.map((row) => first + row) };
  });
}

function ranked(
  exact: ExactSearch,
  query: Float32Array,
  estimated: QuantisedNeighbours,
  k: number,
): QuantisedNeighbours {
  const { rows, distances } = exact.nearest(query, k, estimated.rows);
  return { rows, distances, errorBounds: new Float32Array(rows.length) };
}

/** A bit a row for those that were removed or that the filter refuses; null if there are none. */
function excludedOf({ removed, search, first }: Part, { filter }: PartPlan): Uint8Array | null {
  if (!filter) return removed.count > 0 ? removed.bits : null;
  const accepts = verdicts('rows', filter);
  return bitsFrom(search.size, (row) => removed.has(row) || !accepts(first + row));
}

/** A bit a row, least significant first. */
export function bitsFrom(rows: number, isSet: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  for (let row = 0; row < rows; row++) if (isSet(row)) bits[row >>> 3] |= 1 << (row & 7);
  return bits;
}

/** The k nearest of two parts; rows of `a` come before those of `b` and win ties. */
export function mergeNeighbours(
  a: QuantisedNeighbours,
  b: QuantisedNeighbours,
  k: number,
): QuantisedNeighbours {
  const size = Math.min(k, a.rows.length + b.rows.length);
  const merged = {
    rows: new Uint32Array(size),
    distances: new Float32Array(size),
    errorBounds: new Float32Array(size),
  };
  for (let i = 0, j = 0; i + j < size; ) {
    const at = i + j;
    const takesA = j === b.rows.length || (i < a.rows.length && a.distances[i] <= b.distances[j]);
    const [from, place] = takesA ? [a, i++] : [b, j++];
    merged.rows[at] = from.rows[place];
    merged.distances[at] = from.distances[place];
    merged.errorBounds[at] = from.errorBounds[place];
  }
  return merged;
}
