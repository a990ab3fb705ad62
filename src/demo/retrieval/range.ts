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
  // An output within the label would be what the label names.
  const id = `range-${label.toLowerCase().replaceAll(' ', '-')}`;
  const limits = { min: String(min), max: String(max), step: String(step) };
  const input = el('input', { id, type: 'range', 'aria-describedby': `${id}-hint`, ...limits });
  const output = el('output', { for: id });
  input.addEventListener('input', () => {
    output.value = input.value;
    onInput(input.valueAsNumber);
  });
  const element = el(
    'div',
    { class: 'range' },
    el('div', { class: 'range-head' }, el('label', { for: id }, label), output),
    input,
    el('p', { class: 'hint', id: `${id}-hint` }, hint),
  );
  return {
    element,
    set(value, most = Number(input.max)) {
      input.max = String(most);
      input.value = String(value);
      output.value = String(value);
    },
  };
}
