import { el } from '../../report/page/dom.ts';
import { markScrollEdges } from '../../report/page/scroll-edges.ts';
import type { Codewords } from '../lab/calls/train.ts';
import { classChip } from '../parts/class-colours.ts';

/** Bits on which fewer of a class agree are outlined only. */
const SURE = 0.75;

/** The codewords of the classes: a row a class, a column a bit, by colour and by sign. */
export class CodewordTable {
  readonly element = el('div', {
    ...{ class: 'scroll codewords', tabindex: '0', role: 'region' },
    'aria-label': 'Codewords of the classes',
  });
  #cells: HTMLElement[][] = [];
  #shape = '';

  show({ labels, names, ones }: Codewords): void {
    const shape = [ones[0]?.length, ...labels, ...names].join();
    if (shape !== this.#shape) this.#build(labels, names, ones[0]?.length ?? 0);
    this.#shape = shape;
    for (const [row, shares] of ones.entries()) {
      for (const [bit, share] of shares.entries()) {
        const cell = this.#cells[row][bit];
        const isOne = share >= 0.5;
        const isSure = Math.max(share, 1 - share) >= SURE;
        cell.className = `${isOne ? 'one' : 'zero'}${isSure ? '' : ' unsure'}`;
        cell.textContent = isOne ? '1' : '0';
      }
    }
  }

  #build(labels: readonly number[], names: readonly string[], bits: number): void {
    this.#cells = labels.map(() => Array.from({ length: bits }, () => el('td')));
    const heads = Array.from({ length: bits }, (_, bit) =>
      el('th', { scope: 'col' }, el('span', { class: 'unseen' }, 'bit '), String(bit + 1)),
    );
    const rows = labels.map((label, row) =>
      el('tr', {}, el('th', { scope: 'row' }, classChip(label, names[row])), ...this.#cells[row]),
    );
    const table = el(
      'table',
      {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'bit'), ...heads)),
      el('tbody', {}, ...rows),
    );
    this.element.replaceChildren(table);
    markScrollEdges(this.element, table);
  }
}
