import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import type { LoadedResult } from '../lab/calls/own-data.ts';
import type { DemoContext, MountView, View } from '../shell/context.ts';
import { KeptPanel } from './kept-panel.ts';
import { loadedPanel } from './loaded-panel.ts';
import { ProgressLine } from './progress-line.ts';
import { Reader } from './reader.ts';

export const mount: MountView = (place, context) => new OwnDataView(place, context);

/** Files of the reader's own: read, shown, kept and found again. */
class OwnDataView implements View {
  readonly #context: DemoContext;
  readonly #reader: Reader;
  readonly #kept: KeptPanel;
  readonly #loaded = el('div', { class: 'loaded-place' });
  readonly #keeping = new ProgressLine(() => this.#running.abort());
  #running = new AbortController();

  constructor(place: HTMLElement, context: DemoContext) {
    this.#context = context;
    this.#reader = new Reader(context, (loaded) => this.#show(loaded));
    this.#kept = new KeptPanel(context, (name) => void this.#reader.reopen(name));
    place.append(
      el('h1', {}, 'Your data, on the same page'),
      el('p', { class: 'lead' }, LEAD),
      this.#reader.element,
      this.#loaded,
      this.#keeping.element,
      this.#kept.element,
    );
    void this.#kept.refresh();
    // What comes with the page is not read for this view alone.
    if (context.data.own) void this.#showPresent();
  }

  update(): void {}

  dispose(): void {
    this.#running.abort();
    this.#reader.dispose();
    this.#kept.dispose();
  }

  async #showPresent(): Promise<void> {
    this.#show(await this.#context.lab.call('loaded', null));
  }

  #show(loaded: LoadedResult): void {
    const { overview } = loaded;
    this.#context.data.set(overview);
    this.#keeping.clear();
    const events = {
      onKeep: () => void this.#keep(),
      onBundled: () => void this.#useBundled(),
      onLabels: (column: string) => this.#reader.readLabels(column),
    };
    this.#loaded.replaceChildren(loadedPanel(loaded, events));
    this.#context.announce(`${overview.name} is loaded: ${count(overview.rows)} rows.`);
  }

  async #useBundled(): Promise<void> {
    await this.#context.lab.call('useBundled', null);
    this.#context.data.set(null);
    this.#loaded.replaceChildren();
    this.#context.announce('All views show the bundled images again.');
  }

  async #keep(): Promise<void> {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    this.#keeping.progress('Making the index', null);
    try {
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        this.#keeping.progress(`Making the index: ${count(done)} of ${count(total)} rows`, {
          loaded: done,
          total,
        });
      const { title } = await this.#context.lab.call('keep', null, { signal, onProgress });
      this.#keeping.say(`${title} is kept: you find it below whenever you come back.`);
      await this.#kept.refresh();
    } catch (error) {
      if (running !== this.#running) return;
      if (signal.aborted) this.#keeping.say('Cancelled: nothing was kept.');
      else this.#keeping.fail((error as Error).message);
    }
  }
}

const LEAD =
  'Give a file of vectors, of pictures or of any rows of numbers, and Compare, Train and How it works run ' +
  'on it. It is read in this browser and goes nowhere else.';
