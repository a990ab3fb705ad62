// (func (export "p") (result i32)): the bytes 0 1 2 3, over and over, looked up at 3 2 1 0 by
// i8x16.relaxed_swizzle, which is the relaxed instruction that kernels use.
const PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 112, 0, 0, 10, 23, 1,
  21, 0, 65, 128, 130, 136, 24, 253, 17, 65, 131, 132, 4, 253, 17, 253, 128, 2, 253, 27, 0, 11,
];
const PROBED = 0x00010203;

let isThere: boolean | undefined;

/**
 * Whether this engine has relaxed SIMD (Node 22 and later, Chromium): searches that gain by it,
 * as `QuantisedSearch` does, then use it on the backend `wasm-simd`. Results are the same.
 *
 * The instruction is run, not only compiled: engines had some behind a flag that gave wrong results.
 */
export function hasRelaxedSimd(): boolean {
  isThere ??= probe();
  return isThere;
}

function probe(): boolean {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(PROBE));
    const { p } = new WebAssembly.Instance(module).exports;
    return (p as () => number)() === PROBED;
  } catch {
    return false;
  }
}
