import { el } from '../../report/page/dom.ts';
import type { Phrase, Word } from './words.ts';

/** What beginners try; the rest is found by typing. */
const EXAMPLES = ['boot', 'dark bag', 'pale dress', 'slim t-shirt', 'wide sneaker'];

/** Where people type, what was understood, and words that are known. */
export class SearchBox {
  readonly #input = el('input', {
    id: 'query',
    type: 'search',
    placeholder: 'sneaker, dark bag, pale dress …',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'search',
    'aria-describedby': 'understood',
  });
  readonly #understood = el('p', { id: 'understood' });
  readonly #examples = el('p', { class: 'chips' }, el('span', {}, 'Try '));
  readonly element: HTMLElement;
  #known = '';

  /** @param typed - told the event of each change by the reader. */
  constructor(typed: (event: Event) => void) {
    const label = el('label', { for: 'query', class: 'unseen' }, 'What you look for');
    this.element = el(
      'div',
      { class: 'search-box' },
      label,
      this.#input,
      this.#understood,
      this.#examples,
    );
    this.#input.addEventListener('input', typed);
    for (const example of EXAMPLES) {
      const chip = el('button', { type: 'button' }, example);
      chip.addEventListener('click', (event) => {
        this.#input.value = example;
        typed(event);
      });
      this.#examples.append(chip);
    }
  }

  get text(): string {
    return this.#input.value;
  }

  /** Leaves what stands there as it is where it says the same, and with it the caret. */
  set text(text: string) {
    if (this.#input.value !== text) this.#input.value = text;
  }

  /** Names of words that are known. */
  offer(words: readonly Word[]): void {
    this.#known = words.map(({ names }) => names[0]).join(', ');
  }

  /** Says how a phrase was read. */
  tell({ read, unknown }: Phrase): void {
    const parts: (Node | string)[] = [];
    for (const { typed, name } of read) {
      if (parts.length > 0) parts.push(' + ');
      if (typed !== name) parts.push(`${typed} → `);
      parts.push(el('b', {}, name));
    }
    if (unknown.length > 0) {
      const them = unknown.map((word) => `“${word}”`).join(', ');
      parts.push(
        `${parts.length > 0 ? '. ' : ''}Not known: ${them}. Words that are: ${this.#known}.`,
      );
    }
    if (parts.length === 0) parts.push('Nothing typed yet: some of the pictures.');
    else if (unknown.length === 0) parts.unshift('Looking for ');
    this.#understood.replaceChildren(...parts);
  }

  /** Nothing passes the filters. */
  tellNothing(): void {
    this.#understood.replaceChildren('No picture passes these filters: set one of them to “any”.');
  }

  tellLike(row: number): void {
    this.#understood.replaceChildren(
      `Looking for what is like picture ${row}, the first one here.`,
    );
  }
}
