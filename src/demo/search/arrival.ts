import { el } from '../../report/page/dom.ts';
import type { IndexProgress } from '../../workers/index-worker/types.ts';

/** Shows how much of the index is there: its codes, with which searches begin, then its vectors. */
export class Arrival {
  readonly #codes = el('progress', { max: '1', value: '0', 'aria-label': 'Codes' });
  readonly #vectors = el('progress', { max: '1', value: '0', 'aria-label': 'Vectors' });
  readonly #text = el('p', {}, 'The codes are on their way.');
  readonly element = el(
    'div',
    { class: 'arrival' },
    el('div', { class: 'bars' }, this.#codes, this.#vectors),
    this.#text,
  );
  #codesBytes = 0;

  tell({ stage, loaded, total }: IndexProgress): void {
    if (stage === 'codes') {
      this.#codes.value = total === null ? 0 : loaded / total;
      this.#codesBytes = total ?? 0;
      this.#text.textContent = `Codes: ${size(loaded)} of ${total === null ? '?' : size(total)}.`;
      return;
    }
    this.#codes.value = 1;
    const codes = this.#codesBytes;
    if (total !== null) this.#vectors.value = (loaded - codes) / Math.max(1, total - codes);
    this.#text.textContent =
      stage === 'complete'
        ? `All ${size(loaded)} are here: ranked by vectors.`
        : `Searching by codes; vectors: ${size(loaded)} of ${size(total ?? loaded)}.`;
  }

  fail(message: string): void {
    this.#text.textContent = message;
    this.element.classList.add('failed');
  }
}

function size(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
