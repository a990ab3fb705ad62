import type { NamedRow } from '../../evaluation/walkthrough/types.ts';
import { el } from '../../report/page/dom.ts';
import { rowPicture } from '../parts/row-picture.ts';
import type { DemoContext } from '../shell/context.ts';

/** Pictures of rows: the bundled ones are in the page, those of other data are asked for together. */
export class RowPictures {
  readonly #demo: DemoContext;
  #isBundled = false;
  #wanted: { readonly row: NamedRow; readonly place: HTMLElement }[] = [];

  constructor(demo: DemoContext) {
    this.#demo = demo;
  }

  /** Which dataset rows are of. */
  use(isBundled: boolean): void {
    this.#isBundled = isBundled;
  }

  /** A picture, whose room is there at once. */
  draw(row: NamedRow): HTMLElement {
    if (this.#isBundled) return this.#demo.pictures.draw(row.row, nameOf(row));
    const place = el('span', { class: 'picture-place' });
    this.#wanted.push({ row, place });
    if (this.#wanted.length === 1) queueMicrotask(() => void this.#ask());
    return place;
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    const rows = wanted.map(({ row }) => row.row);
    // Without pictures the numbers and names of rows are still there.
    const pictures = await this.#demo.lab.call('rowPictures', rows).catch(() => []);
    for (const [i, picture] of pictures.entries()) {
      const { row, place } = wanted[i];
      place.replaceChildren(rowPicture(picture, nameOf(row)));
    }
  }
}

function nameOf({ row, name }: NamedRow): string {
  return `${name}, row ${row}`;
}
