/** 2/3 as a float32. */
const TWO_THIRDS = 0.6666666865348816;

/**
 * Subtracts t = (a + b + c) 2/3 from each third a, b, c of `values`. A Float32Array rounds what it
 * is given: a sum of two float32 values in float64 is rounded once then, as float32 addition does.
 */
export function mixThirds(values: Float32Array): void {
  const third = values.length / 3;
  for (let a = 0; a < third; a++) {
    const b = a + third;
    const c = b + third;
    const t = Math.fround(Math.fround(Math.fround(values[a] + values[b]) + values[c]) * TWO_THIRDS);
    values[a] -= t;
    values[b] -= t;
    values[c] -= t;
  }
}

/**
 * The Walsh-Hadamard transform of `length` values from `first` on, of which the first `kept` outputs
 * are wanted: level by level, from values that stand far apart to neighbours.
 */
export function transform(values: Float32Array, first: number, length: number, kept: number): void {
  for (let half = length / 2; half >= 1; half /= 2) {
    for (let block = 0; block < kept; block += 2 * half) {
      // Of a block that is wanted in part, the second half may not be.
      const isWhole = kept - block > half;
      const start = first + block;
      for (let x = start; x < start + half; x++) {
        const a = values[x];
        const b = values[x + half];
        values[x] = a + b;
        if (isWhole) values[x + half] = a - b;
      }
    }
  }
}

/** Transposes every 16 of the first `count` values, as 4 x 4 matrices. */
export function transposeRuns(values: Float32Array, count: number): void {
  for (let run = 0; run < count; run += 16) {
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        const upper = run + 4 * j + i;
        const lower = run + 4 * i + j;
        const value = values[upper];
        values[upper] = values[lower];
        values[lower] = value;
      }
    }
  }
}
