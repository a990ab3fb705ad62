import type { TrainerSettings } from './api.ts';

const { fround } = Math;

const BETA_1 = 0.9;
const BETA_2 = 0.999;

/** The numbers of AdamW that no step changes, as the kernels take them. */
export const ADAM = {
  firstShare: fround(1 - BETA_1),
  secondKept: fround(BETA_2),
  secondShare: fround(1 - BETA_2),
  epsilon: fround(1e-8),
} as const;

/** The numbers of one step of AdamW. */
export interface AdamStep {
  readonly decay: number;
  readonly rate: number;
  readonly root: number;
}

/** Counts steps. Powers are products, since engines differ in theirs. */
export class AdamSteps {
  readonly #weightDecay: number;
  #power1 = 1;
  #power2 = 1;

  constructor(weightDecay: number) {
    this.#weightDecay = weightDecay;
  }

  /** The next step's numbers, rounded to float32. */
  next(rate: number): AdamStep {
    this.#power1 *= BETA_1;
    this.#power2 *= BETA_2;
    return {
      decay: fround(1 - rate * this.#weightDecay),
      rate: fround(rate / (1 - this.#power1)),
      root: fround(Math.sqrt(1 - this.#power2)),
    };
  }
}

/** Dropout as the kernels take it. */
export interface DropoutNumbers {
  /** Bits below it leave a value out; 0: none. */
  readonly threshold: number;
  /** What values that are kept are multiplied by. */
  readonly scale: number;
}

export function dropoutNumbers(share: number): DropoutNumbers {
  return { threshold: Math.floor(share * 2 ** 32), scale: fround(1 / (1 - share)) };
}

/** Key of a layer's dropout in a step: 0 the inputs, then the hidden layers. */
export function layerKey(key: number, layer: number): number {
  return (key ^ Math.imul(layer + 1, 0x85ebca6b)) >>> 0;
}

/** How many losses the mean is over. */
export function lossCount(loss: TrainerSettings['loss'], rows: number, outputs: number): number {
  return loss === 'softmax' ? rows : rows * outputs;
}
