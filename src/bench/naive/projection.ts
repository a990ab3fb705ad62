/** Sign projection as one would write it first: three nested loops, float64 sums, bits packed after. */
export function naiveEncode(
  points: Float32Array,
  rows: number,
  dimensions: number,
  hyperplanes: Float32Array,
  bits: number,
  out: Uint32Array,
): void {
  const words = Math.ceil(bits / 32);
  out.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < bits; j++) {
      let sum = 0;
      for (let k = 0; k < dimensions; k++) {
        sum += points[i * dimensions + k] * hyperplanes[j * dimensions + k];
      }
      if (sum >= 0) out[i * words + (j >>> 5)] |= 1 << (j & 31);
    }
  }
}
