import { el } from '../../../report/page/dom.ts';
import { type Slider, slider } from '../../parts/slider.ts';
import { decimal } from '../format.ts';
import { type HowState, MOST_ITERATIONS, TOY_BITS } from '../state.ts';

/** What of the toy example the reader may change: alpha, the rule, the iteration, the bit looked at. */
export class ToyControls {
  readonly element: HTMLElement;
  readonly #alpha: Slider;
  readonly #startAlpha: number;
  readonly #choices: ((state: HowState) => void)[] = [];
  readonly #back = el('button', { type: 'button' }, '← Back');
  readonly #next = el('button', { type: 'button', class: 'primary' }, 'Next iteration →');
  readonly #iteration = el('strong', {});
  #state: HowState | null = null;

  constructor(alpha: number, change: (changes: Partial<HowState>) => void) {
    this.#startAlpha = alpha;
    this.#alpha = slider({
      label: 'alpha: how much the neighbours count',
      min: 0,
      max: 1,
      step: 0.01,
      value: alpha,
      text: (value) => decimal(value),
      onInput: (value) => change({ alpha: value === this.#startAlpha ? null : value }),
    });
    const move = (by: number) => {
      const iteration = (this.#state?.iteration ?? 0) + by;
      if (iteration >= 0 && iteration <= MOST_ITERATIONS) change({ iteration });
    };
    this.#back.addEventListener('click', () => move(-1));
    this.#next.addEventListener('click', () => move(1));
    const bits = Array.from({ length: TOY_BITS }, (_, j) => [j + 1, `${j + 1}`] as const);
    this.element = el(
      'div',
      { class: 'toy-controls' },
      el('div', { class: 'alpha' }, this.#alpha.element, scale()),
      el('p', { class: 'iterations' }, this.#back, this.#iteration, this.#next),
      this.#choice(
        'Hyperplane of bit',
        bits,
        ({ bit }) => bit,
        (bit) => change({ bit }),
      ),
      this.#choice(
        'Rule',
        [
          ['tutorial', "the tutorial's"],
          ['paper', "the paper's"],
        ] as const,
        ({ rule }) => rule,
        (rule) => change({ rule }),
      ),
    );
  }

  show(state: HowState): void {
    this.#state = state;
    this.#alpha.value = state.alpha ?? this.#startAlpha;
    for (const show of this.#choices) show(state);
    const { iteration } = state;
    this.#iteration.textContent = iteration === 0 ? 'before learning' : `iteration ${iteration}`;
    // A button that is disabled would lose the focus.
    setAble(this.#back, iteration > 0);
    setAble(this.#next, iteration < MOST_ITERATIONS);
  }

  #choice<T extends string | number>(
    legend: string,
    values: readonly (readonly [T, string])[],
    shownIn: (state: HowState) => T,
    choose: (value: T) => void,
  ): HTMLElement {
    const name = legend.toLowerCase().replaceAll(/\W/g, '-');
    const inputs = values.map(([value]) => {
      const input = el('input', { type: 'radio', name, value: String(value) });
      input.addEventListener('change', () => choose(value));
      return input;
    });
    this.#choices.push((state) => {
      for (const [i, [value]] of values.entries()) inputs[i].checked = value === shownIn(state);
    });
    return el(
      'fieldset',
      { class: 'choices' },
      el('legend', {}, legend),
      ...values.map(([, text], i) => el('label', { class: 'choice' }, inputs[i], text)),
    );
  }
}

function setAble(button: HTMLButtonElement, isAble: boolean): void {
  button.setAttribute('aria-disabled', String(!isAble));
}

/** What the ends and the middle of alpha mean. */
function scale(): HTMLElement {
  return el(
    'p',
    { class: 'scale', 'aria-hidden': 'true' },
    el('span', {}, '0 not at all'),
    el('span', {}, '½'),
    el('span', {}, '1 alone'),
  );
}
