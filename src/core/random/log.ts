// One shared word pair through which the bits of a double are read and written.
const double = /* @__PURE__ */ new Float64Array(1);
const halves = /* @__PURE__ */ new Int32Array(double.buffer);

/** High 20 bits of the mantissa of sqrt(2): where the reduced argument is halved. */
const SQRT2_HIGH = 0x6a09e;
/** ln 2 with its last 21 bits 0, so that its product with an exponent is exact; and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_54 = 2 ** 54;

/**
 * Natural logarithm by + - x / and bit manipulation alone. Math.log may differ between engines in
 * the last bit; this gives the same double everywhere, within 1 ulp of the true value.
 *
 * x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2), then log(1 + f) = 2 atanh(s) for
 * s = f / (2 + f), so |s| < 0.172. The argument reduction and the order of the final sum, which
 * keeps the leading term f exact, are those described in fdlibm (K. C. Ng, Sun Microsystems,
 * 1993); the series is atanh's own, cut where the next term is below 2^-60 of the sum.
 *
 * @returns -Infinity for 0, NaN below 0 and for NaN.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2 ** -1022;
  double[0] = subnormal ? x * TWO_54 : x;
  const bits = halves[HIGH_HALF];
  const mantissa = bits & 0xfffff;
  const upper = mantissa >= SQRT2_HIGH ? 1 : 0;
  const k = (bits >> 20) - 1023 + upper - (subnormal ? 54 : 0);
  halves[HIGH_HALF] = mantissa | ((1023 - upper) << 20);
  const f = double[0] - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  const tail = s * (halfSquare + atanhTail(s * s));
  return k * LN2_HIGH - (halfSquare - (tail + k * LN2_LOW) - f);
}

/** 2 (atanh(s) / s - 1) as a polynomial in z = s^2 < 0.0295. */
function atanhTail(z: number): number {
  let sum = (((2 / 25) * z + 2 / 23) * z + 2 / 21) * z + 2 / 19;
  sum = (((sum * z + 2 / 17) * z + 2 / 15) * z + 2 / 13) * z + 2 / 11;
  return ((((sum * z + 2 / 9) * z + 2 / 7) * z + 2 / 5) * z + 2 / 3) * z;
}

/** Index of the half with sign, exponent and the top of the mantissa: the processor's choice. */
const HIGH_HALF = /* @__PURE__ */ findHighHalf();

function findHighHalf(): 0 | 1 {
  double[0] = 1; // only its high half is not 0
  return halves[1] !== 0 ? 1 : 0;
}
