import { el } from '../../report/page/dom.ts';
import type { Emoji, FoundRow } from './emoji.ts';

/** Side of a picture in pixels. */
const SIDE = 32;
const PICTURE_BYTES = 4 * SIDE * SIDE;
/** Fills rows of 4, 6, 8 and 12. */
export const SHOWN = 24;

interface Tile {
  readonly place: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly name: HTMLElement;
  readonly about: HTMLElement;
  row: number | null;
}

/** What a tile says of an emoji. */
export interface TileWords {
  readonly about: string;
  /** Whether it has one of the words that were asked for. */
  readonly isRight: boolean;
}

/** The emoji that were found, in places that are there from the beginning. */
export class Tiles {
  readonly element = el('ol', { class: 'found', 'aria-label': 'Emoji found, the nearest first' });
  readonly #tiles: Tile[];
  #pixels: Uint8Array | null = null;

  constructor(choose: (row: number) => void) {
    this.#tiles = Array.from({ length: SHOWN }, () => tile(choose));
    this.element.append(...this.#tiles.map(({ place }) => place));
  }

  /** The pictures have come. */
  set pixels(pixels: Uint8Array) {
    this.#pixels = pixels;
    for (const each of this.#tiles) this.#draw(each);
  }

  show(
    found: readonly FoundRow[],
    emoji: readonly Emoji[],
    wordsOf: (row: number) => TileWords,
  ): void {
    for (const [i, each] of this.#tiles.entries()) {
      const row = found[i]?.row ?? null;
      const isSame = each.row === row;
      each.row = row;
      each.button.disabled = row === null;
      each.name.textContent = row === null ? '' : emoji[row].name;
      const words = row === null ? { about: '', isRight: true } : wordsOf(row);
      each.about.textContent = words.about;
      each.place.classList.toggle('wrong', !words.isRight);
      if (!isSame) this.#draw(each);
    }
  }

  #draw({ canvas, row }: Tile): void {
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.clearRect(0, 0, SIDE, SIDE);
    if (row === null || !this.#pixels) return;
    const image = context.createImageData(SIDE, SIDE);
    const start = row * PICTURE_BYTES;
    image.data.set(this.#pixels.subarray(start, start + PICTURE_BYTES));
    context.putImageData(image, 0, 0);
  }
}

function tile(choose: (row: number) => void): Tile {
  const canvas = el('canvas', { width: String(SIDE), height: String(SIDE) });
  const name = el('b', { class: 'name' });
  const about = el('span', { class: 'traits' });
  const button = el('button', { type: 'button' }, canvas, name, about);
  button.disabled = true;
  const made: Tile = { place: el('li', {}, button), button, canvas, name, about, row: null };
  button.addEventListener('click', () => made.row !== null && choose(made.row));
  return made;
}
