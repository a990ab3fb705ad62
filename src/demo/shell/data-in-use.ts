import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import type { OverviewResult } from '../lab/calls/overview.ts';
import type { ViewName } from './view-names.ts';

/** Views that show whatever dataset the lab has. */
const OF_ANY_DATA: readonly ViewName[] = ['compare', 'train', 'how'];

/** Which dataset the views show, as far as it is not the bundled one; it is said above them. */
export class DataInUse {
  /** A line above the views. */
  readonly banner = el('aside', { class: 'data-in-use', 'aria-label': 'Data that is shown' });
  readonly #onBack: () => void;
  #own: OverviewResult | null = null;
  #view: ViewName = 'search';

  /** @param onBack - the reader wants the bundled images again. */
  constructor(onBack: () => void) {
    this.#onBack = onBack;
    this.banner.hidden = true;
  }

  /** The reader's own; null: the bundled images. */
  get own(): OverviewResult | null {
    return this.#own;
  }

  /** Tells what the lab works with now. */
  set(data: OverviewResult | null): void {
    this.#own = data?.isBundled ? null : data;
    this.#show();
  }

  /** Tells which view is shown. */
  enter(view: ViewName): void {
    this.#view = view;
    this.#show();
  }

  #show(): void {
    const data = this.#own;
    this.banner.hidden = data === null || !OF_ANY_DATA.includes(this.#view);
    if (!data || this.banner.hidden) return;
    const back = el('button', { type: 'button' }, 'Back to the bundled images');
    back.addEventListener('click', this.#onBack);
    const size = `${count(data.rows)} rows of ${count(data.dimensions)} values`;
    const labels = data.classes ? '' : ', without labels';
    const text = el('p', {}, 'Your data: ', el('strong', {}, data.name), `, ${size}${labels}.`);
    this.banner.replaceChildren(text, back);
  }
}
