import { el } from '../../report/page/dom.ts';

/** What a bar shows. Lengths are shares of its track, 0..1. */
export interface BarValue {
  readonly length: number;
  /** A thin line from one length to another: the spread. */
  readonly spread?: readonly [low: number, high: number];
  /** The value, which stands beside the bar. */
  readonly text: string;
  /** What else is to be said, below it. */
  readonly note?: string;
}

/** A bar with its name, value and note, whose room stays the same whatever it shows. */
export interface BarRow {
  readonly element: HTMLElement;
  show(value: BarValue): void;
}

/**
 * A row of a bar chart in plain elements, for bars that move. The texts say all that the bar does.
 *
 * @param colour - the name of a style variable, `--lsh` for instance.
 */
export function barRow(name: string, colour: string): BarRow {
  const spread = el('span', { class: 'bar-spread' });
  const track = el('span', { class: 'bar-track', 'aria-hidden': 'true' });
  track.append(el('span', { class: 'bar-fill' }), spread);
  const text = el('span', { class: 'bar-text' });
  const note = el('span', { class: 'bar-note' });
  const element = el('li', { class: 'bar' }, el('span', { class: 'bar-name' }, name), track);
  element.append(text, note);
  element.style.setProperty('--bar', `var(${colour})`);
  return {
    element,
    show(value) {
      const [low, high] = value.spread ?? [0, 0];
      element.style.setProperty('--length', String(value.length));
      element.style.setProperty('--low', String(low));
      element.style.setProperty('--high', String(high));
      spread.hidden = !value.spread;
      text.textContent = value.text;
      note.textContent = value.note ?? '';
    },
  };
}
