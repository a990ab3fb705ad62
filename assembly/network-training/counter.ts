// Random bits by counter: 32 bits of any place of any mask, without those before it. A bijection of
// 32-bit integers whose bits all depend on all bits (multiply, xor-shift), of the place xor the key.

const STEP: u32 = 0x9e3779b1;
const FIRST: u32 = 0x7feb352d;
const SECOND: u32 = 0x846ca68b;

/** The bits of one place. */
// @ts-ignore: decorator
@inline
export function bitsAt(place: u32, key: u32): u32 {
  let x = (place * STEP) ^ key;
  x = (x ^ (x >> 16)) * FIRST;
  x = (x ^ (x >> 15)) * SECOND;
  return x ^ (x >> 16);
}

/** The bits of four places, one after another. */
// @ts-ignore: decorator
@inline
export function bitsAtFour(places: v128, key: v128): v128 {
  let x = v128.xor(i32x4.mul(places, i32x4.splat(STEP)), key);
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(FIRST));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(SECOND));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
