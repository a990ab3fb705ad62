import { el } from '../../report/page/dom.ts';
import type { Collection } from './collection.ts';
import { Drawing } from './drawing.ts';

/** What the form tells the view. */
export interface AddEvents {
  /** The collection has other items now; `name`: of what was added. */
  changed(name: string | null): void;
  announce(text: string): void;
}

/** Lets the reader add a picture under a name of their own. */
export class AddForm {
  readonly element: HTMLElement;
  readonly drawing: Drawing;
  readonly #collection: Promise<Collection>;
  readonly #events: AddEvents;
  readonly #name = el('input', { id: 'add-name', maxlength: '40', autocomplete: 'off' });
  readonly #add = el('button', { type: 'submit', class: 'primary' }, 'Add this');
  readonly #forget = el('button', { type: 'button' }, 'Forget what I added');
  readonly #notice = el('p', { class: 'notice', role: 'status' });

  constructor(collection: Promise<Collection>, events: AddEvents) {
    this.#collection = collection;
    this.#events = events;
    this.drawing = new Drawing({
      changed: () => this.#ready(),
      failed: (error) => this.#tell(error.message),
    });
    const label = el('label', { for: 'add-name' }, 'Its name');
    const form = el('form', {}, label, this.#name, this.#add, this.#forget);
    this.element = el(
      'div',
      { class: 'add' },
      this.drawing.element,
      el('div', {}, form, this.#notice),
    );
    this.#name.addEventListener('input', () => this.#ready());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#run('The picture can not be added', (items) => this.#take(items));
    });
    this.#forget.addEventListener('click', () => {
      void this.#run('It can not be forgotten', (items) => this.#drop(items));
    });
    this.#ready();
    collection.then((items) => this.#count(items)).catch(() => {});
  }

  #ready(): void {
    this.#add.disabled = this.drawing.isEmpty || this.#name.value.trim() === '';
  }

  #count({ ownCount }: Collection): void {
    this.#forget.hidden = ownCount === 0;
    if (ownCount > 0 && this.#notice.textContent === '') {
      this.#tell(`${ownCount} of your own ${ownCount === 1 ? 'is' : 'are'} kept in this browser.`);
    }
  }

  async #take(collection: Collection): Promise<void> {
    const name = this.#name.value.trim().toLowerCase();
    await collection.add(name, this.drawing.pixels);
    this.#name.value = '';
    this.drawing.clear();
    this.#events.changed(name);
    this.#count(collection);
    this.#tell(`“${name}” can be found now; keeping it …`);
    await collection.keep().then(
      () => this.#tell(`“${name}” is kept in this browser: it is still here after a reload.`),
      (error: Error) => this.#tell(`“${name}” is here until the page is closed: ${error.message}`),
    );
  }

  async #drop(collection: Collection): Promise<void> {
    await collection.forget();
    this.#events.changed(null);
    this.#count(collection);
    this.#tell('What you had added is gone from this browser.');
  }

  async #run(what: string, work: (collection: Collection) => Promise<void>): Promise<void> {
    try {
      await work(await this.#collection);
    } catch (error) {
      this.#tell(`${what}: ${(error as Error).message}`);
    }
  }

  #tell(text: string): void {
    this.#notice.textContent = text;
  }
}
