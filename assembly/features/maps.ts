// What turns projections into features: similarities to landmarks, random Fourier features.
import { cosScalar, cosSimd, expScalar, expSimd } from '../shared/elementary';

/**
 * values = exp(min(0, values - |x|^2 inverseWidth)), row by row.
 * @param points rows x dimensions, float32
 * @param values rows x stride float32, stride a multiple of 4: projections, then features
 */
export function rbfFeatures(
  points: usize,
  rows: usize,
  dimensions: usize,
  inverseWidth: f64,
  values: usize,
  stride: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    let squares: f64 = 0;
    for (const end = points + (dimensions << 2); points < end; points += 4) {
      const x = <f64>load<f32>(points);
      squares += x * x;
    }
    const norm = <f32>(squares * inverseWidth);
    for (const end = values + (stride << 2); values < end; values += 16) {
      if (ASC_FEATURE_SIMD) {
        v128.store(values, expSimd(f32x4.sub(v128.load(values), f32x4.splat(norm))));
      } else {
        for (let k: usize = 0; k < 16; k += 4) {
          store<f32>(values + k, expScalar(load<f32>(values + k) - norm));
        }
      }
    }
  }
}

/** values = scale cos(2 pi values), for `count` values, a multiple of 4. */
export function fourierFeatures(values: usize, count: usize, scale: f32): void {
  for (const end = values + (count << 2); values < end; values += 16) {
    if (ASC_FEATURE_SIMD) {
      v128.store(values, f32x4.mul(cosSimd(v128.load(values)), f32x4.splat(scale)));
    } else {
      for (let k: usize = 0; k < 16; k += 4) {
        store<f32>(values + k, cosScalar(load<f32>(values + k)) * scale);
      }
    }
  }
}
