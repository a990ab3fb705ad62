import { el } from '../../../report/page/dom.ts';
import { signed } from '../format.ts';
import { bitStrip, rowCard } from '../pieces.ts';
import type { MakeFigure } from './figure.ts';

/** Step 3: the projections of one point as bars about 0, and the bits that their signs are. */
export const bitsFigure: MakeFigure<'bits'> = (step, _, { pictures }) => {
  const { projections, bits, leastCertain, row, label, name } = step.data;
  const longest = Math.max(...projections.map(Math.abs)) || 1;
  const bars = projections.map((value, j) => {
    const bar = el('span', { class: `bar is-${bits[j]}` });
    bar.style.setProperty('--length', String(Math.abs(value) / longest));
    return el(
      'li',
      { class: j === leastCertain ? 'least-certain' : '' },
      el('span', { class: 'hyperplane' }, String(j + 1)),
      el('span', { class: 'track' }, bar),
      el('span', { class: 'value' }, signed(value, 3)),
      el('span', { class: `bit is-${bits[j]}` }, String(bits[j])),
    );
  });
  const element = el(
    'figure',
    { class: 'projections' },
    el(
      'figcaption',
      {},
      el('h3', {}, 'Projections on the hyperplanes'),
      el(
        'p',
        {},
        `To the right of the middle the bit is 1. Hyperplane ${leastCertain + 1} is nearest: ` +
          'its bit is the least certain.',
      ),
    ),
    el('div', { class: 'of-row' }, rowCard({ row, label, name }, pictures), bitStrip(bits)),
    el('ol', { class: 'bars' }, ...bars),
  );
  return { element };
};
