import type { Bit } from '../../../evaluation/walkthrough/bit.ts';
import { el } from '../../../report/page/dom.ts';
import { rowCard } from '../pieces.ts';
import { powersLine } from '../powers.ts';
import { bucketOf } from '../slice.ts';
import type { MakeFigure } from './figure.ts';

/** Step 4: bits times powers of two; bits can be flipped to see where the image would land. */
export const bucketFigure: MakeFigure<'bucket'> = (step, _, { pictures, demo }) => {
  const { bits: own, powers, index, row, label, name } = step.data;
  let bits = own;
  const sum = el('div', { class: 'powers-sum' });
  const reset = el('button', { type: 'button' }, 'The bits of the image again');
  const shown = own.map(() => el('span', { class: 'bit' }));
  const buttons = shown.map((bit, j) => {
    const button = el(
      'button',
      { type: 'button', class: 'power-bit' },
      el('span', { class: 'unseen' }, `Bit ${j + 1}: `),
      bit,
      el('span', { class: 'unseen' }, ' worth '),
      el('span', { class: 'power' }, powers[j]),
    );
    button.addEventListener('click', () => {
      bits = bits.map((bit, i): Bit => (i === j ? (bit === 1 ? 0 : 1) : bit));
      draw();
      demo.announce(`Bit ${j + 1} is ${bits[j]}: bucket ${bucketOf(bits)}`);
    });
    return button;
  });
  const draw = () => {
    for (const [j, button] of buttons.entries()) {
      const bit = shown[j];
      bit.textContent = String(bits[j]);
      bit.className = `bit is-${bits[j]}${bits[j] === own[j] ? '' : ' marked'}`;
      button.setAttribute('aria-pressed', String(bits[j] === 1));
    }
    sum.replaceChildren(powersLine('Powers of two whose bit is 1', bits));
    reset.disabled = bits.every((bit, j) => bit === own[j]);
  };
  reset.addEventListener('click', () => {
    bits = own;
    draw();
    demo.announce(`Bucket ${index}`);
  });
  draw();
  const element = el(
    'figure',
    { class: 'powers' },
    el(
      'figcaption',
      {},
      el('h3', {}, `The image of row ${row} is in bucket ${index}`),
      el('p', {}, 'Press a bit to flip it: the first counts most, the last counts 1.'),
    ),
    el('div', { class: 'of-row' }, rowCard({ row, label, name }, pictures)),
    el('div', { class: 'power-bits', role: 'group', 'aria-label': 'Bits' }, ...buttons),
    sum,
    reset,
  );
  return { element };
};
