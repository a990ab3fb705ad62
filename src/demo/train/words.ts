import type { Comparison, TrainedIteration } from '../lab/calls/train.ts';
import { TOP } from '../lab/top.ts';

/** What training has come to, in a sentence or two, from the numbers. */
export function resultSentence({ lsh }: Comparison, { curve }: TrainedIteration): string {
  const radius = Math.min(2, curve.precision.length - 1);
  const at = (r: number) => compared(curve.precision[r], lsh.precision[r]);
  const wide = `Trained hyperplanes find ${at(radius)} within radius ${radius}`;
  return `${wide}; among codes that are equal (radius 0), ${at(0)}.`;
}

function compared(trained: number, random: number): string {
  const [own, other] = [outOfTen(trained), outOfTen(random)];
  if (own === other) return `${own} of ${TOP} right, as many as random ones`;
  return `${own} of ${TOP} right where random ones find ${other}`;
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
  const count = Math.min(labels, sizes.train).toLocaleString('en-US');
  const things = isImages ? 'images' : 'rows';
  return `Train learns ${bits} hyperplanes from ${count} labelled ${things}, here in your browser. The curve of random hyperplanes stays for comparison.`;
}
