import { el } from './dom.ts';

/** What a chooser offers; `name` tells its buttons from those of others. */
export interface Choices {
  readonly title: string;
  readonly name: string;
  readonly values: readonly number[];
  /** The one that is chosen at first. */
  readonly chosen: number;
  /** A value in words. */
  readonly text: (value: number) => string;
}

/** Radio buttons for one of several values. */
export function chooser(choices: Choices, onChoice: (value: number) => void): HTMLElement {
  const { title, name, values, chosen, text } = choices;
  const labels = values.map((value) => {
    const input = el('input', { type: 'radio', name, value: String(value) });
    input.checked = value === chosen;
    input.addEventListener('change', () => onChoice(value));
    return el('label', { class: 'choice' }, input, text(value));
  });
  return el('fieldset', {}, el('legend', {}, title), ...labels);
}
