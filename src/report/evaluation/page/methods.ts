import { el } from '../../page/dom.ts';
import { type MethodStyle, swatchOf } from '../../page/swatch.ts';
import type { PageCell } from '../data.ts';

const SYMBOLS = ['circle', 'triangle', 'square', 'diamond'] as const;
const DASHES = ['none', '7 4', '2 3', '9 3 2 3'] as const;
const COLOURS = 8;

/** How methods look, by the order in which they are shown. */
export class MethodStyles {
  readonly #names: readonly string[];

  constructor(cells: readonly PageCell[]) {
    this.#names = [...new Set(cells.map(({ method }) => method))];
  }

  of(method: string): MethodStyle {
    const i = Math.max(0, this.#names.indexOf(method));
    return {
      colour: `var(--method-${(i % COLOURS) + 1})`,
      symbol: SYMBOLS[i % SYMBOLS.length],
      // Shifted once a round, so that a symbol comes with another dash.
      dash: DASHES[(i + Math.floor(i / SYMBOLS.length)) % DASHES.length],
    };
  }

  /** The method's mark and title. */
  named({ method, title }: { method: string; title: string }): HTMLElement {
    return el('span', { class: 'method' }, swatchOf(this.of(method)), title);
  }
}

/** The cells of each method, in order. */
export function byMethod(cells: readonly PageCell[]): PageCell[][] {
  const groups = new Map<string, PageCell[]>();
  for (const cell of cells) groups.set(cell.method, [...(groups.get(cell.method) ?? []), cell]);
  return [...groups.values()];
}
