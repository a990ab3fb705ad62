import type { ToyExample, ToyRound, ToySum } from '../../../evaluation/walkthrough/toy/types.ts';
import { el } from '../../../report/page/dom.ts';
import { type Arithmetic, arithmetic } from '../../parts/arithmetic.ts';
import { decimal, share, signed } from '../format.ts';
import { lookOf } from './board.ts';

/** Every sum in which the neighbours are of another opinion than the bit: does it flip? */
export function toySums(toy: ToyExample, round: ToyRound, isPlayed: boolean): HTMLElement {
  const { sums } = round;
  if (sums.length === 0) {
    const text = 'Everywhere the neighbours say what the bit is already: there is nothing to flip.';
    return el('p', { class: 'quiet' }, text);
  }
  return el('div', { class: 'toy-sums' }, ...sums.map((sum) => sumCard(toy, sum, isPlayed)));
}

function sumCard(toy: ToyExample, sum: ToySum, isPlayed: boolean): HTMLElement {
  const { name } = toy.images[sum.image];
  const flips = sum.after !== sum.before;
  const verdict = flips
    ? `The bit ${isPlayed ? 'flips' : 'will flip'} from ${sum.before} to ${sum.after}.`
    : `The bit stays ${sum.before}: it flips once alpha passes ${decimal(sum.threshold)}.`;
  return el(
    'section',
    { class: `sum-card ${flips ? 'flips' : ''}` },
    el('h3', {}, el('span', { class: `image-name ${lookOf(name)}` }, name), ` bit ${sum.bit + 1}`),
    ...sumLines(toy, sum).map(arithmetic),
    el('p', { class: 'verdict' }, verdict),
  );
}

/** The mean of the neighbours' signs, and its blend with the bit's own. */
export function sumLines({ images, settings }: ToyExample, sum: ToySum): Arithmetic[] {
  const { alpha, rule } = settings;
  const digits = rule === 'paper' ? 2 : 0;
  const terms = sum.terms.map(({ image, weight, sign }) => ({
    name: images[image].name,
    look: lookOf(images[image].name),
    factor: share(weight),
    value: signed(sign),
  }));
  const opinion = rule === 'paper' ? 'their mean' : 'its sign';
  return [
    { label: "Neighbours' mean", terms, result: signed(sum.mean, 2) },
    {
      label: 'Blend',
      terms: [
        { name: opinion, factor: decimal(alpha), value: signed(sum.opinion, digits) },
        { name: 'the bit', factor: decimal(1 - alpha), value: signed(sum.own) },
      ],
      result: signed(sum.blend, 2),
      resultLook: `is-${sum.after}`,
    },
  ];
}
