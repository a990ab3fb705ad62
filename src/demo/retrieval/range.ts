import { el } from '../../report/page/dom.ts';

/** Options of {@link labelledRange}. */
export interface RangeOptions {
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onInput: (value: number) => void;
}

/** A slider with its name, its value, and what it means. */
export interface LabelledRange {
  readonly element: HTMLElement;
  set(value: number, max?: number): void;
}

export function labelledRange(options: RangeOptions): LabelledRange {
  const { label, hint, min, max, step = 1, onInput } = options;
  const attributes = { type: 'range', min: String(min), max: String(max), step: String(step) };
  const input = el('input', attributes);
  const output = el('output', {});
  input.addEventListener('input', () => {
    output.value = input.value;
    onInput(input.valueAsNumber);
  });
  const head = el('span', { class: 'range-head' }, el('span', {}, label), output);
  const element = el('label', { class: 'range' }, head, input, el('span', { class: 'hint' }, hint));
  return {
    element,
    set(value, most = Number(input.max)) {
      input.max = String(most);
      input.value = String(value);
      output.value = String(value);
    },
  };
}
