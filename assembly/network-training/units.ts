// What happens to the units of a layer between the products, on [panel][row][8].
import { bitsAt, bitsAtFour } from './counter';

const LANES: usize = 8;
const ROW: usize = 32;

/**
 * ReLU and dropout in place: x becomes scale x where it is above 0 and the bits of place
 * r x 8 panels + unit are not below `threshold`, else 0.
 */
export function activate(
  values: usize,
  stride: usize,
  rows: usize,
  panels: usize,
  threshold: u32,
  scale: f32,
  key: u32,
): void {
  const width = <u32>(panels * LANES);
  for (let p: usize = 0; p < panels; p++) {
    let at = values + p * stride * ROW;
    let place = <u32>(p * LANES);
    for (let row: usize = 0; row < rows; row++, at += ROW, place += width) {
      for (let c: u32 = 0; c < <u32>LANES; c += 4) {
        if (ASC_FEATURE_SIMD) activateFour(at + (c << 2), place + c, threshold, scale, key);
        else activateEach(at + (c << 2), place + c, threshold, scale, key);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function activateFour(at: usize, place: u32, threshold: u32, scale: f32, key: u32): void {
  const x = v128.load(at);
  let y = v128.and(f32x4.mul(x, f32x4.splat(scale)), f32x4.gt(x, f32x4.splat(0)));
  if (threshold != 0) {
    const places = i32x4.add(i32x4.splat(place), i32x4(0, 1, 2, 3));
    const bits = bitsAtFour(places, i32x4.splat(key));
    y = v128.andnot(y, i32x4.lt_u(bits, i32x4.splat(threshold)));
  }
  v128.store(at, y);
}

function activateEach(at: usize, place: u32, threshold: u32, scale: f32, key: u32): void {
  for (let c: u32 = 0; c < 4; c++, at += 4) {
    const x = load<f32>(at);
    const isKept = x > 0 && (threshold == 0 || bitsAt(place + c, key) >= threshold);
    store<f32>(at, isKept ? x * scale : 0);
  }
}

/** The way back through `activate`, in place: scale g where the unit was above 0, else 0. */
export function activationGradients(
  gradients: usize,
  activations: usize,
  stride: usize,
  rows: usize,
  panels: usize,
  scale: f32,
): void {
  for (let p: usize = 0; p < panels; p++) {
    const from = p * stride * ROW;
    for (let at = from; at < from + rows * ROW; at += 16) {
      if (ASC_FEATURE_SIMD) {
        const isOn = f32x4.gt(v128.load(activations + at), f32x4.splat(0));
        const scaled = f32x4.mul(v128.load(gradients + at), f32x4.splat(scale));
        v128.store(gradients + at, v128.and(scaled, isOn));
      } else {
        for (let k = at; k < at + 16; k += 4) {
          const isOn = load<f32>(activations + k) > 0;
          store<f32>(gradients + k, isOn ? load<f32>(gradients + k) * scale : 0);
        }
      }
    }
  }
}

/** out[u] = gradients[0][u] + gradients[1][u] + ..., from 0 in order of rows. */
export function offsetGradients(
  gradients: usize,
  stride: usize,
  rows: usize,
  panels: usize,
  out: usize,
): void {
  for (let p: usize = 0; p < panels; p++) {
    const from = gradients + p * stride * ROW;
    for (let u: usize = 0; u < ROW; u += 4, out += 4) {
      let sum: f32 = 0;
      for (let at = from + u; at < from + rows * ROW; at += ROW) sum += load<f32>(at);
      store<f32>(out, sum);
    }
  }
}
