import type { ToyExample, ToyRound } from '../../../evaluation/walkthrough/toy/types.ts';
import type { WalkthroughStepOf } from '../../../evaluation/walkthrough/types.ts';
import { el } from '../../../report/page/dom.ts';
import { type HowState, MOST_ITERATIONS } from '../state.ts';
import { ToyBoard } from '../toy/board.ts';
import { ToyControls } from '../toy/controls.ts';
import { says } from '../toy/says.ts';
import { toySums } from '../toy/sums.ts';
import { bitsTable, matrices, placesTables } from '../toy/tables.ts';
import type { Figure, FigureContext, MakeFigure } from './figure.ts';

/** Step 11: six images, small enough to follow with a pencil. */
export const toyFigure: MakeFigure<'toy'> = async (step, state, context) => {
  const figure = new ToyFigure(step, context);
  await figure.show(state);
  return figure;
};

class ToyFigure implements Figure {
  readonly element: HTMLElement;
  readonly #context: FigureContext;
  readonly #story: WalkthroughStepOf<'toy'>;
  readonly #board = new ToyBoard();
  readonly #controls: ToyControls;
  readonly #says = el('p', { class: 'toy-says' });
  readonly #sums = el('div', { class: 'toy-sums-place' });
  readonly #bits = el('div', { class: 'toy-bits-place' });
  readonly #places = el('div', { class: 'toy-places' });
  #told: WalkthroughStepOf<'toy'> | null = null;
  #state: HowState | null = null;
  #isAsking = false;
  #shownBits = '';

  constructor(story: WalkthroughStepOf<'toy'>, context: FigureContext) {
    this.#story = story;
    this.#context = context;
    this.#controls = new ToyControls(story.data.settings.alpha, context.change);
    this.element = el(
      'div',
      { class: 'toy' },
      el('div', { class: 'toy-left' }, this.#board.element, this.#legend(), this.#says),
      el('div', { class: 'toy-right' }, this.#controls.element, this.#sums),
      el('div', { class: 'toy-below' }, this.#bits, matrices(story.data), this.#places),
    );
  }

  update(state: HowState): void {
    void this.show(state);
  }

  /** Resolves once it is drawn. */
  show(state: HowState): Promise<void> {
    this.#state = state;
    this.#controls.show(state);
    return this.#refresh();
  }

  dispose(): void {
    this.#state = null;
    this.#board.dispose();
  }

  /** Asks the lab for what is wanted; what was wanted meanwhile is asked for after that. */
  async #refresh(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#state && !this.#isCurrent(this.#state)) {
        const { rule } = this.#state;
        const alpha = this.#alphaOf(this.#state);
        const options = { alpha, rule, iterations: MOST_ITERATIONS };
        this.#told = await this.#context.demo.lab.call('toy', options);
      }
      if (this.#state) this.#draw(this.#state);
    } catch (error) {
      this.#says.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.#isAsking = false;
    }
  }

  #alphaOf(state: HowState): number {
    return state.alpha ?? this.#story.data.settings.alpha;
  }

  #isCurrent(state: HowState): boolean {
    return this.#told !== null && isOf(this.#told, this.#alphaOf(state), state.rule);
  }

  #draw(state: HowState): void {
    const told = this.#told as WalkthroughStepOf<'toy'>;
    const toy = told.data;
    const { alpha, rule } = toy.settings;
    // With the settings of the story, its own words: those of the terminal.
    this.#context.retell(isOf(this.#story, alpha, rule) ? this.#story : told);
    const { iteration } = state;
    const bit = state.bit - 1;
    const round = toy.rounds[Math.max(0, iteration - 1)];
    const isPlayed = iteration > 0;
    this.#board.show(toy, {
      bits: isPlayed ? round.smoothed : toy.initial,
      normals: isPlayed ? round.hyperplanes : toy.hyperplanes,
      former: isPlayed ? (toy.rounds[iteration - 2] ?? toy).hyperplanes[bit] : null,
      isFlipped: (i, j) => isPlayed && isFlipped(round, i, j),
      bit,
    });
    const text = says(toy, iteration);
    const former = this.#says.textContent;
    this.#says.textContent = text;
    // At first the title of the step is said.
    if (former !== '' && former !== text) this.#context.demo.announce(text);
    this.#sums.replaceChildren(toySums(toy, round, isPlayed));
    const { before, smoothed } = round;
    const shown = JSON.stringify([before, smoothed, iteration, bit]);
    if (shown !== this.#shownBits) this.#bits.replaceChildren(bitsTable(toy, round, isPlayed, bit));
    this.#showPlaces(toy, iteration);
    this.#shownBits = shown;
  }

  /** Those who have unfolded the numbers go on seeing them. */
  #showPlaces(toy: ToyExample, iteration: number): void {
    const isOpen = [...this.#places.querySelectorAll('details')].map(({ open }) => open);
    this.#places.replaceChildren(placesTables(toy, iteration));
    for (const [i, details] of this.#places.querySelectorAll('details').entries()) {
      details.open = isOpen[i] ?? false;
    }
  }

  #legend(): HTMLElement {
    return el(
      'p',
      { class: 'toy-legend' },
      el('span', { class: 'key circle' }, 'car'),
      el('span', { class: 'key square' }, 'tiger'),
      el('span', { class: 'key edge' }, 'alike'),
      el('span', { class: 'key arrow' }, 'the side where the bit is 1'),
    );
  }
}

function isOf({ data }: WalkthroughStepOf<'toy'>, alpha: number, rule: string): boolean {
  return data.settings.alpha === alpha && data.settings.rule === rule;
}

function isFlipped({ before, smoothed }: ToyRound, image: number, bit: number): boolean {
  return before[image][bit] !== smoothed[image][bit];
}
