import { el } from '../../../report/page/dom.ts';
import { count } from '../../../report/page/format.ts';
import { percent } from '../format.ts';
import { rowCard, shareBar } from '../pieces.ts';
import type { MakeFigure } from './figure.ts';

const ROLES = {
  queries: 'They ask: the database has never seen them.',
  database: 'It is searched.',
  train: 'Hyperplanes are learned from these, and from their classes.',
} as const;

/** Step 6: the parts of the dataset as a bar. */
export const splitFigure: MakeFigure<'split'> = (step, _, { pictures }) => {
  const { parts, seed } = step.data;
  const element = el(
    'figure',
    { class: 'split' },
    el('figcaption', {}, el('h3', {}, 'Three parts'), el('p', {}, `Shuffled with seed ${seed}.`)),
    shareBar(parts.map(({ name, size }) => ({ count: size, look: `part-${name}` }))),
    el(
      'div',
      { class: 'parts' },
      ...parts.map(({ name, size, share, first }) =>
        el(
          'section',
          {},
          el('h4', {}, el('span', { class: `swatch-box part-${name}` }), name),
          el('p', {}, el('strong', {}, count(size)), ` images, ${percent(share)}. ${ROLES[name]}`),
          el(
            'ul',
            { class: 'row-cards' },
            ...first.map((row) => el('li', {}, rowCard(row, pictures))),
          ),
        ),
      ),
    ),
  );
  return { element };
};
