import { exp32 } from '../../core/elementary.ts';
import { log } from '../../core/random/log.ts';
import type { RandomState } from '../../core/random/random-state.ts';
import type { TrainingBatch } from '../../kernels/network-training/api.ts';
import type { NetworkProblem, NetworkSettings, PointsAndTargets } from './network.ts';

const { fround } = Math;

/**
 * The power of two that brings the mean square of all values nearest to 1; multiplying by it rounds
 * nothing. Points of unit length have small values, which would slow down learning.
 */
export function pointScale(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  const mean = squares / values.length;
  let scale = 1;
  if (!(mean > 0)) return scale;
  while (mean * scale * scale < 0.5 && scale < 2 ** 60) scale *= 2;
  while (mean * scale * scale >= 2 && scale > 2 ** -60) scale /= 2;
  return scale;
}

/**
 * A number drawn from Beta(a, a), by Johnk's rejection: u^(1/a) over u^(1/a) + v^(1/a) where that is
 * at most 1. The power is float32, by a logarithm and an exponential of our own; where both are too
 * small for it, so is their sum, and their quotient tells.
 */
export function drawBeta(random: RandomState, a: number): number {
  for (;;) {
    const own = log(1 - random.randomSample()) / a;
    const other = log(1 - random.randomSample()) / a;
    const x = exp32(fround(own));
    const y = exp32(fround(other));
    if (x + y > 1) continue;
    if (x + y > 0) return x / (x + y);
    const ratio = exp32(fround(-Math.abs(own - other)));
    return (own > other ? 1 : ratio) / (1 + ratio);
  }
}

/** The mini-batches of an epoch: points in random order, mixed where the settings ask for it. */
export class EpochBatches {
  readonly #problem: NetworkProblem;
  readonly #settings: NetworkSettings;
  readonly #scale: number;
  readonly #points: Float32Array;
  readonly #targets: Float32Array;

  /** @param scale - what points are multiplied by, a power of two. */
  constructor(problem: NetworkProblem, settings: NetworkSettings, scale: number) {
    const most = Math.min(settings.batch, problem.points.rows);
    this.#problem = problem;
    this.#settings = settings;
    this.#scale = scale;
    this.#points = new Float32Array(most * problem.points.cols);
    this.#targets = new Float32Array(most * problem.targets.cols);
  }

  /** Batches one after another, in the same memory. */
  *epoch(random: RandomState): Generator<Omit<TrainingBatch, 'rate'>> {
    const { points, targets } = this.#problem;
    const { batch, mixup } = this.#settings;
    const order = random.permutation(points.rows);
    const partners = mixup > 0 ? random.permutation(points.rows) : order;
    for (let first = 0; first < points.rows; first += batch) {
      const rows = Math.min(batch, points.rows - first);
      for (let i = 0; i < rows; i++) {
        const share = mixup > 0 ? fround(drawBeta(random, mixup)) : 1;
        this.#take(i, order[first + i], partners[first + i], share);
      }
      const key = random.randint(0, 2 ** 32);
      yield {
        points: this.#points.subarray(0, rows * points.cols),
        targets: this.#targets.subarray(0, rows * targets.cols),
        rows,
        key,
      };
    }
  }

  /** All points in order, as they are. */
  *inOrder({ points, targets }: PointsAndTargets): Generator<Omit<TrainingBatch, 'rate' | 'key'>> {
    const most = Math.min(this.#settings.batch, this.#problem.points.rows);
    for (let first = 0; first < points.rows; first += most) {
      const rows = Math.min(most, points.rows - first);
      const seen = this.#points.subarray(0, rows * points.cols);
      seen.set(points.slice(first, first + rows).data);
      for (let i = 0; i < seen.length; i++) seen[i] *= this.#scale;
      yield { points: seen, targets: targets.slice(first, first + rows).data, rows };
    }
  }

  /** Row `i` of the batch: share x own + (1 - share) x partner. */
  #take(i: number, own: number, partner: number, share: number): void {
    const { points, targets } = this.#problem;
    mix(points.data, points.cols, own, partner, share, this.#scale, this.#points, i);
    mix(targets.data, targets.cols, own, partner, share, 1, this.#targets, i);
  }
}

function mix(
  values: Float32Array,
  cols: number,
  own: number,
  partner: number,
  share: number,
  scale: number,
  out: Float32Array,
  row: number,
): void {
  const to = row * cols;
  const a = own * cols;
  const b = partner * cols;
  const ownShare = share * scale;
  if (share === 1) {
    for (let k = 0; k < cols; k++) out[to + k] = values[a + k] * ownShare;
    return;
  }
  const otherShare = fround(1 - share) * scale;
  for (let k = 0; k < cols; k++) {
    out[to + k] = fround(values[a + k] * ownShare) + fround(values[b + k] * otherShare);
  }
}
