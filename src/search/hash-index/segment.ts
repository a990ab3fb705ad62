import {
  type DocumentColumns,
  joinDocuments,
  selectDocuments,
} from './documents/document-columns.ts';
import type { KeptVectors } from './kept-vectors.ts';
import type { SegmentCodes } from './segment-codes.ts';
import type { HashIndexStats, Id } from './types.ts';

/** What JavaScript takes for an id, roughly: its place in the list and in the map by id. */
const ID_BYTES = 40;

/**
 * Vectors that were added together, or merged: their ids, codes and, perhaps, a copy of them and
 * documents. None of it changes. What searches need is built in the backend when first asked for.
 */
export class Segment {
  readonly ids: readonly Id[];
  readonly codes: SegmentCodes;
  readonly vectors: KeptVectors | null;
  /** Null where no vector has one. */
  readonly documents: DocumentColumns | null;
  #rows: Map<Id, number> | null = null;

  constructor(
    ids: readonly Id[],
    codes: SegmentCodes,
    vectors: KeptVectors | null,
    documents: DocumentColumns | null,
  ) {
    this.ids = ids;
    this.codes = codes;
    this.vectors = vectors;
    this.documents = documents;
  }

  get size(): number {
    return this.ids.length;
  }

  /** The row of an id; undefined if it has none here. */
  rowOf(id: Id): number | undefined {
    this.#rows ??= new Map(this.ids.map((own, row) => [own, row]));
    return this.#rows.get(id);
  }

  get bytes(): HashIndexStats['bytes'] {
    return {
      codes: this.codes.bytes,
      vectors: this.vectors?.bytes ?? 0,
      ids: this.size * ID_BYTES,
      documents: this.documents?.bytes ?? 0,
      resident: this.codes.residentBytes + (this.vectors?.residentBytes ?? 0),
    };
  }

  /** The same rows with vectors in another form. */
  withVectors(vectors: KeptVectors): Segment {
    return new Segment(this.ids, this.codes, vectors, this.documents);
  }

  /** The rows named, by a segment of their own. */
  select(rows: readonly number[]): Segment {
    return new Segment(
      rows.map((row) => this.ids[row]),
      this.codes.select(rows),
      this.vectors?.select(rows) ?? null,
      selectDocuments(this.documents, rows),
    );
  }
}

/** One segment after another, in one. */
export function joinSegments(a: Segment, b: Segment): Segment {
  const vectors = a.vectors && b.vectors ? a.vectors.followedBy(b.vectors) : null;
  const documents = joinDocuments(a.documents, a.size, b.documents, b.size);
  return new Segment([...a.ids, ...b.ids], a.codes.followedBy(b.codes), vectors, documents);
}
