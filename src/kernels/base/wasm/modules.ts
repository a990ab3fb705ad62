// The compiled modules, embedded as bytes so that no bundler needs a plug-in to find them.
import scalar from '../../../../build/wasm/base-scalar.wasm';
import simd from '../../../../build/wasm/base-simd.wasm';

/** Bytes of the compiled module of a WebAssembly backend. */
export function moduleBytes(name: 'wasm-simd' | 'wasm'): Uint8Array<ArrayBuffer> {
  return name === 'wasm-simd' ? simd() : scalar();
}

// The smallest module with a SIMD instruction: (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt).
const SIMD_PROBE = Uint8Array.of(
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
  123,
  3,
  2,
  1,
  0,
  10,
  10,
  1,
  8,
  0,
  65,
  0,
  253,
  15,
  253,
  98,
  11,
);

/** Whether this engine runs WebAssembly SIMD; compiles nothing, so a CSP has no say in it. */
export function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
}
