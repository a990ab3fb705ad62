import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import { openIndexWorker } from '../../workers/index-worker/open.ts';
import type { IndexWorker } from '../../workers/index-worker/types.ts';
import type { KeptDocument } from '../lab/calls/kept.ts';
import type { KeptIndex } from '../lab/kept-store.ts';
import { unpackThumbnail } from '../lab/thumbnail.ts';
import { classChip } from '../parts/class-colours.ts';
import { nameOfRow, rowPicture } from '../parts/row-picture.ts';
import { startWorker } from '../shell/assets.ts';

/** Searches an index that the browser keeps, in a worker of its own. */
export class KeptSearch {
  readonly element: HTMLElement;
  readonly #kept: KeptIndex;
  readonly #results = el('ol', { class: 'rows' });
  readonly #about = el('p', { role: 'status' }, 'Opening the index');
  readonly #ending = new AbortController();
  #index: IndexWorker<KeptDocument> | null = null;

  constructor(kept: KeptIndex) {
    this.#kept = kept;
    const strip = el('div', {
      class: 'strip',
      role: 'radiogroup',
      'aria-label': 'Rows to search for',
    });
    strip.append(...kept.examples.map((_, i) => this.#example(i)));
    this.element = el(
      'div',
      {},
      el('h3', {}, `Search ${kept.title}: what is like this row?`),
      strip,
      this.#about,
      this.#results,
    );
  }

  async open(): Promise<void> {
    this.#index = await openIndexWorker<KeptDocument>({
      worker: () => startWorker('indexWorker'),
      source: { indexedDB: this.#kept.name },
      signal: this.#ending.signal,
    });
    await this.#search(0);
  }

  close(): void {
    this.#ending.abort();
    void this.#index?.close();
  }

  #example(i: number): HTMLElement {
    const { row } = this.#kept.examples[i];
    const input = el('input', {
      type: 'radio',
      name: 'kept-example',
      'aria-label': nameOfRow(row),
    });
    input.checked = i === 0;
    input.addEventListener('change', () => void this.#search(i));
    const picture = rowPicture(row.picture, '');
    picture.setAttribute('aria-hidden', 'true');
    return el('label', { class: 'example', title: row.className ?? row.id }, input, picture);
  }

  async #search(i: number): Promise<void> {
    const index = this.#index;
    if (!index) return;
    const { vector } = this.#kept.examples[i];
    const start = performance.now();
    const { neighbours, candidates } = await index.search(vector, { k: 12 });
    const millis = performance.now() - start;
    const time = millis < 1 ? 'less than 1 ms' : `${count(millis)} ms`;
    this.#about.textContent =
      `${neighbours.length} nearest of ${count(index.size)} rows in ${time}, ${count(candidates)} of which ` +
      'were compared.';
    this.#results.replaceChildren(
      ...neighbours.flatMap(({ id, score, document }) => {
        if (!document) return [];
        const { label, className, picture } = document;
        const name = { id: document.id, row: Number(id), className };
        const named =
          label === null || className === null ? document.id : classChip(label, className);
        const shown = rowPicture(unpackThumbnail(picture), nameOfRow(name));
        const about = el('span', { class: 'quiet' }, `row ${id} · ${score.toFixed(2)}`);
        return [el('li', {}, shown, el('span', { class: 'row-name' }, named), about)];
      }),
    );
  }
}
