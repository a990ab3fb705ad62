import { nextTask } from '../../core/next-task.ts';
import type { WalkthroughStep } from '../../evaluation/walkthrough/types.ts';
import { el } from '../../report/page/dom.ts';
import { writeAddress } from '../shell/address.ts';
import type { DemoContext, MountView, View } from '../shell/context.ts';
import type { Figure, FigureContext, MakeFigure } from './figures/figure.ts';
import { FIGURES } from './figures/registry.ts';
import { navigation } from './navigation.ts';
import { rowChooser } from './row-chooser.ts';
import { RowPictures } from './row-pictures.ts';
import { type HowState, placeOf, readState, stepAfter, writeState } from './state.ts';
import { ABOUT_A_ROW, keyOf, StepStore } from './step-store.ts';
import { StepWords } from './step-words.ts';
import { STEPS } from './steps.ts';

export const mount: MountView = (place, context) => new HowView(place, context);

/** Controls that have a use for arrow keys of their own. */
const USES_ARROWS = 'input, select, textarea, pre, [role="slider"], [role="region"], summary';

/** Milliseconds until a slider that moves is written down: browsers refuse addresses that change too often. */
const ADDRESS_DELAY = 250;

/** The tutorial, a step at a time. */
class HowView implements View {
  readonly #demo: DemoContext;
  readonly #store: StepStore;
  readonly #pictures: RowPictures;
  readonly #words: StepWords;
  readonly #navigation: ReturnType<typeof navigation>;
  readonly #body = el('article', { class: 'step', 'aria-busy': 'true' });
  readonly #chooser = rowChooser((row) => this.#choose(row));
  readonly #listening = new AbortController();
  #state: HowState = readState(new URLSearchParams());
  #figure: Figure | null = null;
  /** What is drawn: the step, and the image that it is about. */
  #drawn = '';
  #writing: ReturnType<typeof setTimeout> | undefined;
  #drawnStep: HowState['step'] | null = null;

  constructor(place: HTMLElement, demo: DemoContext) {
    this.#demo = demo;
    this.#store = new StepStore(demo.lab);
    this.#pictures = new RowPictures(demo);
    this.#words = new StepWords((text) => demo.announce(text));
    const addressOf = (step: HowState['step']) =>
      writeAddress('how', writeState({ ...this.#state, step }));
    this.#navigation = navigation(addressOf);
    place.append(
      el('h1', {}, 'How it works, step by step'),
      el(
        'div',
        { class: 'how-columns' },
        this.#navigation.list,
        el('div', { class: 'how-step' }, this.#body, this.#navigation.pager),
      ),
    );
    const { signal } = this.#listening;
    addEventListener('keydown', (event) => this.#key(event), { signal });
  }

  update(parameters: URLSearchParams): void {
    clearTimeout(this.#writing);
    this.#state = readState(parameters);
    this.#navigation.show(this.#state.step);
    const wanted = keyOf(this.#state.step, this.#state.image);
    if (wanted === this.#drawn) this.#figure?.update?.(this.#state);
    else void this.#open(wanted);
  }

  dispose(): void {
    clearTimeout(this.#writing);
    this.#listening.abort();
    this.#drawn = '';
    this.#figure?.dispose?.();
  }

  async #open(wanted: string): Promise<void> {
    const { step: id, image } = this.#state;
    const cause = this.#drawn === '' ? 'arrival' : this.#drawnStep === id ? 'row' : 'step';
    this.#drawn = wanted;
    this.#drawnStep = id;
    this.#figure?.dispose?.();
    this.#figure = null;
    this.#body.setAttribute('aria-busy', 'true');
    const waiting = el('p', { class: 'waiting' }, 'computing…');
    // Of another image the step stays as it is until the new one is there.
    if (cause !== 'row' && !this.#store.has(id, image)) {
      this.#body.replaceChildren(eyebrow(id), waiting);
    }
    try {
      const step = await this.#store.get(id, image, (message) => {
        waiting.textContent = `${message}…`;
      });
      const figure = await this.#draw(step);
      // Drawing it and laying it out are tasks of their own.
      await nextTask();
      if (this.#drawn === wanted) this.#show(step, figure, cause);
      else figure.dispose?.();
    } catch (error) {
      if (this.#drawn !== wanted) return;
      this.#drawn = '';
      const text = error instanceof Error ? error.message : String(error);
      this.#body.replaceChildren(eyebrow(id), el('p', { class: 'note', role: 'alert' }, text));
      this.#body.setAttribute('aria-busy', 'false');
    }
  }

  #show(step: WalkthroughStep, figure: Figure, cause: 'arrival' | 'row' | 'step'): void {
    this.#figure = figure;
    this.#words.tell(step);
    const { rows } = this.#store;
    this.#chooser.show(Math.min(this.#state.image ?? 0, rows - 1), rows);
    // What changed meanwhile.
    figure.update?.(this.#state);
    const focused = this.#chooser.element.querySelector<HTMLElement>(':focus');
    const title = el('h2', { tabindex: '-1' }, step.title);
    this.#body.replaceChildren(
      eyebrow(step.id),
      title,
      this.#words.text,
      ...(ABOUT_A_ROW.includes(step.id) ? [this.#chooser.element] : []),
      el('div', { class: 'step-figure' }, figure.element),
      this.#words.code,
    );
    this.#body.setAttribute('aria-busy', 'false');
    focused?.focus({ preventScroll: true });
    if (cause === 'step') {
      this.#demo.announce(`Step ${placeOf(step.id)} of ${STEPS.length}: ${step.title}`);
      title.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    const next = stepAfter(step.id, 1);
    // The reader reads meanwhile.
    if (next) this.#store.prepare(next, this.#state.image);
  }

  #draw(step: WalkthroughStep): Promise<Figure> {
    this.#pictures.use(this.#store.isBundled);
    const make = FIGURES[step.id] as MakeFigure<typeof step.id>;
    const context: FigureContext = {
      demo: this.#demo,
      pictures: this.#pictures,
      retell: (told) => {
        // Not before the figure is shown: the words are still those of the step before.
        if (this.#figure) this.#words.retell(told);
      },
      change: (changes) => this.#change(changes),
    };
    return Promise.resolve(make(step as never, this.#state, context));
  }

  /** Another image is another entry of the history. */
  #choose(row: number): void {
    this.#demo.navigate('how', writeState({ ...this.#state, image: row === 0 ? null : row }));
  }

  #change(changes: Partial<HowState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#navigation.show(this.#state.step);
    this.#figure?.update?.(this.#state);
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => {
      this.#demo.navigate('how', writeState(this.#state), { replace: true });
    }, ADDRESS_DELAY);
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isModified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (!by || isModified || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(USES_ARROWS)) return;
    const step = stepAfter(this.#state.step, by);
    if (!step) return;
    event.preventDefault();
    this.#demo.navigate('how', writeState({ ...this.#state, step }));
  }
}

function eyebrow(step: HowState['step']): HTMLElement {
  return el('p', { class: 'eyebrow' }, `Step ${placeOf(step)} of ${STEPS.length}`);
}
