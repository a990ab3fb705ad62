import { el } from '../../report/page/dom.ts';
import type { Neighbour } from '../../search/hash-index/types.ts';
import { clearPicture, drawPixels, type Pictures, pictureCanvas } from '../parts/pictures.ts';
import { type Item, traitsOf, unpackPixels } from './item.ts';
import type { Word } from './words.ts';

/** Fills rows of 4, 6, 8 and 12. */
export const SHOWN = 24;

/** A result that somebody chose. */
export interface Chosen {
  readonly id: number | string;
  readonly item: Item;
}

interface Tile {
  readonly place: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly name: HTMLElement;
  readonly traits: HTMLElement;
  /** For screen readers: others see that it is struck through. */
  readonly told: HTMLElement;
  chosen: Chosen | null;
}

/** The pictures that were found, in places that are there from the beginning. */
export class Results {
  readonly element = el('ol', {
    class: 'found',
    'aria-label': 'Pictures found, the nearest first',
  });
  readonly #pictures: Pictures;
  readonly #tiles: Tile[];

  constructor(pictures: Pictures, choose: (chosen: Chosen) => void) {
    this.#pictures = pictures;
    this.#tiles = Array.from({ length: SHOWN }, () => tile(choose));
    this.element.append(...this.#tiles.map(({ place }) => place));
  }

  /** @param asked - words of the phrase, all of which a result should carry. */
  show(neighbours: readonly Neighbour<Item>[], asked: readonly Word[]): void {
    for (const [i, each] of this.#tiles.entries()) {
      const { id, document: item } = neighbours[i] ?? {};
      if (id === undefined || !item) this.#empty(each);
      else this.#fill(each, { id, item }, asked);
    }
  }

  #fill(tile: Tile, chosen: Chosen, asked: readonly Word[]): void {
    const { id, item } = chosen;
    const isRight = carries(item, asked);
    const isSame = tile.chosen?.id === id;
    tile.chosen = chosen;
    tile.place.classList.remove('empty');
    tile.place.classList.toggle('wrong', !isRight);
    tile.button.disabled = false;
    tile.name.textContent = item.name;
    tile.traits.textContent = item.own ? 'added by you' : traitsOf(item);
    tile.told.textContent = isRight ? '' : 'not what was asked for';
    if (isSame) return;
    if (typeof id === 'number') this.#pictures.drawOn(tile.canvas, id);
    else {
      this.#pictures.drawOn(tile.canvas, null);
      if (item.pixels) drawPixels(tile.canvas, unpackPixels(item.pixels));
    }
  }

  #empty(tile: Tile): void {
    if (!tile.chosen) return;
    tile.chosen = null;
    this.#pictures.drawOn(tile.canvas, null);
    clearPicture(tile.canvas);
    tile.place.classList.remove('wrong');
    tile.place.classList.add('empty');
    tile.button.disabled = true;
    tile.name.textContent = '';
    tile.traits.textContent = '';
    tile.told.textContent = '';
  }
}

/** Whether an item carries all words, by its true name and by the rules for the others. */
export function carries(item: Item, words: readonly Word[]): boolean {
  return words.every(({ field, value }) => item[field] === value);
}

function tile(choose: (chosen: Chosen) => void): Tile {
  const canvas = pictureCanvas('');
  canvas.removeAttribute('role');
  canvas.removeAttribute('aria-label');
  const name = el('b', { class: 'name' });
  const traits = el('span', { class: 'traits' });
  const told = el('span', { class: 'unseen' });
  const button = el('button', { type: 'button' }, canvas, name, traits, told);
  button.disabled = true;
  const made: Tile = {
    place: el('li', { class: 'empty' }, button),
    ...{ button, canvas, name, traits, told },
    chosen: null,
  };
  button.addEventListener('click', () => made.chosen && choose(made.chosen));
  return made;
}
