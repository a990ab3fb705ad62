import { exp32 } from '../../core/elementary.ts';
import type { Matrix } from '../../core/matrix.ts';
import { log } from '../../core/random/log.ts';
import { calibrate, largest } from '../graded/calibrate.ts';

/** How good left-out values are, and what they are multiplied by where they become probabilities. */
export interface Judgement {
  /** The lower the better. */
  readonly loss: number;
  readonly scale: number;
}

/** Judges left-out values of rows. */
export type Judge = (leftOut: Matrix, judged: Uint32Array) => Judgement;

/** By the mean log loss of a calibrated softmax. */
export function byClasses(classOf: Uint32Array): Judge {
  return (leftOut, judged) => {
    const own = Uint32Array.from(judged, (row) => classOf[row]);
    const { scale } = calibrate(leftOut, own);
    return { loss: logLoss(leftOut, own, scale), scale };
  };
}

/** By the mean squared distance to targets, rows x bits. */
export function byTargets(targets: Matrix): Judge {
  return (leftOut, judged) => {
    let sum = 0;
    judged.forEach((row, i) => {
      const wanted = targets.row(row);
      const found = leftOut.row(i);
      for (let j = 0; j < wanted.length; j++) sum += (found[j] - wanted[j]) ** 2;
    });
    return { loss: sum / leftOut.data.length, scale: 1 };
  };
}

/** The mean of -log softmax(scale scores) at the own class. */
function logLoss(scores: Matrix, classOf: Uint32Array, scale: number): number {
  let total = 0;
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.row(i);
    const most = row[largest(row)];
    let sum = 0;
    for (const score of row) sum += exp32(Math.fround(scale * (score - most)));
    total += log(sum) - scale * (row[classOf[i]] - most);
  }
  return total / scores.rows;
}
