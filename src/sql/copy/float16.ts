const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * The 16 bits of IEEE 754 half precision nearest to a float32, ties to even: 5 bits of exponent, 10 of
 * fraction. Beyond 65,504 it is infinity from 65,520 on; below 2^-14 it is subnormal.
 */
export function float16Bits(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = bits[0] & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // 13 bits of the fraction fall; the exponent's bias goes from 127 to 15. A carry runs into the exponent.
  if (magnitude >= 0x38800000) {
    return sign | ((magnitude + 0xfff + ((magnitude >>> 13) & 1) - (112 << 23)) >>> 13);
  }
  return sign | roundedToEven(Math.abs(float[0]) * 2 ** 24);
}

function roundedToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
