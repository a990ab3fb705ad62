import type { LearningInstance } from '../exports.ts';

/** Rows of signs as the kernels want them: padded with zeros to a multiple of 16 bytes. */
function upload(wasm: LearningInstance, pointer: number, signs: Int8Array, bits: number): void {
  const stride = strideOf(bits);
  const rows = signs.length / bits;
  const stored = wasm.memory.u8(pointer, rows * stride);
  stored.fill(0);
  for (let i = 0; i < rows; i++) stored.set(signs.subarray(i * bits, (i + 1) * bits), i * stride);
}

function strideOf(bits: number): number {
  return Math.ceil(bits / 16) * 16;
}

export function addGroupSums(
  wasm: LearningInstance,
  signs: Int8Array,
  bits: number,
  groups: Uint32Array,
  sums: Int32Array,
): void {
  const stride = strideOf(bits);
  const rows = groups.length;
  const groupCount = sums.length / bits;
  wasm.memory.withScratch((allocate) => {
    const input = allocate(rows * stride);
    const names = allocate(rows * 4);
    const output = allocate(groupCount * stride * 4);
    upload(wasm, input, signs, bits);
    wasm.memory.u32(names, rows).set(groups);
    wasm.memory.u8(output, groupCount * stride * 4).fill(0);
    wasm.kernels.addGroupSums(input, rows, stride, names, output);
    const found = wasm.memory.i32(output, groupCount * stride);
    for (let g = 0; g < groupCount; g++) {
      for (let j = 0; j < bits; j++) sums[g * bits + j] += found[g * stride + j];
    }
  });
}

export function neighbourSums(
  wasm: LearningInstance,
  offsets: Uint32Array,
  neighbours: Uint32Array,
  signs: Int8Array,
  bits: number,
  sums: Int32Array,
): void {
  const stride = strideOf(bits);
  const rows = offsets.length - 1;
  wasm.memory.withScratch((allocate) => {
    const input = allocate((signs.length / bits) * stride);
    const starts = allocate(offsets.length * 4);
    const list = allocate(neighbours.length * 4);
    const output = allocate(rows * stride * 4);
    upload(wasm, input, signs, bits);
    wasm.memory.u32(starts, offsets.length).set(offsets);
    wasm.memory.u32(list, neighbours.length).set(neighbours);
    wasm.kernels.neighbourSums(starts, list, rows, input, stride, output);
    const found = wasm.memory.i32(output, rows * stride);
    for (let i = 0; i < rows; i++) {
      sums.set(found.subarray(i * stride, i * stride + bits), i * bits);
    }
  });
}
