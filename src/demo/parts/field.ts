import { el } from '../../report/page/dom.ts';

/** A control with its visible name. */
export interface Field<V> {
  readonly element: HTMLElement;
  value: V;
}

/** What a list offers. */
export interface ChoiceOptions<V extends string> {
  /** The visible name. */
  readonly label: string;
  /** The values, and what each is called. */
  readonly choices: readonly (readonly [value: V, text: string])[];
  readonly value: V;
  /** A line below, which is read with the control. */
  readonly hint?: string;
  readonly onChange: (value: V) => void;
}

/** A list of which one is chosen. */
export function choiceField<V extends string>(options: ChoiceOptions<V>): Field<V> {
  const { label, choices, hint, onChange } = options;
  const select = el('select', {}, ...choices.map(([value, text]) => el('option', { value }, text)));
  select.value = options.value;
  select.addEventListener('change', () => onChange(select.value as V));
  return {
    element: labelled(label, select, null, hint),
    get value() {
      return select.value as V;
    },
    set value(value) {
      select.value = value;
    },
  };
}

let made = 0;

/** Puts a name over a control, a value beside the name, and a line below. */
export function labelled(
  label: string,
  control: HTMLElement,
  value: HTMLElement | null,
  hint: string | undefined,
): HTMLElement {
  const id = `field-${++made}`;
  control.id = id;
  const head = el('div', { class: 'field-head' }, el('label', { for: id }, label));
  if (value) head.append(value);
  const element = el('div', { class: 'field' }, head, control);
  if (hint) {
    control.setAttribute('aria-describedby', `${id}-hint`);
    element.append(el('p', { id: `${id}-hint`, class: 'hint' }, hint));
  }
  return element;
}
