import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import { type Frames, meterFrames } from '../parts/meter.ts';

const NAMES = {
  time: 'Key to results',
  right: 'As asked for',
  recall: 'Recall against exact',
  ranked: 'Ranked in full',
  frames: 'Frames dropped',
} as const;

type NumberName = keyof typeof NAMES;

/** What is said before there is a number. */
const FIRST: Readonly<Record<NumberName, string>> = {
  time: 'press a key',
  right: 'type a word',
  recall: 'once vectors are here',
  ranked: 'once codes are here',
  frames: 'in the last 10 s',
};

/** The numbers that go with what is shown, each measured here and now. */
export class Numbers {
  readonly element = el('dl', { class: 'numbers' });
  readonly #places = new Map<NumberName, HTMLElement>();
  readonly #stop: () => void;
  #times: number[] = [];

  constructor() {
    for (const [name, title] of Object.entries(NAMES)) {
      const value = el(
        'dd',
        { id: `number-${name}` },
        '–',
        ' ',
        el('small', {}, FIRST[name as NumberName]),
      );
      this.#places.set(name as NumberName, value);
      this.element.append(el('div', {}, el('dt', {}, title), value));
    }
    this.#stop = meterFrames((frames) => this.#tellFrames(frames));
  }

  /** @param milliseconds - from the key stroke until the results stood in the page. */
  tellTime(milliseconds: number): void {
    this.#times.push(milliseconds);
    const worst = Math.max(...this.#times.slice(-100));
    this.#set('time', `${milliseconds.toFixed(0)} ms`, `longest ${worst.toFixed(0)} ms`);
    const { dataset } = this.element;
    dataset.keyMilliseconds = String(milliseconds);
    dataset.keyCount = String(this.#times.length);
  }

  /** @param asked - null: nothing was asked for by words. */
  tellRight(right: number, shown: number, asked: string | null): void {
    if (asked === null) this.#set('right', '–', 'type a word');
    else this.#set('right', `${right} of ${shown}`, 'by their true names');
  }

  tellRanked(ranked: number, size: number): void {
    this.#set('ranked', count(ranked), `of ${count(size)} pictures`);
  }

  /** @param found - how many of the nearest by exact search are shown; null: not known yet. */
  tellRecall(found: { readonly count: number; readonly of: number } | null, why = ''): void {
    if (found === null) this.#set('recall', '–', why);
    else {
      this.#set('recall', `${found.count} of ${found.of}`, 'by a second, exact search');
      this.element.dataset.recall = String(found.count / found.of);
    }
  }

  #tellFrames({ due, dropped }: Frames): void {
    this.#set('frames', `${dropped} of ${due}`, 'in the last 10 s');
    this.element.dataset.framesDropped = String(dropped);
  }

  #set(name: NumberName, value: string, about: string): void {
    this.#places.get(name)?.replaceChildren(value, ' ', el('small', {}, about));
  }

  dispose(): void {
    this.#stop();
  }
}
