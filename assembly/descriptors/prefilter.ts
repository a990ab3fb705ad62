// What is done with a picture before Gabor filters see it: local brightness is subtracted, and what is
// left divided by local contrast.
import { log } from '../shared/log';
import { add, all, LANES, loadAll, mul, sub } from './lanes';

const CONTRAST: f32 = 0.2;

/**
 * out[i] = log(grey[i] + 1) minus the mean of all, in float64 from the first value on, which leaves flat
 * pictures at exactly 0, and rounded once.
 * @param wide scratch, count float64
 */
export function logarithms(grey: usize, count: usize, wide: usize, out: usize): void {
  const first = log(<f64>load<f32>(grey) + 1);
  let sum: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const value = log(<f64>load<f32>(grey + (i << 2)) + 1) - first;
    store<f64>(wide + (i << 3), value);
    sum += value;
  }
  const mean = sum / <f64>count;
  for (let i: usize = 0; i < count; i++) {
    store<f32>(out + (i << 2), <f32>(load<f64>(wide + (i << 3)) - mean));
  }
}

/** out[i][j] = image[places[i]][places[j]]: a square image extended by its own mirror images. */
export function extend(
  image: usize,
  side: usize,
  places: usize,
  length: usize,
  out: usize,
  stride: usize,
): void {
  for (let i: usize = 0; i < length; i++) {
    const row = image + ((<usize>load<u32>(places + (i << 2)) * side) << 2);
    for (let j: usize = 0; j < length << 2; j += 4) {
      store<f32>(out + j, load<f32>(row + (load<u32>(places + j) << 2)));
    }
    out += stride << 2;
  }
}

/**
 * out = basisT (basis image basisT) basis: the low frequencies of an image.
 * @param image stride x stride float32, of which size x size are not 0
 * @param basis width x stride, of which `terms` rows are not 0; basisT is its transpose
 * @param first,second,third scratch: width x stride, width x width, width x stride
 */
export function lowPass(
  image: usize,
  size: usize,
  stride: usize,
  basis: usize,
  basisT: usize,
  terms: usize,
  width: usize,
  first: usize,
  second: usize,
  third: usize,
  out: usize,
): void {
  multiply(basis, stride, image, stride, first, width, size);
  multiply(first, stride, basisT, width, second, width, size);
  multiply(second, width, basis, stride, third, width, terms);
  multiply(basisT, width, third, stride, out, stride, terms);
}

/**
 * out = a b, each value the float32 sum of products k = 0, 1, ... in that order from 0.
 * @param a rows x aStride, rows a multiple of 8, of which `inner` columns count
 * @param b inner x cols, cols a multiple of 8, as out
 */
function multiply(
  a: usize,
  aStride: usize,
  b: usize,
  cols: usize,
  out: usize,
  rows: usize,
  inner: usize,
): void {
  const aBytes = aStride << 2;
  const bBytes = cols << 2;
  for (let i: usize = 0; i < rows; i += 4, a += 4 * aBytes, out += 4 * bBytes) {
    for (let j: usize = 0; j < bBytes; j += 2 * LANES * 4) {
      if (ASC_FEATURE_SIMD) tile<v128>(a, aBytes, b + j, bBytes, inner, out + j);
      else tile<f32>(a, aBytes, b + j, bBytes, inner, out + j);
    }
  }
}

/** 4 rows by 2 x LANES columns. */
function tile<T>(a: usize, aBytes: usize, b: usize, bBytes: usize, inner: usize, out: usize): void {
  const a1 = a + aBytes,
    a2 = a1 + aBytes,
    a3 = a2 + aBytes;
  const zero = all<T>(0);
  let l0 = zero,
    h0 = zero,
    l1 = zero,
    h1 = zero,
    l2 = zero,
    h2 = zero,
    l3 = zero,
    h3 = zero;
  for (let k: usize = 0; k < inner << 2; k += 4, b += bBytes) {
    const low = load<T>(b),
      high = load<T>(b, sizeof<T>());
    const x0 = loadAll<T>(a + k);
    l0 = add<T>(l0, mul<T>(x0, low));
    h0 = add<T>(h0, mul<T>(x0, high));
    const x1 = loadAll<T>(a1 + k);
    l1 = add<T>(l1, mul<T>(x1, low));
    h1 = add<T>(h1, mul<T>(x1, high));
    const x2 = loadAll<T>(a2 + k);
    l2 = add<T>(l2, mul<T>(x2, low));
    h2 = add<T>(h2, mul<T>(x2, high));
    const x3 = loadAll<T>(a3 + k);
    l3 = add<T>(l3, mul<T>(x3, low));
    h3 = add<T>(h3, mul<T>(x3, high));
  }
  put<T>(out, l0, h0);
  put<T>(out + bBytes, l1, h1);
  put<T>(out + 2 * bBytes, l2, h2);
  put<T>(out + 3 * bBytes, l3, h3);
}

// @ts-ignore: decorator
@inline
function put<T>(out: usize, low: T, high: T): void {
  store<T>(out, low);
  store<T>(out, high, sizeof<T>());
}

/** image -= low, and low = image squared then. @param count a multiple of 4 */
export function subtractLow(image: usize, low: usize, count: usize): void {
  if (ASC_FEATURE_SIMD) subtract<v128>(image, low, count);
  else subtract<f32>(image, low, count);
}

function subtract<T>(image: usize, low: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += sizeof<T>()) {
    const rest = sub<T>(load<T>(image + at), load<T>(low + at));
    store<T>(image + at, rest);
    store<T>(low + at, mul<T>(rest, rest));
  }
}

/**
 * out = image / (0.2 + sqrt |power|) of the side x side values in the middle of both.
 * @param stride of the rows of image and power
 * @param margin rows and columns before the middle
 * @param side a multiple of 4
 */
export function divideByContrast(
  image: usize,
  power: usize,
  stride: usize,
  margin: usize,
  side: usize,
  out: usize,
): void {
  for (let y: usize = 0; y < side; y++) {
    const first = ((margin + y) * stride + margin) << 2;
    for (let x: usize = 0; x < side << 2; x += 4, out += 4) {
      const contrast = sqrt<f32>(abs<f32>(load<f32>(power + first + x)));
      store<f32>(out, load<f32>(image + first + x) / (CONTRAST + contrast));
    }
  }
}
