import type { Steps } from '../../core/steps.ts';
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
    return this.#with(this.codes, vectors);
  }

  /** The same rows with other codes. */
  withCodes(codes: SegmentCodes): Segment {
    return this.#with(codes, this.vectors);
  }

  #with(codes: SegmentCodes, vectors: KeptVectors | null): Segment {
    const segment = new Segment(this.ids, codes, vectors, this.documents);
    segment.#rows = this.#rows;
    return segment;
  }

  /** The rows named, by a segment of their own. */
  *select(rows: readonly number[]): Steps<Segment> {
    const ids = rows.map((row) => this.ids[row]);
    const codes = this.codes.select(rows);
    yield;
    const vectors = this.vectors && (yield* this.vectors.select(rows));
    const documents = yield* selectDocuments(this.documents, rows);
    return new Segment(ids, codes, vectors, documents);
  }
}

/** One segment after another, in one. */
export function* joinSegments(a: Segment, b: Segment): Steps<Segment> {
  const ids = [...a.ids, ...b.ids];
  const codes = a.codes.followedBy(b.codes);
  yield;
  const vectors = a.vectors && b.vectors && (yield* a.vectors.followedBy(b.vectors));
  const documents = yield* joinDocuments(a.documents, a.size, b.documents, b.size);
  return new Segment(ids, codes, vectors, documents);
}
