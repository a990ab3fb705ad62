// Losses and their gradients, operation by operation as assembly/network-training/losses.ts.
import { exp32 } from '../../../core/elementary.ts';
import { log } from '../../../core/random/log.ts';
import type { TrainingLoss } from '../api.ts';
import { PANEL } from '../layout.ts';
import type { Panels } from './products.ts';

const { fround } = Math;

/** One row of scores, which becomes that of their gradients. */
interface Row {
  readonly scores: Float32Array;
  readonly targets: Float32Array;
  readonly scale: number;
}

const ROW_LOSSES = { softmax, logistic, hinge };

/** Puts the gradients, times `scale`, in the place of the scores; returns the sum of the losses. */
export function lossGradients(
  loss: TrainingLoss,
  { values, panels, stride }: Panels,
  rows: number,
  outputs: number,
  targets: Float32Array,
  scale: number,
): number {
  const scores = new Float32Array(outputs);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const at = (c: number) => ((c >> 3) * stride + row) * PANEL + (c & 7);
    for (let c = 0; c < outputs; c++) scores[c] = values[at(c)];
    const own = targets.subarray(row * outputs, (row + 1) * outputs);
    sum = ROW_LOSSES[loss]({ scores, targets: own, scale }, sum);
    for (let c = 0; c < panels * PANEL; c++) values[at(c)] = c < outputs ? scores[c] : 0;
  }
  return sum;
}

function softmax({ scores, targets, scale }: Row, before: number): number {
  let highest = scores[0];
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  let below = 0;
  let whole = 0;
  for (let c = 0; c < scores.length; c++) {
    const difference = fround(scores[c] - highest);
    below += targets[c] * difference;
    whole += targets[c];
    scores[c] = exp32(difference);
    sum = fround(sum + scores[c]);
  }
  for (let c = 0; c < scores.length; c++) {
    scores[c] = fround(fround(scores[c] / sum) - targets[c]) * scale;
  }
  return before + (whole * log(sum) - below);
}

function logistic({ scores, targets, scale }: Row, before: number): number {
  let loss = before;
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c];
    const share = fround(fround(targets[c] + 1) * 0.5);
    const power = exp32(-Math.abs(score));
    const whole = fround(power + 1);
    const probability = fround((score >= 0 ? 1 : power) / whole);
    loss += Math.max(0, score) - share * score + log(whole);
    scores[c] = fround(probability - share) * scale;
  }
  return loss;
}

function hinge({ scores, targets, scale }: Row, before: number): number {
  let loss = before;
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c];
    const share = fround(fround(targets[c] + 1) * 0.5);
    const rest = fround(1 - share);
    let gradient = 0;
    if (score < 1) {
      gradient = 0 - share;
      loss += share * (1 - score);
    }
    if (score > -1) {
      gradient = fround(gradient + rest);
      loss += rest * (1 + score);
    }
    scores[c] = gradient * scale;
  }
  return loss;
}
