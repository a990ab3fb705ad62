import { el } from '../../report/page/dom.ts';
import type { QueryShown } from '../lab/calls/compare.ts';
import type { ExamplesResult } from '../lab/calls/examples.ts';
import { classChip } from '../parts/class-colours.ts';
import { DrawingPad, type Rgba, readPicture } from '../parts/drawing.ts';
import { nameOfRow, rowPicture } from '../parts/row-picture.ts';

/** What the reader chose to search for. */
export interface PickerEvents {
  onRow(row: number): void;
  onPicture(rgba: Rgba): void;
  onFault(message: string): void;
}

/** Chooses what is searched for: an example, any row, a picture of one's own. */
export class Picker {
  readonly element: HTMLElement;
  readonly #events: PickerEvents;
  readonly #shown = el('div', { class: 'query' });
  readonly #strip = el('div', { class: 'strip', role: 'radiogroup', 'aria-label': 'Examples' });
  readonly #row = el('input', { type: 'number', min: '0', value: '0', inputmode: 'numeric' });
  readonly #own = el('div', { class: 'own' });
  #examples: ExamplesResult | null = null;
  /** The row that was shown last. */
  #last: number | null = null;

  constructor(events: PickerEvents) {
    this.#events = events;
    const another = el('button', { type: 'button' }, 'Another one');
    another.addEventListener('click', () => this.#pickAnother());
    this.#row.addEventListener('change', () => this.#pickRow());
    const byRow = el('label', { class: 'by-row' }, 'Row ', this.#row);
    const choices = el('div', { class: 'choices' }, another, byRow);
    this.element = el(
      'section',
      { class: 'picker', 'aria-label': 'What to search for' },
      this.#shown,
      el(
        'div',
        { class: 'pick' },
        el('h2', {}, 'Pick one to search for'),
        this.#strip,
        choices,
        this.#own,
      ),
    );
  }

  /** Says what there is to choose from. */
  offer(examples: ExamplesResult): void {
    this.#examples = examples;
    this.#row.max = String(examples.rows - 1);
    this.#strip.replaceChildren(...examples.shown.map((row) => this.#exampleOf(row)));
    this.#own.replaceChildren(...(examples.image ? this.#ownPicture(examples.image) : []));
  }

  /** Shows what is searched for. */
  show(query: QueryShown): void {
    const { row, label, className, part, picture } = query;
    const name = row === null ? 'your picture' : nameOfRow({ ...query, row });
    const which =
      label === null || className === null
        ? el('strong', {}, row === null ? 'Your picture' : query.id)
        : el('strong', {}, classChip(label, className));
    this.#shown.replaceChildren(
      rowPicture(picture, name),
      el('p', {}, which, el('br'), aboutOf(row, part)),
    );
    // Columns arrive one by one, and whoever types meanwhile goes on typing.
    if (row !== null && row !== this.#last) this.#row.value = String(row);
    this.#last = row;
    for (const input of this.#strip.querySelectorAll('input')) {
      input.checked = row !== null && input.value === String(row);
    }
  }

  #exampleOf(row: ExamplesResult['shown'][number]): HTMLElement {
    const input = el('input', { type: 'radio', name: 'example', value: String(row.row) });
    input.setAttribute('aria-label', nameOfRow(row));
    input.addEventListener('change', () => this.#events.onRow(row.row));
    const picture = rowPicture(row.picture, '');
    picture.removeAttribute('role');
    picture.removeAttribute('aria-label');
    picture.setAttribute('aria-hidden', 'true');
    const title = row.className ?? row.id;
    return el('label', { class: 'example', title }, input, picture);
  }

  #pickAnother(): void {
    const rows = this.#examples?.queryRows;
    if (rows) this.#events.onRow(rows[Math.floor(Math.random() * rows.length)]);
  }

  #pickRow(): void {
    const row = this.#row.valueAsNumber;
    if (Number.isInteger(row) && row >= 0 && row <= Number(this.#row.max)) this.#events.onRow(row);
    else this.#events.onFault(`Rows are whole numbers from 0 to ${this.#row.max}.`);
  }

  /** A picture of the reader's own: drawn, dropped or chosen as a file. */
  #ownPicture(size: { width: number; height: number }): HTMLElement[] {
    const pad = new DrawingPad(size, { onDraw: (rgba) => this.#events.onPicture(rgba) });
    const file = el('input', { type: 'file', accept: 'image/*' });
    file.addEventListener('change', () => {
      const [chosen] = file.files ?? [];
      if (chosen) void this.#read(chosen, size);
      file.value = '';
    });
    this.#dropOn(this.element, size);
    const chooser = el('label', { class: 'button' }, file, 'Choose a picture file');
    const text = el(
      'p',
      {},
      `Draw here, or drop a picture anywhere in this box. It becomes ${size.width} x ${size.height} pixels, light on dark, like the others.`,
    );
    const inside = el('div', { class: 'own-inside' }, pad.element, el('div', {}, text, chooser));
    return [el('details', {}, el('summary', {}, 'Draw one, or use a picture of your own'), inside)];
  }

  #dropOn(box: HTMLElement, size: { width: number; height: number }): void {
    box.ondragover = (event) => {
      event.preventDefault();
      box.classList.add('over');
    };
    box.ondragleave = () => box.classList.remove('over');
    box.ondrop = (event) => {
      event.preventDefault();
      box.classList.remove('over');
      const [dropped] = event.dataTransfer?.files ?? [];
      if (dropped) void this.#read(dropped, size);
    };
  }

  async #read(file: File, size: { width: number; height: number }): Promise<void> {
    try {
      this.#events.onPicture(await readPicture(file, size));
    } catch (error) {
      this.#events.onFault((error as Error).message);
    }
  }
}

function aboutOf(row: number | null, part: QueryShown['part']): string {
  if (row === null) return 'Nobody has told its class.';
  if (part === 'train') return `Row ${row}: GRH learned from this one.`;
  if (part === 'database') return `Row ${row}: in the database, where it is not to find itself.`;
  return `Row ${row}: neither in the database nor learned from.`;
}
