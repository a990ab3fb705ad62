import { HashCodes, wordsFor } from '../core/hash-codes.ts';
import type { Hasher } from '../core/hasher.ts';
import { Matrix } from '../core/matrix.ts';
import { fastRandom } from './random-data.ts';

/** Rows that are made, and encoded, at a time. */
const BATCH = 65_536;

/** Gaussian clusters of equal size whose centres are standard normal. */
export interface ClusterSettings {
  readonly clusters: number;
  readonly dimensions: number;
  /** Standard deviation within a cluster. */
  readonly noise: number;
  readonly seed: number;
}

/** Clustered vectors, as many as one asks for, a batch at a time. */
export class ClusteredVectors {
  readonly settings: ClusterSettings;
  readonly #centres: Float32Array;
  readonly #normal: () => number;
  readonly #random: () => number;

  constructor(settings: ClusterSettings) {
    this.settings = settings;
    this.#random = fastRandom(settings.seed);
    this.#normal = normalFrom(this.#random);
    const values = settings.clusters * settings.dimensions;
    this.#centres = Float32Array.from({ length: values }, this.#normal);
  }

  /** The next rows, each of a cluster drawn at random. */
  next(rows: number): Matrix {
    const { clusters, dimensions, noise } = this.settings;
    const data = new Float32Array(rows * dimensions);
    for (let i = 0; i < rows; i++) {
      const centre = (this.#random() % clusters) * dimensions;
      const row = i * dimensions;
      for (let k = 0; k < dimensions; k++) {
        data[row + k] = this.#centres[centre + k] + noise * this.#normal();
      }
    }
    return new Matrix(data, rows, dimensions);
  }

  /** The codes of the next rows, which are not kept. */
  codes(hasher: Hasher, rows: number): HashCodes {
    const perCode = wordsFor(hasher.bits);
    const words = new Uint32Array(rows * perCode);
    for (let first = 0; first < rows; first += BATCH) {
      const batch = this.next(Math.min(BATCH, rows - first));
      words.set(hasher.encode(batch).words, first * perCode);
    }
    return new HashCodes(words, rows, hasher.bits);
  }
}

/** Standard normal deviates by the polar method, two at a time. */
export function normalFrom(random: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const x = random() / 2 ** 31 - 1;
      const y = random() / 2 ** 31 - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
}
