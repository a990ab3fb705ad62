// Discrete Fourier transforms of complex lines, out of place: Stockham's algorithm, which leaves the
// results in order. A line is so many elements of a real and an imaginary part, LANES values each.
//
// A stage of radix r works on n / s values at distances of s (n: what is left, s: what earlier
// stages multiply to): with m = n / r, for p = 0..m-1 the r elements x[q + s (p + k m)] become
// y[q + s (r p + j)] = w^(j p) sum_k x_k e^(-2 pi i j k / r), w = e^(-2 pi i / n), q = 0..s-1.
import {
  EXTENSION,
  middleHalf,
  middleThird,
  prime,
  radix2,
  radix3,
  radix4,
  radix5,
} from './radices';

/**
 * Transforms a line.
 * @param from length elements; it may be one of the buffers, and is written over
 * @param stages their number, then radix and address of the twiddles of each (m x (r - 1) complex
 *   numbers; for primes above 5 the r roots of unity come before them)
 * @param isCut whether only elements EXTENSION..length - EXTENSION are wanted
 * @returns the buffer that holds the result
 */
export function transform<T>(
  from: usize,
  length: usize,
  stages: usize,
  first: usize,
  second: usize,
  isCut: bool,
): usize {
  let rest = length;
  let stride: usize = 1;
  let source = from;
  let target = first;
  const last = stages + 4 + ((load<u32>(stages) - 1) << 3);
  for (let stage = stages + 4; stage <= last; stage += 8) {
    const radix = <usize>load<u32>(stage);
    const twiddles = <usize>load<u32>(stage, 4);
    const m = rest / radix;
    if (m == 1 && isCut && radix == 3 && stride + 2 * EXTENSION == length) {
      middleThird<T>(source, target, stride);
    } else if (m == 1 && isCut && radix == 2) {
      middleHalf<T>(source, target, stride);
    } else if (radix == 4) {
      radix4<T>(source, target, m, stride, twiddles);
    } else if (radix == 2) {
      radix2<T>(source, target, m, stride, twiddles);
    } else if (radix == 3) {
      radix3<T>(source, target, m, stride, twiddles);
    } else if (radix == 5) {
      radix5<T>(source, target, m, stride, twiddles);
    } else {
      prime<T>(source, target, m, stride, radix, twiddles);
    }
    rest = m;
    stride *= radix;
    source = target;
    target = source == first ? second : first;
  }
  return source;
}
