import { el } from '../../report/page/dom.ts';
import { count, plural } from '../../report/page/format.ts';
import type { KeptIndex } from '../lab/kept-store.ts';
import type { DemoContext } from '../shell/context.ts';
import { KeptSearch } from './kept-search.ts';
import { bytesText, dayText } from './wording.ts';

/** The indexes that this browser keeps: found again, searched, shown in the views, forgotten. */
export class KeptPanel {
  readonly element: HTMLElement;
  readonly #context: DemoContext;
  readonly #onOpen: (name: string) => void;
  readonly #list = el('ul', { class: 'kept-list' });
  readonly #place = el('div', { class: 'kept-search' });
  readonly #fault = el('p', { class: 'fault' });
  #search: KeptSearch | null = null;

  /** @param onOpen - the reader wants it in all views. */
  constructor(context: DemoContext, onOpen: (name: string) => void) {
    this.#context = context;
    this.#onOpen = onOpen;
    this.element = el(
      'section',
      { class: 'kept', 'aria-label': 'Kept in this browser' },
      el('h2', {}, 'Kept in this browser'),
      this.#list,
      this.#fault,
      this.#place,
    );
  }

  /** Reads the list anew. */
  async refresh(): Promise<void> {
    await this.#trying(async () => {
      const kept = await this.#context.lab.call('kept', null);
      const none = el('li', { class: 'quiet' }, NOTHING);
      this.#list.replaceChildren(
        ...(kept.length > 0 ? kept.map((each) => this.#item(each)) : [none]),
      );
    });
  }

  dispose(): void {
    this.#search?.close();
    this.#search = null;
  }

  #item(kept: KeptIndex): HTMLElement {
    const { title, rows, dimensions, bytes, date, isRounded } = kept;
    const rounded = isRounded ? ', rounded to 8 bits a value' : '';
    const size = `${plural(rows, 'row')} of ${count(dimensions)} values${rounded}; ${bytesText(bytes)}`;
    const button = (text: string, run: () => void) => {
      const each = el('button', { type: 'button', 'aria-label': `${text}: ${title}` }, text);
      each.addEventListener('click', run);
      return each;
    };
    return el(
      'li',
      {},
      el(
        'div',
        {},
        el('strong', {}, title),
        el('p', { class: 'quiet' }, `${size}; ${dayText(date)}`),
      ),
      el(
        'div',
        { class: 'buttons' },
        button('Search it', () => void this.#open(kept)),
        button('Show it in all views', () => this.#onOpen(kept.name)),
        button('Forget it', () => void this.#forget(kept)),
      ),
    );
  }

  async #open(kept: KeptIndex): Promise<void> {
    this.dispose();
    await this.#trying(async () => {
      const search = new KeptSearch(kept);
      this.#search = search;
      this.#place.replaceChildren(search.element);
      await search.open();
    });
  }

  async #forget({ name, title }: KeptIndex): Promise<void> {
    this.dispose();
    this.#place.replaceChildren();
    await this.#trying(() => this.#context.lab.call('forget', { name }));
    this.#context.announce(`${title} is forgotten.`);
    await this.refresh();
  }

  async #trying(work: () => Promise<unknown>): Promise<void> {
    this.#fault.replaceChildren();
    try {
      await work();
    } catch (error) {
      this.#fault.replaceChildren(el('span', { role: 'alert' }, (error as Error).message));
    }
  }
}

const NOTHING =
  'Nothing yet. Load a file above and keep it: its index and the file stay in this browser, for this page alone.';
