import type { DenseLayer } from '../../../../src/core/feature-map.ts';
import type { TrainingLoss } from '../../../../src/kernels/network-training/api.ts';

/** Mean loss of a network without dropout, in float64, layer by layer and point by point. */
export function meanLoss(
  layers: readonly DenseLayer[],
  loss: TrainingLoss,
  points: Float32Array,
  targets: Float32Array,
  rows: number,
): number {
  const cols = points.length / rows;
  const outputs = targets.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const scores = scoresOf(layers, [...points.subarray(row * cols, (row + 1) * cols)]);
    const wanted = [...targets.subarray(row * outputs, (row + 1) * outputs)];
    sum += loss === 'softmax' ? crossEntropy(scores, wanted) : separate(loss, scores, wanted);
  }
  return sum / rows;
}

/** The last layer's outputs for one point. */
export function scoresOf(layers: readonly DenseLayer[], point: readonly number[]): number[] {
  return layers.reduce<number[]>(
    (values, { weights, offsets }, i) => {
      const out = [...offsets].map((offset, u) =>
        weights.row(u).reduce((sum, weight, k) => sum + weight * values[k], offset),
      );
      return i < layers.length - 1 ? out.map((value) => Math.max(0, value)) : out;
    },
    [...point],
  );
}

function crossEntropy(scores: readonly number[], wanted: readonly number[]): number {
  const powers = scores.map(Math.exp);
  const whole = powers.reduce((a, b) => a + b, 0);
  return -wanted.reduce((sum, target, c) => sum + target * Math.log(powers[c] / whole), 0);
}

function separate(loss: TrainingLoss, scores: readonly number[], wanted: readonly number[]) {
  const margin = (m: number) =>
    loss === 'hinge' ? Math.max(0, 1 - m) : Math.log(1 + Math.exp(-m));
  const losses = scores.map((score, c) => {
    const share = (1 + wanted[c]) / 2;
    return share * margin(score) + (1 - share) * margin(-score);
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}
