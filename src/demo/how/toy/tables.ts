import type { Bit } from '../../../evaluation/walkthrough/bit.ts';
import type { ToyExample, ToyImage, ToyRound } from '../../../evaluation/walkthrough/toy/types.ts';
import { el } from '../../../report/page/dom.ts';
import { dataTable } from '../../../report/page/tables.ts';
import { decimal, degrees, share, signed } from '../format.ts';
import { lookOf } from './board.ts';

/** The adjacency matrix, and the same with every row divided by its sum, side by side. */
export function matrices({ images, adjacency, degrees, normalised }: ToyExample): HTMLElement {
  const given = matrix(
    'S: 1 where two images are alike',
    images,
    adjacency.map((row, i) => [...row.map((value) => cell(String(value), value)), sum(degrees[i])]),
    'sum',
  );
  const divided = matrix(
    'D⁻¹S: each row divided by its sum',
    images,
    normalised.map((row) => row.map((value) => cell(value === 0 ? '0' : share(value), value))),
  );
  return el('div', { class: 'matrices' }, given, divided);
}

function cell(text: string, value: number): HTMLElement {
  return el('td', { class: value === 0 ? 'zero' : 'filled' }, text);
}

function sum(value: number): HTMLElement {
  return el('td', { class: 'row-sum' }, String(value));
}

function matrix(
  caption: string,
  images: readonly ToyImage[],
  rows: readonly (readonly HTMLElement[])[],
  last?: string,
): HTMLElement {
  return el(
    'table',
    { class: 'matrix' },
    el('caption', {}, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('td', {}),
        ...images.map(({ name }) => imageName(name, 'col')),
        ...(last ? [el('th', { scope: 'col', class: 'row-sum' }, last)] : []),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows.map((cells, i) => el('tr', {}, imageName(images[i].name, 'row'), ...cells)),
    ),
  );
}

function imageName(name: string, scope: 'row' | 'col'): HTMLElement {
  return el('th', { scope }, el('span', { class: `image-name ${lookOf(name)}` }, name));
}

/** Bits of all images before the graph step, what the neighbours say, and after. */
export function bitsTable(
  { images }: ToyExample,
  round: ToyRound,
  isPlayed: boolean,
  bit: number,
): HTMLElement {
  const bits = round.before[0].map((_, j) => j);
  const heads = bits.map((j) => el('th', { scope: 'col', class: look(j, bit) }, `${j + 1}`));
  const row = (i: number) => {
    const { name } = images[i];
    return el(
      'tr',
      {},
      imageName(name, 'row'),
      ...bits.map((j) => bitCell(round.before[i][j], false, look(j, bit))),
      ...bits.map((j) => meanCell(round.means[i][j], round.before[i][j], look(j, bit))),
      ...bits.map((j) => {
        const after = round.smoothed[i][j];
        if (!isPlayed) return el('td', { class: look(j, bit) }, '·');
        return bitCell(after, after !== round.before[i][j], look(j, bit));
      }),
    );
  };
  const group = (text: string) =>
    el('th', { scope: 'colgroup', colspan: String(bits.length) }, text);
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Bits before and after' },
    el(
      'table',
      { class: 'toy-bits' },
      el(
        'caption',
        {},
        `Iteration ${round.iteration}: bits before, the neighbours' mean, bits after`,
      ),
      el(
        'thead',
        {},
        el('tr', {}, el('td', {}), ...['bits before', "neighbours' mean", 'bits after'].map(group)),
        el('tr', {}, el('td', {}), ...heads, ...heads.map(copy), ...heads.map(copy)),
      ),
      el('tbody', {}, ...images.map((_, i) => row(i))),
    ),
  );
}

function look(j: number, bit: number): string {
  return `${j === 0 ? 'first ' : ''}${j === bit ? 'looked-at' : ''}`;
}

function copy(element: HTMLElement): Node {
  return element.cloneNode(true);
}

function bitCell(bit: Bit, isFlipped: boolean, more: string): HTMLElement {
  const shown = el('span', { class: `bit is-${bit}${isFlipped ? ' marked' : ''}` }, String(bit));
  return el('td', { class: more }, shown, ...(isFlipped ? [unseen(' flipped')] : []));
}

function meanCell(value: number, before: Bit, more: string): HTMLElement {
  const disagrees = value >= 0 !== (before === 1);
  return el('td', { class: `${more} ${disagrees ? 'disagrees' : ''}` }, signed(value, 2));
}

function unseen(text: string): HTMLElement {
  return el('span', { class: 'unseen' }, text);
}

/** Where the images lie, the buckets that they come into, and the normals of the lines. */
export function placesTables(toy: ToyExample, iteration: number): HTMLElement {
  const { images, buckets } = toy;
  const round = toy.rounds[iteration - 1];
  const now = round?.buckets ?? buckets;
  const normals = round?.hyperplanes ?? toy.hyperplanes;
  return el(
    'div',
    {},
    dataTable(
      'where the images lie, and their buckets',
      ['image', 'x', 'y', 'bucket at random', 'bucket now'],
      images.map(({ name, kind, x, y }, i) => [
        `${name}, a ${kind}`,
        decimal(x),
        decimal(y),
        String(buckets[i]),
        String(now[i]),
      ]),
    ),
    dataTable(
      'the normals of the hyperplanes',
      ['hyperplane', 'x', 'y', 'turned by'],
      normals.map(([x, y], j) => [
        `of bit ${j + 1}`,
        decimal(x),
        decimal(y),
        round ? degrees(round.turned[j]) : '',
      ]),
    ),
  );
}
