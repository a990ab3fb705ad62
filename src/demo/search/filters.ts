import { el } from '../../report/page/dom.ts';
import type { Filters } from './collection.ts';
import { FIELDS, type FieldName } from './item.ts';
import type { Word } from './words.ts';

/** A choice for each field of the documents. */
export class FilterBar {
  readonly element = el(
    'fieldset',
    { class: 'filters' },
    el('legend', { class: 'unseen' }, 'Filter'),
  );
  readonly #selects = new Map<FieldName, HTMLSelectElement>();
  /** Also what is not offered yet. */
  #chosen: Filters = {};

  constructor(change: () => void) {
    for (const [field, title] of Object.entries(FIELDS)) {
      const select = el('select', { id: `filter-${field}` }, el('option', { value: '' }, 'any'));
      select.addEventListener('change', () => {
        const { [field as FieldName]: _, ...others } = this.#chosen;
        this.#chosen = select.value === '' ? others : { ...others, [field]: select.value };
        change();
      });
      this.#selects.set(field as FieldName, select);
      this.element.append(el('label', {}, `${title} `, select));
    }
  }

  /** Offers the values that the words name. */
  offer(words: readonly Word[]): void {
    for (const [field, select] of this.#selects) {
      const values = words.filter((word) => word.field === field).map(({ value }) => value);
      const options = values.map((value) => el('option', { value }, value));
      select.replaceChildren(el('option', { value: '' }, 'any'), ...options);
    }
    this.value = this.#chosen;
  }

  get value(): Filters {
    return this.#chosen;
  }

  set value(filters: Filters) {
    this.#chosen = filters;
    for (const [field, select] of this.#selects) select.value = filters[field] ?? '';
  }
}
