import { el } from '../../report/page/dom.ts';
import { type Field, labelled } from './field.ts';

/** Options of `slider`. */
export interface SliderOptions {
  /** The visible name. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** A value in words, with its unit: "16 bits". Default: the number. */
  readonly text?: (value: number) => string;
  /** A line below, which is read with the control. */
  readonly hint?: string;
  /** Told at every step of a movement. */
  readonly onInput?: (value: number) => void;
  /** Told when the movement has ended. */
  readonly onChange?: (value: number) => void;
}

/** A number and its range. */
export interface Slider extends Field<number> {
  max: number;
}

/** A number that is chosen by a handle, by mouse, finger or arrow keys. */
export function slider(options: SliderOptions): Slider {
  const { label, min, step, text = String, hint, onInput, onChange } = options;
  const range = { min: String(min), max: String(options.max), step: String(step) };
  const input = el('input', { type: 'range', ...range });
  const output = el('output', {});
  const show = () => {
    const words = text(Number(input.value));
    output.textContent = words;
    input.setAttribute('aria-valuetext', words);
    const share = (Number(input.value) - min) / (Number(input.max) - min);
    input.style.setProperty('--share', String(share));
  };
  input.value = String(options.value);
  show();
  input.addEventListener('input', () => {
    show();
    onInput?.(Number(input.value));
  });
  input.addEventListener('change', () => onChange?.(Number(input.value)));
  const element = labelled(label, input, output, hint);
  output.setAttribute('for', input.id);
  return {
    element,
    get value() {
      return Number(input.value);
    },
    set value(value) {
      // Browsers keep it within the range, at a whole step.
      input.value = String(value);
      show();
    },
    get max() {
      return Number(input.max);
    },
    set max(max) {
      input.max = String(max);
      show();
    },
  };
}
