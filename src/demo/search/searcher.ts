import type { Collection, Filters, Found } from './collection.ts';
import { SHOWN } from './results.ts';

/** How long nobody types before the exact search, so that it holds up no key stroke. */
const PAUSE_MS = 120;

/** What is searched for. */
export interface Question {
  readonly vector: Float32Array;
  readonly filters: Filters;
}

/** What the searches tell. */
export interface SearchEvents {
  found(found: Found): void;
  /** How many of the nearest by exact search were found; null: it can't be said before vectors are there. */
  compared(recall: { readonly count: number; readonly of: number } | null): void;
  failed(error: Error): void;
}

/** Answers the last question: what was asked before is dropped. */
export class Searcher {
  readonly #collection: Collection;
  readonly #events: SearchEvents;
  #last = new AbortController();

  constructor(collection: Collection, events: SearchEvents) {
    this.#collection = collection;
    this.#events = events;
  }

  ask(question: Question): void {
    this.stop();
    this.#last = new AbortController();
    const { signal } = this.#last;
    this.#answer(question, signal).catch((error: Error) => {
      if (!signal.aborted) this.#events.failed(error);
    });
  }

  stop(): void {
    this.#last.abort();
  }

  async #answer({ vector, filters }: Question, signal: AbortSignal): Promise<void> {
    const found = await this.#collection.search(vector, SHOWN, filters, { signal });
    signal.throwIfAborted();
    this.#events.found(found);
    if (found.stage !== 'complete') {
      this.#events.compared(null);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal.throwIfAborted();
    const exact = await this.#collection.search(vector, SHOWN, filters, { signal, recall: 1 });
    signal.throwIfAborted();
    const ids = new Set(found.neighbours.map(({ id }) => id));
    const count = exact.neighbours.filter(({ id }) => ids.has(id)).length;
    this.#events.compared({ count, of: exact.neighbours.length });
  }
}
