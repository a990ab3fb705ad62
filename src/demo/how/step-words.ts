import type { WalkthroughStep } from '../../evaluation/walkthrough/types.ts';
import { el } from '../../report/page/dom.ts';
import { codePair } from './code-pair.ts';

/** Milliseconds until lines follow settings that change: nobody reads them while a slider moves. */
const DELAY = 250;

type Words = Pick<WalkthroughStep, 'text' | 'code'>;

/** The sentences of a step above its figure, and its lines of code below. */
export class StepWords {
  readonly text = el('p', { class: 'lead' });
  readonly code = el('div', { class: 'step-code' });
  readonly #announce: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = '';

  /** @param announce - says that lines were copied. */
  constructor(announce: (text: string) => void) {
    this.#announce = announce;
  }

  /** Another step. Its lines come in a task of their own. */
  tell(words: Words): void {
    this.code.replaceChildren();
    this.#shown = '';
    this.#write(words, 0);
  }

  /** The same step with other settings. */
  retell(words: Words): void {
    this.#write(words, this.#shown === '' ? 0 : DELAY);
  }

  #write({ text, code }: Words, delay: number): void {
    if (this.text.textContent !== text) this.text.textContent = text;
    clearTimeout(this.#timer);
    const wanted = `${code.javascript}\n${code.numpy}`;
    if (wanted === this.#shown) return;
    this.#timer = setTimeout(() => {
      this.#shown = wanted;
      this.code.replaceChildren(
        el('h3', { class: 'code-title' }, 'The lines that do it'),
        codePair(code, this.#announce),
      );
    }, delay);
  }
}
