import type { MultiIndexHits } from '../api.ts';

const ROWS = 2 ** 32;

/**
 * Hits as numbers distance * 2^32 + position: the smallest are the nearest, ties by position. The k
 * nearest in a heap whose root is the worst of them; all within the limit in a list if k is 0.
 */
export class HitHeap {
  /** The largest distance of interest. */
  limit: number;
  readonly #wanted: number;
  readonly #entries: number[] = [];

  constructor(wanted: number, limit: number) {
    this.#wanted = wanted;
    this.limit = limit;
  }

  get isFull(): boolean {
    return this.#wanted > 0 && this.#entries.length === this.#wanted;
  }

  /** Takes a code within the limit, which was not offered before. */
  offer(distance: number, position: number): void {
    const entry = distance * ROWS + position;
    const entries = this.#entries;
    if (this.#wanted === 0) {
      entries.push(entry);
      return;
    }
    if (!this.isFull) this.#rise(entry);
    else if (entry < entries[0]) this.#sink(entry);
    if (this.isFull) this.limit = Math.floor(entries[0] / ROWS);
  }

  sorted(): MultiIndexHits {
    const entries = Float64Array.from(this.#entries).sort();
    return {
      positions: Uint32Array.from(entries, (entry) => entry % ROWS),
      distances: Uint16Array.from(entries, (entry) => Math.floor(entry / ROWS)),
    };
  }

  #rise(entry: number): void {
    const entries = this.#entries;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (entries[above] >= entry) break;
      entries[at] = entries[above];
      at = above;
    }
    entries[at] = entry;
  }

  /** Replaces the root. */
  #sink(entry: number): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= entries.length) break;
      if (below + 1 < entries.length && entries[below + 1] > entries[below]) below++;
      if (entries[below] <= entry) break;
      entries[at] = entries[below];
      at = below;
    }
    entries[at] = entry;
  }
}
