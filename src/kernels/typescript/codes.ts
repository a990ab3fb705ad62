import { type HashCodes, popcount } from '../../core/hash-codes.ts';
import type { Codes } from '../api.ts';
import { TypeScriptResident } from './resident.ts';

/** Packed codes as a typed array. */
export class TypeScriptCodes extends TypeScriptResident implements Codes {
  readonly count: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #words: Uint32Array;

  constructor(codes: HashCodes) {
    super('code store');
    this.count = codes.count;
    this.#bits = codes.bits;
    this.#stride = codes.wordsPerCode;
    this.#words = codes.words.slice();
  }

  within(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    let found = 0;
    for (let i = 0; i < this.count; i++) {
      const d = this.#distance(query, 0, i);
      if (d <= radius) {
        positions[found] = i;
        distances[found++] = d;
      }
    }
    return found;
  }

  addDistanceHistograms(
    queries: Uint32Array,
    queryCount: number,
    queryLabels: Int32Array,
    labels: Int32Array,
    total: Uint32Array,
    relevant: Uint32Array,
  ): void {
    this.checkAlive();
    const bins = this.#bits + 1;
    for (let q = 0; q < queryCount; q++) {
      const label = queryLabels[q];
      for (let i = 0; i < this.count; i++) {
        const bin = q * bins + this.#distance(queries, q * this.#stride, i);
        total[bin]++;
        if (labels[i] === label) relevant[bin]++;
      }
    }
  }

  #distance(query: Uint32Array, at: number, index: number): number {
    const stride = this.#stride;
    const words = this.#words;
    if (stride === 1) return popcount(query[at] ^ words[index]);
    let distance = 0;
    for (let w = 0, p = index * stride; w < stride; w++, p++) {
      distance += popcount(query[at + w] ^ words[p]);
    }
    return distance;
  }
}
