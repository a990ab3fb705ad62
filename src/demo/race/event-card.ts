import { el } from '../../report/page/dom.ts';
import { plural } from '../../report/page/format.ts';
import { type BarRow, barRow } from '../parts/bars.ts';
import {
  CONTENDER_TEXTS,
  CONTENDERS,
  type ContenderName,
  EVENT_TEXTS,
  type EventName,
} from './programme.ts';
import type { Missing } from './protocol.ts';
import type { EventState } from './session.ts';
import { type Bar, barsOf, rateText, ratioText } from './standing.ts';

const PHASES: Readonly<Record<EventState['phase'], string>> = {
  waiting: 'not yet',
  checking: 'checking that results are right',
  running: 'running',
  stopped: 'stopped',
  done: 'done',
};

/** One event: what is done in it, its bars, and why they differ. */
export class EventCard {
  readonly element: HTMLElement;
  readonly #event: EventName;
  readonly #phase = el('span', { class: 'phase' });
  readonly #rows: Readonly<Record<ContenderName, BarRow>>;

  constructor(event: EventName) {
    this.#event = event;
    const { title, what, why } = EVENT_TEXTS[event];
    const rows = CONTENDERS.map((name) => [name, barRow(CONTENDER_TEXTS[name], `--${name}`)]);
    this.#rows = Object.fromEntries(rows);
    this.element = el(
      'li',
      { class: 'event', 'data-event': event },
      el(
        'div',
        { class: 'event-text' },
        el('h2', {}, title, this.#phase),
        el('p', {}, what),
        el('p', { class: 'quiet' }, why),
      ),
      el('ul', { class: 'bars' }, ...CONTENDERS.map((name) => this.#rows[name].element)),
    );
  }

  show(state: EventState, missing: Missing): void {
    this.element.dataset.phase = state.phase;
    this.#phase.textContent = PHASES[state.phase];
    const bars = barsOf(state.results, state.share);
    for (const name of CONTENDERS) {
      const bar = bars.find(({ contender }) => contender === name);
      const wrong = state.results.some(
        ({ contender, verified }) => contender === name && !verified,
      );
      const row = this.#rows[name];
      if (bar) row.show(this.#value(bar));
      else if (missing[name]) row.show({ length: 0, text: 'not here', note: missing[name] });
      else if (wrong)
        row.show({ length: 0, text: 'wrong', note: 'its result is not the right one' });
      else row.show({ length: 0, text: '', note: '' });
    }
  }

  #value({ length, quartiles, ratio, result }: Bar) {
    const { unit, perUnit } = EVENT_TEXTS[this.#event];
    const rate = (value: number) => rateText(value * perUnit);
    const [low, high] = result.quartiles;
    return {
      length,
      spread: quartiles,
      text: ratio === null ? '' : `${ratioText(ratio)}×`,
      note: `${rate(result.median)} ${unit} (half of the runs: ${rate(low)} to ${rate(high)}), ${plural(result.runs, 'run')}, ✓ checked`,
    };
  }
}
