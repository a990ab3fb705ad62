import { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import { HammingSearch } from '../hamming-search.ts';
import { MultiTable } from '../multi-table.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { joinCodes } from './table-hasher.ts';
import type { Id } from './types.ts';

/** What JavaScript takes for an id, roughly: its place in the list and in the map by id. */
const ID_BYTES = 40;

/**
 * Vectors that were added together, or merged: their ids, codes and, perhaps, a copy of them. None of
 * it changes. What searches need is built in the backend when first asked for.
 */
export class Segment {
  readonly ids: readonly Id[];
  /** One for each table. */
  readonly codes: readonly HashCodes[];
  readonly vectors: KeptVectors | null;
  #rows: Map<Id, number> | null = null;
  #joined: HashCodes | null = null;
  #scan: HammingSearch | null = null;
  #tables: MultiTable | null = null;

  constructor(ids: readonly Id[], codes: readonly HashCodes[], vectors: KeptVectors | null) {
    this.ids = ids;
    this.codes = codes;
    this.vectors = vectors;
  }

  get size(): number {
    return this.ids.length;
  }

  /** The row of an id; undefined if it has none here. */
  rowOf(id: Id): number | undefined {
    this.#rows ??= new Map(this.ids.map((own, row) => [own, row]));
    return this.#rows.get(id);
  }

  /** The codes of all tables, one after another. */
  get joined(): HashCodes {
    this.#joined ??= joinCodes(this.codes);
    return this.#joined;
  }

  /** Search by the distance of the joined codes. */
  scan(kernels: Kernels): HammingSearch {
    this.#scan ??= new HammingSearch(kernels, this.joined);
    return this.#scan;
  }

  tables(kernels: Kernels): MultiTable {
    this.#tables ??= new MultiTable(kernels, this.codes);
    return this.#tables;
  }

  get bytes(): { codes: number; vectors: number; ids: number; resident: number } {
    const codes = this.codes.reduce((sum, { words }) => sum + words.byteLength, 0);
    const joined = this.#joined && this.codes.length > 1 ? codes : 0;
    const built = (this.#scan?.memoryBytes ?? 0) + (this.#tables?.memoryBytes ?? 0);
    return {
      codes,
      vectors: this.vectors?.bytes ?? 0,
      ids: this.size * ID_BYTES,
      resident: joined + built + (this.vectors?.residentBytes ?? 0),
    };
  }

  /** The rows named, by a segment of their own. */
  select(rows: readonly number[]): Segment {
    return new Segment(
      rows.map((row) => this.ids[row]),
      this.codes.map((codes) => codes.select(rows)),
      this.vectors?.select(rows) ?? null,
    );
  }

  /** Gives back what searches built; it is built again when needed. */
  release(): void {
    this.#scan?.dispose();
    this.#tables?.dispose();
    this.vectors?.release();
    this.#scan = null;
    this.#tables = null;
    this.#joined = null;
  }
}

/** One segment after another, in one. */
export function joinSegments(a: Segment, b: Segment): Segment {
  const codes = a.codes.map(({ words, bits, count }, table) => {
    const other = b.codes[table];
    const both = new Uint32Array(words.length + other.words.length);
    both.set(words);
    both.set(other.words, words.length);
    return new HashCodes(both, count + other.count, bits);
  });
  const vectors = a.vectors && b.vectors ? a.vectors.followedBy(b.vectors) : null;
  return new Segment([...a.ids, ...b.ids], codes, vectors);
}
