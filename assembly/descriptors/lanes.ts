// Arithmetic on one float32 or on four: kernels are written once, and each lane of the four goes
// through the operations of the one.

/** Values that the modules work on at a time. */
export const LANES: usize = ASC_FEATURE_SIMD ? 4 : 1;

// @ts-ignore: decorator
@inline
export function add<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.add(a, b);
  else return a + b;
}

// @ts-ignore: decorator
@inline
export function sub<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.sub(a, b);
  else return a - b;
}

// @ts-ignore: decorator
@inline
export function mul<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.mul(a, b);
  else return a * b;
}

// @ts-ignore: decorator
@inline
export function root<T>(a: T): T {
  if (isVector<T>()) return f32x4.sqrt(a);
  else return sqrt<T>(a);
}

/** The value in every lane. */
// @ts-ignore: decorator
@inline
export function all<T>(value: f32): T {
  if (isVector<T>()) return f32x4.splat(value);
  else return value;
}

/** The value at an address in every lane. */
// @ts-ignore: decorator
@inline
export function loadAll<T>(from: usize): T {
  if (isVector<T>()) return v128.load_splat<f32>(from);
  else return load<f32>(from);
}
