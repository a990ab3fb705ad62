/** Searches that a guess is made of, and kinds of search that are remembered. */
const KEPT = 15;
const KINDS = 64;

/** How far the k-th neighbour was in the last searches of a kind: where the next one begins. */
export class RadiusGuesses {
  readonly #last = new Map<string, number[]>();

  /** The median of the last searches of this kind; undefined before the first. */
  guess(kind: string): number | undefined {
    const radii = this.#last.get(kind);
    if (!radii) return undefined;
    return [...radii].sort((a, b) => a - b)[radii.length >>> 1];
  }

  /** Remembers how far the k-th neighbour was. */
  learn(kind: string, radius: number): void {
    const radii = this.#last.get(kind) ?? [];
    // The kind that was used last stands last.
    this.#last.delete(kind);
    this.#last.set(kind, [...radii, radius].slice(-KEPT));
    if (this.#last.size > KINDS) this.#last.delete(this.#last.keys().next().value as string);
  }
}
