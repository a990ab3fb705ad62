import { Matrix } from '../../core/matrix.ts';

/** Scores of points that had not been learned from, and the places of their classes. */
export interface ScoredPoints {
  /** points x classes. */
  readonly scores: Matrix;
  readonly places: Uint32Array;
}

/**
 * Scores that the last points of a stream got before they were learned from, by the version of that time:
 * what a version makes of points that are new to it (prequential evaluation: Dawid, "Statistical Theory: the
 * Prequential Approach", JRSS A 1984).
 */
export class RecentScores {
  readonly #capacity: number;
  #scores: Float32Array[] = [];
  #places: number[] = [];

  /** @param capacity - points kept at most, the last ones. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#places.length;
  }

  /** @param scores - by the classes known then; points of others tell nothing. */
  add({ scores, places }: ScoredPoints): void {
    for (const [i, place] of places.entries()) {
      if (place >= scores.cols) continue;
      this.#scores.push(scores.row(i).slice());
      this.#places.push(place);
    }
    this.#scores = this.#scores.slice(-this.#capacity);
    this.#places = this.#places.slice(-this.#capacity);
  }

  /** All of them, by so many classes: those that came later score 0. */
  points(classes: number): ScoredPoints {
    const { size } = this;
    const scores = new Matrix(new Float32Array(size * classes), size, classes);
    for (const [i, own] of this.#scores.entries()) scores.row(i).set(own);
    return { scores, places: Uint32Array.from(this.#places) };
  }
}
