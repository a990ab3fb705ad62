import { Matrix } from '../core/matrix.ts';

/** A small fast generator (xorshift32) for data whose numbers matter to nobody. */
export function fastRandom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Values spread evenly over [-1, 1). */
export function randomMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = fastRandom(seed);
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < data.length; i++) data[i] = random() / 2 ** 31 - 1;
  return new Matrix(data, rows, cols);
}

/** Random words of codes; the padding of the last word is 0. */
export function randomWords(count: number, bits: number, seed: number): Uint32Array {
  const random = fastRandom(seed);
  const perCode = Math.ceil(bits / 32);
  const mask = bits % 32 === 0 ? 0xffffffff : 2 ** (bits % 32) - 1;
  const words = new Uint32Array(count * perCode);
  for (let i = 0; i < words.length; i++) {
    words[i] = i % perCode === perCode - 1 ? random() & mask : random();
  }
  return words;
}

/**
 * Points like image descriptors: a few directions carry most of the variance, and values are
 * correlated, so that linear SVMs on random bits have work to do.
 */
export function descriptorLike(rows: number, cols: number, seed: number): Matrix {
  const latent = 64;
  const basis = randomMatrix(latent, cols, seed + 1).data;
  const random = fastRandom(seed);
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let l = 0; l < latent; l++) {
      const weight = (random() / 2 ** 31 - 1) / Math.sqrt(l + 1);
      for (let k = 0; k < cols; k++) data[i * cols + k] += weight * basis[l * cols + k];
    }
    for (let k = 0; k < cols; k++) data[i * cols + k] += 0.1 * (random() / 2 ** 31 - 1);
  }
  return new Matrix(data, rows, cols);
}
