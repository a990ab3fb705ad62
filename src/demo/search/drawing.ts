import { el } from '../../report/page/dom.ts';
import { DrawingPad, type Rgba, readPicture } from '../parts/drawing.ts';
import { PIXELS, SIDE } from '../parts/pictures.ts';

/** What a drawing tells. */
export interface DrawingEvents {
  /** There is another picture, or none. */
  changed(): void;
  /** A file is no picture. */
  failed(error: Error): void;
}

const SIZE = { width: SIDE, height: SIDE };

/** A place to draw on, or to drop a picture on. */
export class Drawing {
  readonly element: HTMLElement;
  readonly #events: DrawingEvents;
  readonly #pad: DrawingPad;
  #isEmpty = true;

  constructor(events: DrawingEvents) {
    this.#events = events;
    this.#pad = new DrawingPad(SIZE, {
      onDraw: () => this.#become(false),
      onClear: () => this.#become(true),
    });
    const file = el('input', { type: 'file', accept: 'image/*' });
    file.addEventListener('change', () => {
      void this.#read(file.files?.[0]);
      file.value = '';
    });
    const open = el('label', { class: 'button' }, file, 'Open a picture …');
    const hint = el('p', { class: 'hint', 'aria-hidden': 'true' }, 'draw here, or drop a picture');
    this.element = el('div', { class: 'draw' }, this.#pad.element, hint, open);
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      void this.#read(event.dataTransfer?.files[0]);
    });
  }

  /** Whether nothing was drawn yet, which the hint says. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Grey values of 28 x 28 pixels, white on black as those of the data. */
  get pixels(): Uint8Array {
    return this.#pad.pixels;
  }

  clear(): void {
    this.#pad.clear();
    this.#become(true);
  }

  /** Shows the pixels of a picture, as what a result was. */
  show(pixels: ArrayLike<number>): void {
    this.#pad.show(pixels);
    this.#become(false);
  }

  #become(isEmpty: boolean): void {
    this.#isEmpty = isEmpty;
    this.element.classList.toggle('begun', !isEmpty);
    this.#events.changed();
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      this.show(greyOf(await readPicture(file, SIZE)));
    } catch (error) {
      this.#events.failed(error as Error);
    }
  }
}

function greyOf(rgba: Rgba): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, i) =>
    Math.round((rgba[4 * i] + rgba[4 * i + 1] + rgba[4 * i + 2]) / 3),
  );
}
