import type { EncodedRows } from '../../quantised/encoded-rows.ts';
import { EstimatedSearch } from '../../quantised/estimated-search.ts';
import type { VectorQuantiser } from '../../quantised/vector-quantiser.ts';
import type { SegmentCodes } from '../segment-codes.ts';

/** The codes of a segment that estimate distances. */
export class QuantisedCodes implements SegmentCodes {
  readonly encoded: EncodedRows;
  #search: EstimatedSearch | null = null;

  constructor(encoded: EncodedRows) {
    this.encoded = encoded;
  }

  /** Search by estimates; the quantiser is that of the codes. */
  search(quantiser: VectorQuantiser): EstimatedSearch {
    this.#search ??= new EstimatedSearch(quantiser, this.encoded);
    return this.#search;
  }

  get bytes(): number {
    return this.encoded.bytes;
  }

  get residentBytes(): number {
    return this.#search?.bytes ?? 0;
  }

  select(rows: readonly number[]): QuantisedCodes {
    return new QuantisedCodes(this.encoded.select(rows));
  }

  followedBy(others: SegmentCodes): QuantisedCodes {
    return new QuantisedCodes(this.encoded.followedBy((others as QuantisedCodes).encoded));
  }

  release(): void {
    this.#search?.dispose();
    this.#search = null;
  }
}
