// Sums of bits over classes and over neighbours: whole numbers, exact in every order.

export function addGroupSums(
  signs: Int8Array,
  bits: number,
  groups: Uint32Array,
  sums: Int32Array,
): void {
  for (let i = 0, at = 0; i < groups.length; i++) {
    const own = groups[i] * bits;
    for (let j = 0; j < bits; j++, at++) sums[own + j] += signs[at];
  }
}

export function neighbourSums(
  offsets: Uint32Array,
  neighbours: Uint32Array,
  signs: Int8Array,
  bits: number,
  sums: Int32Array,
): void {
  sums.fill(0, 0, (offsets.length - 1) * bits);
  for (let i = 0; i + 1 < offsets.length; i++) {
    const own = i * bits;
    for (let m = offsets[i]; m < offsets[i + 1]; m++) {
      const other = neighbours[m] * bits;
      for (let j = 0; j < bits; j++) sums[own + j] += signs[other + j];
    }
  }
}
