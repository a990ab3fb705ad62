import { el } from './dom.ts';

/** What a chooser offers; `name` tells its buttons from those of others. */
export interface Choices<T extends number | string = number> {
  readonly title: string;
  readonly name: string;
  readonly values: readonly T[];
  /** The one that is chosen at first. */
  readonly chosen: T;
  /** A value in words. */
  readonly text: (value: T) => string;
}

/** Radio buttons for one of several values. */
export function chooser<T extends number | string>(
  choices: Choices<T>,
  onChoice: (value: T) => void,
): HTMLElement {
  const { title, name, values, chosen, text } = choices;
  const labels = values.map((value) => {
    const input = el('input', { type: 'radio', name, value: String(value) });
    input.checked = value === chosen;
    input.addEventListener('change', () => onChoice(value));
    return el('label', { class: 'choice' }, input, text(value));
  });
  return el('fieldset', {}, el('legend', {}, title), ...labels);
}
