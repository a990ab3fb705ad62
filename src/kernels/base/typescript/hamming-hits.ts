/**
 * What a scan has found for one query, in order of position, and the largest distance that is still
 * of interest. Once `wanted` codes lie within a distance, later ones at that distance rank behind
 * them, so the limit falls below it; entries at limit + 1 fill the places that are left.
 */
export class HitList {
  limit: number;
  size = 0;
  readonly #wanted: number;
  readonly #positions: Uint32Array;
  readonly #distances: Uint16Array;
  readonly #counts: Uint32Array;
  /** Entries within the limit: fewer than wanted. */
  #within = 0;

  /**
   * @param wanted - how many nearest; Infinity for all within the limit, which then stays.
   * @param positions - room for more than `wanted` entries, or for all codes; so `distances`.
   */
  constructor(
    bits: number,
    limit: number,
    wanted: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ) {
    this.limit = limit;
    this.#wanted = wanted;
    this.#positions = positions;
    this.#distances = distances;
    this.#counts = new Uint32Array(bits + 1);
  }

  /** Takes a code within the limit. */
  add(position: number, distance: number): void {
    if (this.size === this.#positions.length) this.#compact();
    this.#positions[this.size] = position;
    this.#distances[this.size++] = distance;
    this.#counts[distance]++;
    this.#within++;
    while (this.#within >= this.#wanted) this.#within -= this.#counts[this.limit--];
  }

  /** Drops the entries that can't be among the nearest any more: `wanted` are left. */
  #compact(): void {
    let places = this.#wanted - this.#within;
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      const distance = this.#distances[i];
      if (distance > this.limit && (distance > this.limit + 1 || places-- <= 0)) continue;
      this.#positions[kept] = this.#positions[i];
      this.#distances[kept++] = distance;
    }
    this.size = kept;
  }

  /** Writes the nearest by distance, ties by position, from `at` on: no fewer were collected. */
  rank(positions: Uint32Array, distances: Uint16Array, at: number): void {
    const last = this.limit + 1;
    const next = new Uint32Array(last + 1);
    for (let d = 0; d < last; d++) next[d + 1] = next[d] + this.#counts[d];
    for (let i = 0; i < this.size; i++) {
      const distance = this.#distances[i];
      if (distance > last || next[distance] >= this.#wanted) continue;
      const rank = at + next[distance]++;
      positions[rank] = this.#positions[i];
      distances[rank] = distance;
    }
  }
}

/** Codes in some layout. Positions first..end-1 begin at a multiple of 32. */
export interface CodeLayout {
  /** A packed query in the form in which `scan` and `distances` want it. */
  prepare(query: Uint32Array): Int32Array;
  /** Adds the codes within the list's limit. */
  scan(query: Int32Array, first: number, end: number, hits: HitList): void;
  /** out[i] = distance of code first + i; `out` has room for whole blocks of 32. */
  distances(query: Int32Array, first: number, end: number, out: Uint16Array): void;
}
