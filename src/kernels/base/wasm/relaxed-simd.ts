// Apart from ./modules.ts: bundles that import that one earlier compress worse, by 0.2 KB (measured).

// The relaxed instructions that kernels use, those of assembly/shared/bytes.ts: (func (export "p")
// (result i32) of the bytes -3, looked up by i8x16.relaxed_swizzle, times 5, added to the bytes 1 by
// i32x4.relaxed_dot_i8x16_i7x16_add_s).
const RELAXED_PROBE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  127,
  3,
  2,
  1,
  0,
  7,
  5,
  1,
  1,
  112,
  0,
  0,
  10,
  29,
  1,
  27,
  0,
  65,
  125,
  253,
  15,
  65,
  0,
  253,
  15,
  253,
  128,
  2,
  65,
  5,
  253,
  15,
  65,
  1,
  253,
  15,
  253,
  147,
  2,
  253,
  27,
  0,
  11,
);
const RELAXED_RESULT = 0x01010101 - 4 * 15;

/**
 * Whether this engine runs relaxed SIMD, and rightly: V8 had it behind a flag at first, as in Node 20, and the
 * code that it runs before it optimises multiplied wrongly.
 */
export function hasRelaxedSimd(): boolean {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(RELAXED_PROBE));
    return (exports.p as () => number)() === RELAXED_RESULT;
  } catch {
    return false;
  }
}
