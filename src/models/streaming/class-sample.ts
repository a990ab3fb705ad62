import { Matrix } from '../../core/matrix.ts';
import type { RandomState } from '../../core/random/random-state.ts';

/** A point of the sample. */
export interface SampledPoint {
  readonly values: Float32Array;
  /** Place of its class. */
  readonly place: number;
}

/**
 * A bounded sample of a stream's points, as equal in classes as the stream allows. Within a class
 * each point that came is in it with nearly the same probability: reservoir sampling (Vitter, ACM
 * TOMS 1985), with places that large classes hand on to small ones.
 */
export class ClassSample {
  readonly capacity: number;
  readonly #classes: Float32Array[][] = [];
  /** Points of each class that came. */
  readonly #came: number[] = [];
  #size = 0;

  /** @param capacity - points kept at most. */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#size;
  }

  /** Points of a class that came, kept or not. */
  came(place: number): number {
    return this.#came[place] ?? 0;
  }

  /** Points of a class that are kept. */
  kept(place: number): number {
    return this.#classes[place]?.length ?? 0;
  }

  /** Offers a point, which is copied if it is kept. */
  add(values: Float32Array, place: number, random: RandomState): void {
    while (this.#classes.length <= place) {
      this.#classes.push([]);
      this.#came.push(0);
    }
    const own = this.#classes[place];
    this.#came[place]++;
    if (this.#size < this.capacity) {
      own.push(values.slice());
      this.#size++;
      return;
    }
    const largest = this.#largest();
    if (own.length < largest.length) {
      removeAt(largest, random.randint(0, largest.length));
      own.push(values.slice());
      return;
    }
    const at = random.randint(0, this.#came[place]);
    if (at < own.length) own[at] = values.slice();
  }

  /** All of it, class by class. */
  points(): SampledPoint[] {
    return this.#classes.flatMap((own, place) => own.map((values) => ({ values, place })));
  }

  /** What `restored` takes. */
  counts(): { readonly came: number[]; readonly kept: number[] } {
    return { came: [...this.#came], kept: this.#classes.map((own) => own.length) };
  }

  /** @param points - class by class, as `points` gave them. */
  restore(points: Matrix, { came, kept }: { came: number[]; kept: number[] }): void {
    let row = 0;
    for (const [place, count] of kept.entries()) {
      const own = Array.from({ length: count }, () => points.row(row++).slice());
      this.#classes.push(own);
      this.#came.push(came[place]);
    }
    this.#size = row;
  }

  /** The first of those with most points. */
  #largest(): Float32Array[] {
    return this.#classes.reduce((most, own) => (own.length > most.length ? own : most));
  }
}

/** Vectors as the rows of a matrix. */
export function matrixOfRows(rows: readonly Float32Array[], cols: number): Matrix {
  const data = new Float32Array(rows.length * cols);
  for (const [i, row] of rows.entries()) data.set(row, i * cols);
  return new Matrix(data, rows.length, cols);
}

/** The order of what remains does not matter. */
function removeAt(list: Float32Array[], at: number): void {
  const last = list.pop() as Float32Array;
  if (at < list.length) list[at] = last;
}
