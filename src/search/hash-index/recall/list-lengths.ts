/** By how much lengths grow where a list was too short, and shrink where it was not: one of some 27 is. */
const GROWTH = 1.3;
const DECAY = 0.99;
/** More kinds of searches than an application has. */
const MOST_KINDS = 64;
const MOST_ROWS = 2 ** 24;

/**
 * How many estimates are worth listing for a kind of search: a longer list costs more to keep, one that is
 * too short a second look at all codes. Lengths follow what searches took; results don't depend on them.
 */
export class ListLengths {
  readonly #lengths = new Map<string, number>();

  /** @param start - for the first search of a kind. */
  lengthOf(kind: string, start: number, least: number): number {
    return Math.round(Math.max(least, this.#lengths.get(kind) ?? start));
  }

  /** Whether a list of that length was enough. */
  learn(kind: string, start: number, wasEnough: boolean): void {
    const length = this.#lengths.get(kind) ?? start;
    if (!this.#lengths.has(kind) && this.#lengths.size === MOST_KINDS) this.#lengths.clear();
    this.#lengths.set(
      kind,
      Math.max(1, Math.min(MOST_ROWS, length * (wasEnough ? DECAY : GROWTH))),
    );
  }
}
