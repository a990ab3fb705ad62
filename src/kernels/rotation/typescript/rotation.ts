import { wordsFor } from '../../../core/hash-codes.ts';
import {
  ROUNDS,
  type RotationModel,
  rotationScale,
  rotationSize,
  transformLength,
} from '../../../core/rotation.ts';
import type { Preparation, Projector } from '../../api.ts';
import { sumOfSquares } from '../../base/typescript/preprocess.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import { signMasks } from '../sign-masks.ts';
import { isNear, powerFor, quickSquares } from './norms.ts';
import { mixThirds, transform, transposeRuns } from './transform.ts';

/** Smallest float32 above 0. */
const TINY = 2 ** -149;

/** A row that is ready to be rotated, and what its outputs are compared with and divided by. */
interface PreparedRow {
  readonly row: Float32Array;
  readonly norm: number;
  readonly finite: boolean;
}

/** Rotations in plain TypeScript, every operation rounded to float32. */
export class TypeScriptRotation extends TypeScriptResident implements Projector {
  readonly #dimensions: number;
  readonly #outputs: number;
  readonly #size: number;
  readonly #normalise: boolean;
  readonly #masks: Uint32Array;
  /** The rotated mean, without scaling. */
  readonly #thresholds: Float32Array;
  readonly #row: Float32Array;
  readonly #values: Float32Array;
  /** The same values as bits, whose signs are turned. */
  readonly #words: Uint32Array;

  constructor(model: RotationModel, preparation: Preparation | null) {
    super('rotation');
    const size = rotationSize(model.dimensions);
    this.#dimensions = model.dimensions;
    this.#outputs = model.outputs;
    this.#size = size;
    this.#normalise = preparation?.normalise ?? false;
    this.#masks = signMasks(model);
    this.#thresholds = new Float32Array(model.outputs);
    this.#row = new Float32Array(size);
    this.#values = new Float32Array(size);
    this.#words = new Uint32Array(this.#values.buffer);
    if (!preparation?.mean) return;
    this.#row.set(preparation.mean);
    this.#rotate(this.#row, (value, output) => {
      this.#thresholds[output] = value;
    });
  }

  encode(points: Float32Array, rows: number, out: Uint32Array): boolean {
    this.checkAlive();
    const words = wordsFor(this.#outputs);
    const thresholds = this.#thresholds;
    out.fill(0, 0, rows * words);
    let areFinite = true;
    for (let i = 0; i < rows; i++) {
      const { row, norm, finite } = this.#prepare(points, i);
      areFinite &&= finite;
      this.#rotate(row, (value, j) => {
        if (value >= Math.fround(norm * thresholds[j])) out[i * words + (j >>> 5)] |= 1 << (j & 31);
      });
    }
    return areFinite;
  }

  project(points: Float32Array, rows: number, out: Float32Array): boolean {
    this.checkAlive();
    const thresholds = this.#thresholds;
    const scale = rotationScale(this.#size);
    let areFinite = true;
    for (let i = 0; i < rows; i++) {
      const { row, norm, finite } = this.#prepare(points, i);
      const factor = Math.fround(scale / norm);
      areFinite &&= finite;
      this.#rotate(row, (value, j) => {
        const difference = Math.fround(value - Math.fround(norm * thresholds[j]));
        const scaled = Math.fround(difference * factor);
        out[i * this.#outputs + j] = difference < 0 && scaled === 0 ? -TINY : scaled;
      });
    }
    return areFinite;
  }

  #prepare(points: Float32Array, index: number): PreparedRow {
    const row = this.#row;
    const first = index * this.#dimensions;
    row.set(points.subarray(first, first + this.#dimensions));
    let squares = quickSquares(row);
    let finite = true;
    if (!isNear(squares)) {
      squares = sumOfSquares(points, first, this.#dimensions);
      finite = squares < Number.POSITIVE_INFINITY;
      if (this.#normalise && finite && squares > 0) {
        const power = powerFor(squares);
        for (let k = 0; k < this.#dimensions; k++) row[k] *= power;
        squares *= power * power;
      }
    }
    const norm = this.#normalise && squares > 0 ? Math.fround(Math.sqrt(squares)) : 1;
    return { row, norm, finite };
  }

  /** Hands on the outputs of a padded row, unscaled, in order. */
  #rotate(row: Float32Array, use: (value: number, output: number) => void): void {
    const size = this.#size;
    const values = this.#values;
    for (let first = 0, mask = 0; first < this.#outputs; first += size) {
      const outputs = Math.min(size, this.#outputs - first);
      values.set(row);
      for (let round = 1; round <= ROUNDS; round++, mask += size) {
        this.#round(mask, round < ROUNDS ? size : outputs);
      }
      for (let j = 0; j < outputs; j++) use(values[j], first + j);
    }
  }

  /** @param kept - how many outputs are wanted. */
  #round(mask: number, kept: number): void {
    const size = this.#size;
    const length = transformLength(size);
    for (let i = 0; i < size; i++) this.#words[i] ^= this.#masks[mask + i];
    if (length < size) mixThirds(this.#values);
    for (let first = 0; first < kept; first += length) {
      // Values are transposed in runs of 16, of which each is made whole.
      const own = Math.min(length, Math.ceil((kept - first) / 16) * 16);
      transform(this.#values, first, length, own);
    }
    transposeRuns(this.#values, kept);
  }
}
