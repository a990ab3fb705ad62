import { count } from '../../report/page/format.ts';
import type { Comparison, TrainedIteration } from '../lab/calls/train.ts';
import { TOP } from '../lab/top.ts';

/** What training has come to, in a sentence or two, from the numbers. */
export function resultSentence({ lsh }: Comparison, { curve }: TrainedIteration): string {
  const radius = Math.min(2, curve.precision.length - 1);
  const own = (r: number) => outOfTen(curve.precision[r]);
  const random = (r: number) => outOfTen(lsh.precision[r]);
  return `Within radius ${radius}, trained hyperplanes find ${own(radius)} of ${TOP} where random ones find ${random(radius)}; at radius 0, where codes must be equal, ${own(0)} instead of ${random(0)}.`;
}

/** How many of ten results are right, with one digit. */
export function outOfTen(precision: number): string {
  return (TOP * precision).toFixed(1);
}

/** Seconds in a form that is read at a glance. */
export function secondsText(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** What will happen, before it does. */
export function promise({ sizes, isImages }: Comparison, labels: number, bits: number): string {
  const learned = count(Math.min(labels, sizes.train));
  const things = isImages ? 'images' : 'rows';
  return `Train learns ${bits} hyperplanes from ${learned} labelled ${things}, here in your browser. The curve of random hyperplanes stays for comparison.`;
}
