import { el } from '../../report/page/dom.ts';
import { plural } from '../../report/page/format.ts';
import type { CompareQuery, CompareResult } from '../lab/calls/compare.ts';
import type { ExamplesResult } from '../lab/calls/examples.ts';
import type { Rgba } from '../parts/drawing.ts';
import { slider } from '../parts/slider.ts';
import type { DemoContext, MountView, View } from '../shell/context.ts';
import { Column } from './column.ts';
import { METHOD_NAMES, type MethodName } from './methods.ts';
import { Picker } from './picker.ts';
import { reasons } from './reasons.ts';
import { BITS, type CompareState, mostRadius, parametersOf, readState } from './state.ts';

/** Examples in the strip: two of each bundled class. */
const EXAMPLES = 20;
/** Sliders tell many values on their way. */
const REST_MILLIS = 80;

export const mount: MountView = (place, context) => new CompareView(place, context);

/** LSH, GRH and exact search for one query, side by side. */
class CompareView implements View {
  readonly #place: HTMLElement;
  readonly #context: DemoContext;
  readonly #picker: Picker;
  readonly #columns: Readonly<Record<MethodName, Column>>;
  readonly #why = el('div', { class: 'why' });
  /** Beside the reasons, so that those of a search that was on its way don't replace it. */
  readonly #fault = el('div', { class: 'fault' });
  readonly #bits = slider({
    label: 'Length of a code',
    hint: 'How many hyperplanes: a bit says on which side of one the point lies.',
    min: BITS.least,
    max: BITS.most,
    step: BITS.step,
    value: BITS.first,
    text: (bits) => `${bits} bits`,
    onInput: (bits) =>
      this.#go({ bits, radius: Math.min(this.#state.radius, mostRadius(bits)) }, true),
  });
  readonly #radius = slider({
    label: 'Radius',
    hint: 'Codes that differ in at most so many bits are candidates.',
    min: 0,
    max: mostRadius(BITS.first),
    step: 1,
    value: 0,
    text: (radius) => plural(radius, 'bit'),
    onInput: (radius) => this.#go({ radius }, true),
  });
  #state: CompareState = readState(new URLSearchParams());
  #drawn: Rgba | null = null;
  #examples: Promise<ExamplesResult>;
  #running = new AbortController();
  #means = '';

  constructor(place: HTMLElement, context: DemoContext) {
    this.#place = place;
    this.#context = context;
    this.#columns = { lsh: new Column('lsh'), grh: new Column('grh'), exact: new Column('exact') };
    this.#picker = new Picker({
      onRow: (image) => this.#go({ image }),
      onPicture: (rgba) => this.#draw(rgba),
      onFault: (message) => this.#tell(message),
    });
    this.#examples = context.lab.call('examples', { count: EXAMPLES });
    this.#examples.then((examples) => this.#picker.offer(examples)).catch(() => {});
    place.append(
      el('h1', {}, 'Random or learned: who finds more?'),
      el('p', { class: 'lead' }, LEAD),
      this.#picker.element,
      el(
        'section',
        { class: 'sliders', 'aria-label': 'Settings' },
        this.#bits.element,
        this.#radius.element,
      ),
      el('section', { class: 'because', 'aria-label': 'Why' }, this.#fault, this.#why),
      el('div', { class: 'columns' }, ...METHOD_NAMES.map((name) => this.#columns[name].element)),
    );
  }

  update(parameters: URLSearchParams): void {
    this.#state = readState(parameters);
    this.#refresh();
  }

  dispose(): void {
    this.#running.abort();
  }

  #go(change: Partial<CompareState>, replace = false): void {
    this.#state = { ...this.#state, ...change };
    const before = location.hash;
    this.#context.navigate('compare', parametersOf(this.#state), { replace });
    // A new entry in the history comes back as an update.
    if (replace || location.hash === before) this.#refresh();
  }

  #draw(rgba: Rgba): void {
    this.#drawn = rgba;
    this.#go({ image: 'drawn' }, this.#state.image === 'drawn');
  }

  /** Computes what the state asks for; what was on its way is of no use any more. */
  #refresh(): void {
    const { bits, radius } = this.#state;
    this.#bits.value = bits;
    this.#radius.max = mostRadius(bits);
    this.#radius.value = radius;
    this.#place.style.setProperty('--code-rows', String(Math.ceil(bits / 16)));
    for (const name of METHOD_NAMES) this.#columns[name].isBusy = true;
    this.#fault.replaceChildren();
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    const timer = setTimeout(() => void this.#compute(signal), REST_MILLIS);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async #compute(signal: AbortSignal): Promise<void> {
    try {
      const query = await this.#query();
      const { bits, radius } = this.#state;
      const settings = { bits, radius };
      const ask = (method: MethodName) => this.#ask(method, query, settings, signal);
      const [lsh, grh, exact] = await Promise.all(METHOD_NAMES.map(ask));
      if (!lsh || !exact) return;
      const told = reasons({ lsh, grh, exact, radius });
      this.#why.replaceChildren(...told.map((text) => el('p', {}, text)));
      this.#context.announce(told[0]);
      await this.#computeMeans(settings, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#why.replaceChildren();
      this.#tell((error as Error).message);
    }
  }

  async #query(): Promise<CompareQuery> {
    const { image } = this.#state;
    if (image === 'drawn' && this.#drawn) return { rgba: this.#drawn };
    const { shown } = await this.#examples;
    return { row: typeof image === 'number' ? image : shown[0].row };
  }

  /** Asks for one column; null if it has nothing to show. */
  async #ask(
    method: MethodName,
    query: CompareQuery,
    settings: { bits: number; radius: number },
    signal: AbortSignal,
  ): Promise<CompareResult | null> {
    const column = this.#columns[method];
    try {
      const result = await this.#context.lab.call(
        'compare',
        { query, method, ...settings },
        { signal },
      );
      this.#picker.show(result.query);
      column.show(result);
      return result;
    } catch (error) {
      if (signal.aborted) throw error;
      column.refuse((error as Error).message);
      return null;
    }
  }

  async #computeMeans(
    settings: { bits: number; radius: number },
    signal: AbortSignal,
  ): Promise<void> {
    const key = JSON.stringify(settings);
    if (key === this.#means) return;
    for (const method of METHOD_NAMES) {
      const call = this.#context.lab.call('meanPrecision', { method, ...settings }, { signal });
      const mean = await call.catch((error) => {
        if (signal.aborted) throw error;
        // Without labels there is none.
        return null;
      });
      this.#columns[method].showMean(mean);
    }
    this.#means = key;
  }

  #tell(message: string): void {
    this.#fault.replaceChildren(el('p', { role: 'alert' }, message));
  }
}

const LEAD =
  'Every picture becomes a short code of bits, and pictures with nearly the same code are looked at ' +
  'first. Random hyperplanes (LSH) make that code without looking at the pictures; learned ones (GRH) ' +
  'have seen labelled examples, so that things of one kind get one code. Exact search compares ' +
  'everything, without codes.';
