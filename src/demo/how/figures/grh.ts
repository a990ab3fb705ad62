import type { GrhStep } from '../../../evaluation/walkthrough/types.ts';
import { el, terms } from '../../../report/page/dom.ts';
import { count } from '../../../report/page/format.ts';
import { markScrollEdges } from '../../../report/page/scroll-edges.ts';
import { degrees, duration, percent } from '../format.ts';
import { bitStrip, rowCard } from '../pieces.ts';
import type { FigureContext, MakeFigure } from './figure.ts';

/** Step 9: the adjacency matrix, the bits that it flips, and the hyperplanes that follow. */
export const grhFigure: MakeFigure<'grh'> = (step, _, context) => {
  const { data } = step;
  const { flipped, codes, refit, train, millis } = data;
  const element = el(
    'div',
    {},
    el(
      'dl',
      { class: 'facts' },
      ...terms([
        ['training images', count(train)],
        [
          'bits that flip',
          `${count(flipped.count)} of ${count(flipped.of)}, ${percent(flipped.share)}`,
        ],
        ['different codes, before and after', `${count(codes.before)} and ${count(codes.after)}`],
        ['bits that the new hyperplanes get right', percent(refit.agreement)],
        ['graph step and learning', `${duration(millis.graph)} and ${duration(millis.learner)}`],
      ]),
    ),
    adjacencyFigure(data),
    bitsFigure(data),
    examplesFigure(data, context),
  );
  return { element };
};

function adjacencyFigure({ adjacency }: GrhStep): HTMLElement {
  const { rows, corner, degrees: sums, ones, share } = adjacency;
  return el(
    'figure',
    {},
    el(
      'figcaption',
      {},
      el('h3', {}, 'Who is alike: the corner of the adjacency matrix'),
      el('p', {}, `${count(ones)} ones, ${percent(share)} of it. Each row is divided by its sum.`),
    ),
    scrolling(
      'Adjacency matrix',
      el(
        'table',
        { class: 'matrix adjacency' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('td', {}),
            ...rows.map(({ row }) => el('th', { scope: 'col' }, String(row))),
            el('th', { scope: 'col', class: 'row-sum' }, 'sum'),
          ),
        ),
        el(
          'tbody',
          {},
          ...rows.map(({ row, name }, i) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, `${row} ${name}`),
              ...corner[i].map((bit) => el('td', { class: bit ? 'filled' : 'zero' }, String(bit))),
              el('td', { class: 'row-sum' }, count(sums[i])),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A box that scrolls by itself, and fades where there is more. */
function scrolling(name: string, content: HTMLElement): HTMLElement {
  const attributes = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name };
  const box = el('div', attributes, content);
  markScrollEdges(box, content);
  return box;
}

function bitsFigure({ flipped, refit, train }: GrhStep): HTMLElement {
  const most = Math.max(1, ...flipped.byBit);
  return el(
    'figure',
    { class: 'flips' },
    el(
      'figcaption',
      {},
      el('h3', {}, 'Each bit: how many flip, how far its hyperplane turns'),
      el('p', {}, `Of ${count(train)} images. Random directions are 90° apart, nearly.`),
    ),
    el(
      'ol',
      { class: 'bars' },
      ...flipped.byBit.map((flips, j) => {
        const bar = el('span', { class: 'bar' });
        bar.style.setProperty('--length', String(flips / most));
        return el(
          'li',
          {},
          el('span', { class: 'hyperplane' }, String(j + 1)),
          el('span', { class: 'track' }, bar),
          el('span', { class: 'value' }, count(flips)),
          el('span', { class: 'turned' }, degrees(refit.turned[j])),
        );
      }),
    ),
  );
}

function examplesFigure({ examples }: GrhStep, { pictures }: FigureContext): HTMLElement {
  return el(
    'figure',
    { class: 'examples' },
    el('figcaption', {}, el('h3', {}, 'Codes before and after; flipped bits are ringed')),
    el(
      'ul',
      {},
      ...examples.map(({ before, after, ...row }) =>
        el(
          'li',
          {},
          rowCard(row, pictures),
          el(
            'div',
            { class: 'before-after' },
            bitStrip(before, { label: `before ${before.join('')}` }),
            bitStrip(after, {
              marked: (j) => before[j] !== after[j],
              label: `after ${after.join('')}`,
            }),
          ),
        ),
      ),
    ),
  );
}
