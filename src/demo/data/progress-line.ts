import { el } from '../../report/page/dom.ts';

/** A line that says how far something is, asks, or says why it failed. */
export class ProgressLine {
  readonly element = el('div', { class: 'progress-line' });
  readonly #onCancel: () => void;
  readonly #text = el('span', {});
  readonly #bar = el('progress', { 'aria-label': 'Progress' });
  readonly #running: HTMLElement;

  constructor(onCancel: () => void) {
    this.#onCancel = onCancel;
    this.#running = el('div', { class: 'running' }, this.#text, this.#bar, this.#cancel());
  }

  clear(): void {
    this.element.replaceChildren();
  }

  /** @param share - null: nobody knows. */
  progress(text: string, share: { readonly loaded: number; readonly total: number } | null): void {
    this.#text.textContent = text;
    if (share) {
      this.#bar.max = share.total;
      this.#bar.value = share.loaded;
    } else this.#bar.removeAttribute('value');
    if (!this.#running.isConnected) this.element.replaceChildren(this.#running);
  }

  say(text: string): void {
    this.element.replaceChildren(el('p', { role: 'status' }, text));
  }

  fail(text: string): void {
    this.element.replaceChildren(el('p', { class: 'fault', role: 'alert' }, text));
  }

  /** Waits until the reader wants it. @throws the signal's reason if it is aborted. */
  ask(text: string, signal: AbortSignal): Promise<void> {
    const yes = el('button', { type: 'button', class: 'primary' }, 'Read it');
    const note = el('p', { role: 'status' }, text);
    this.element.replaceChildren(el('div', { class: 'running' }, note, yes, this.#cancel()));
    return new Promise((resolve, reject) => {
      yes.addEventListener('click', () => resolve());
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  #cancel(): HTMLButtonElement {
    const cancel = el('button', { type: 'button' }, 'Cancel');
    cancel.addEventListener('click', this.#onCancel);
    return cancel;
  }
}
