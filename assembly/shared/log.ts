// The natural logarithm in float64, operation by operation as src/core/random/log.ts, which says how:
// for finite x of at least 1, which is all that losses and descriptors ask for.

const SQRT2_HIGH: i32 = 0x6a09e;
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  const high = <i32>(bits >> 32);
  const mantissa = high & 0xfffff;
  const upper = i32(mantissa >= SQRT2_HIGH);
  const k = <f64>((high >> 20) - 1023 + upper);
  const reduced = ((<i64>(mantissa | ((1023 - upper) << 20))) << 32) | (bits & 0xffffffff);
  const f = reinterpret<f64>(reduced) - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  const tail = s * (halfSquare + atanhTail(s * s));
  return k * LN2_HIGH - (halfSquare - (tail + k * LN2_LOW) - f);
}

function atanhTail(z: f64): f64 {
  let sum: f64 = (((2.0 / 25.0) * z + 2.0 / 23.0) * z + 2.0 / 21.0) * z + 2.0 / 19.0;
  sum = (((sum * z + 2.0 / 17.0) * z + 2.0 / 15.0) * z + 2.0 / 13.0) * z + 2.0 / 11.0;
  return ((((sum * z + 2.0 / 9.0) * z + 2.0 / 7.0) * z + 2.0 / 5.0) * z + 2.0 / 3.0) * z;
}
