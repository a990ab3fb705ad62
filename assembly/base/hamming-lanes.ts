// Bitwise operations on a lane: v128 (128 codes at once) with SIMD, u64 (64 codes) without.

// @ts-ignore: decorator
@inline
export function xor<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.xor(a, b);
  else return <T>(a ^ b);
}

// @ts-ignore: decorator
@inline
export function or<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.or(a, b);
  else return <T>(a | b);
}

// @ts-ignore: decorator
@inline
export function and<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.and(a, b);
  else return <T>(a & b);
}

/** a & ~b */
// @ts-ignore: decorator
@inline
export function andNot<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.andnot(a, b);
  else return <T>(a & ~b);
}

/** Whether any bit is 0. */
// @ts-ignore: decorator
@inline
export function hasZero<T>(a: T): bool {
  if (isVector<T>()) return v128.any_true(v128.not(a));
  else return a != <T>-1;
}

/** Codes in a block: one per bit of a lane. */
// @ts-ignore: decorator
@inline
export function codesPerBlock<T>(): usize {
  return sizeof<T>() << 3;
}
