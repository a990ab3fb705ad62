// Losses of a batch and their gradients, which take the place of the scores. A few values a point:
// no SIMD. Gradients are float32, losses float64 sums in order of rows, then of outputs.
import { expScalar } from '../shared/elementary';
import { log } from '../shared/log';

const LANES: usize = 8;
const ROW: usize = 32;

// @ts-ignore: decorator
@inline
function place(scores: usize, stride: usize, row: usize, output: usize): usize {
  return scores + (output >> 3) * stride * ROW + row * ROW + ((output & 7) << 2);
}

/** Gradients of the outputs that only fill a panel. */
function clearPadding(scores: usize, stride: usize, row: usize, outputs: usize): void {
  for (let c = outputs; (c & (LANES - 1)) != 0; c++) {
    store<f32>(place(scores, stride, row, c), 0);
  }
}

/**
 * Cross-entropy with class probabilities: sum_c t_c (log sum_b exp(s_b) - s_c).
 * @param scores [panel][row][8], replaced by (p - t) scale
 * @param targets rows x outputs, float32
 * @returns the sum of the rows' losses
 */
export function softmaxGradients(
  scores: usize,
  stride: usize,
  rows: usize,
  outputs: usize,
  targets: usize,
  scale: f32,
): f64 {
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, targets += outputs << 2) {
    let highest = load<f32>(place(scores, stride, row, 0));
    for (let c: usize = 1; c < outputs; c++) {
      const score = load<f32>(place(scores, stride, row, c));
      if (score > highest) highest = score;
    }
    let sum: f32 = 0;
    let below: f64 = 0;
    let whole: f64 = 0;
    for (let c: usize = 0; c < outputs; c++) {
      const at = place(scores, stride, row, c);
      const difference = load<f32>(at) - highest;
      const target = load<f32>(targets + (c << 2));
      const power = expScalar(difference);
      below += <f64>target * <f64>difference;
      whole += <f64>target;
      sum += power;
      store<f32>(at, power);
    }
    loss += whole * log(<f64>sum) - below;
    for (let c: usize = 0; c < outputs; c++) {
      const at = place(scores, stride, row, c);
      store<f32>(at, (load<f32>(at) / sum - load<f32>(targets + (c << 2))) * scale);
    }
    clearPadding(scores, stride, row, outputs);
  }
  return loss;
}

/**
 * Logistic loss of each output by itself, log(1 + exp(s)) - q s with q = (1 + t) / 2.
 * @param scores [panel][row][8], replaced by (1 / (1 + exp(-s)) - q) scale
 * @param targets rows x outputs, float32, -1 to +1
 */
export function logisticGradients(
  scores: usize,
  stride: usize,
  rows: usize,
  outputs: usize,
  targets: usize,
  scale: f32,
): f64 {
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++) {
    for (let c: usize = 0; c < outputs; c++, targets += 4) {
      const at = place(scores, stride, row, c);
      const score = load<f32>(at);
      const share = (load<f32>(targets) + 1) * 0.5;
      const power = expScalar(-abs<f32>(score));
      const whole = power + 1;
      const probability = (score >= 0 ? <f32>1 : power) / whole;
      loss += max<f64>(0, <f64>score) - <f64>share * <f64>score + log(<f64>whole);
      store<f32>(at, (probability - share) * scale);
    }
    clearPadding(scores, stride, row, outputs);
  }
  return loss;
}

/**
 * Hinge loss of each output by itself, q max(0, 1 - s) + (1 - q) max(0, 1 + s) with q = (1 + t) / 2.
 * @param scores [panel][row][8], replaced by the gradient times scale
 * @param targets rows x outputs, float32, -1 to +1
 */
export function hingeGradients(
  scores: usize,
  stride: usize,
  rows: usize,
  outputs: usize,
  targets: usize,
  scale: f32,
): f64 {
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++) {
    for (let c: usize = 0; c < outputs; c++, targets += 4) {
      const at = place(scores, stride, row, c);
      const score = load<f32>(at);
      const share = (load<f32>(targets) + 1) * 0.5;
      const rest: f32 = <f32>1 - share;
      let gradient: f32 = 0;
      if (score < 1) {
        gradient -= share;
        loss += <f64>share * (1 - <f64>score);
      }
      if (score > -1) {
        gradient += rest;
        loss += <f64>rest * (1 + <f64>score);
      }
      store<f32>(at, gradient * scale);
    }
    clearPadding(scores, stride, row, outputs);
  }
  return loss;
}
