import { hammingDistance } from '../../src/core/hash-codes.ts';
import type { Hasher } from '../../src/core/hasher.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import type { IndexDocument } from '../../src/search/hash-index/documents/types.ts';
import type { HashIndexSearchOptions, Id, Neighbour } from '../../src/search/hash-index/types.ts';
import { fulfils } from './where-oracle.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

/** An index as plainly as can be: vectors and documents in Maps, whose order is that of insertion. */
export class MapIndex {
  readonly vectors = new Map<Id, Float32Array>();
  readonly documents = new Map<Id, IndexDocument>();
  /** By what new entries are coded. */
  hashers: readonly Hasher[];
  /** By what each entry is coded. */
  readonly codedBy = new Map<Id, readonly Hasher[]>();
  /** All that ever coded, the oldest first. */
  readonly #generations: (readonly Hasher[])[];
  readonly metric: 'cosine' | 'dot' | 'euclidean';

  constructor(hashers: readonly Hasher[], metric: 'cosine' | 'dot' | 'euclidean') {
    this.hashers = hashers;
    this.#generations = [hashers];
    this.metric = metric;
  }

  /** Puts an entry, whole, at the end. */
  put(id: Id, vector: Float32Array, document: IndexDocument | null): void {
    this.delete(id);
    this.vectors.set(id, vector);
    this.codedBy.set(id, this.hashers);
    if (document) this.documents.set(id, document);
  }

  delete(id: Id): boolean {
    this.documents.delete(id);
    this.codedBy.delete(id);
    return this.vectors.delete(id);
  }

  /** Entries there from now on are coded by other hashers. */
  adopt(hashers: readonly Hasher[]): void {
    this.hashers = hashers;
    this.#generations.push(hashers);
  }

  /** Codes entries anew: so many of the oldest hashers, in order of insertion, then of the next. */
  recode(entries = Number.POSITIVE_INFINITY): number {
    const older = this.#generations.filter((each) => each !== this.hashers);
    const stale = older.flatMap((each) => this.#idsOf(each)).slice(0, entries);
    for (const id of stale) this.codedBy.set(id, this.hashers);
    return stale.length;
  }

  /** Entries that each version codes, where there are any, and the newest. */
  get versions(): { version: number; entries: number }[] {
    return this.#generations
      .map((each, i) => ({ version: i + 1, entries: this.#idsOf(each).length }))
      .filter(({ version, entries }) => entries > 0 || version === this.#generations.length);
  }

  #idsOf(hashers: readonly Hasher[]): Id[] {
    return [...this.vectors.keys()].filter((id) => this.codedBy.get(id) === hashers);
  }

  get points(): Matrix {
    return Matrix.from([...this.vectors.values()]);
  }

  /** What a search must find; undefined where only a part of it is certain. */
  search(
    query: Float32Array,
    { k = 10, candidates, radius, where, filter }: HashIndexSearchOptions,
  ): { neighbours: Neighbour[]; candidates: number } {
    if (this.vectors.size === 0) return { neighbours: [], candidates: 0 };
    const accepts = filter as ((id: Id) => boolean) | undefined;
    const distances = this.#distances(query);
    const hamming = this.#hamming(query);
    let rows = [...this.vectors.keys()]
      .map((id, row) => ({ id, row, distance: distances[row], hamming: hamming[row] }))
      .filter(({ id }) => fulfils(this.documents.get(id), where ?? {}))
      .filter(({ id }) => accepts?.(id) ?? true);
    if (radius !== undefined) rows = rows.filter((each) => Math.min(...each.hamming) <= radius);
    if (typeof candidates === 'number') {
      const total = (row: (typeof rows)[0]) => row.hamming.reduce((sum, own) => sum + own, 0);
      rows = rows.sort((a, b) => total(a) - total(b) || a.row - b.row).slice(0, candidates);
    }
    const found = rows.length;
    rows.sort((a, b) => a.distance - b.distance || a.row - b.row);
    const neighbours = rows.slice(0, k).map(({ id, distance }): Neighbour => {
      const document = this.documents.get(id);
      return { id, distance, score: this.#score(distance), ...(document && { document }) };
    });
    return { neighbours, candidates: found };
  }

  #distances(query: Float32Array): Float32Array {
    const vectors = kernels.createVectors(this.points);
    const out = new Float32Array(this.vectors.size);
    vectors.distances(query, this.metric, null, out.length, out);
    return out;
  }

  #score(distance: number): number {
    if (this.metric === 'cosine') return 1 - distance;
    return this.metric === 'dot' ? 0 - distance : 1 / (1 + distance);
  }

  /** Per row, the distance in each table. */
  #hamming(query: Float32Array): number[][] {
    const code = (hasher: Hasher, vector: Float32Array) =>
      hasher.encode(new Matrix(vector, 1, vector.length)).code(0);
    const queries = new Map<Hasher, Uint32Array>();
    return Array.from(this.vectors, ([id, vector]) =>
      this.codedBy.get(id)!.map((hasher) => {
        const own = queries.get(hasher) ?? code(hasher, query);
        queries.set(hasher, own);
        return hammingDistance(code(hasher, vector), own);
      }),
    );
  }
}
