import { count } from '../output/count.ts';
import { printable } from '../output/printable.ts';

/** Broken pictures that are named; of more, the number is told. */
const NAMED = 5;

/** Names broken pictures on stderr as they come, and counts them. */
export class BrokenPictures {
  readonly ids: string[] = [];
  readonly #progress: { clear(): void };

  /** @param progress - the line that must be gone first. */
  constructor(progress: { clear(): void }) {
    this.#progress = progress;
  }

  /** Takes note of one. The reason names it. */
  add(id: string, { message }: Error): void {
    this.ids.push(id);
    if (this.ids.length <= NAMED) this.#note(`left out: ${message}`);
  }

  /** Says how many more there were than were named. */
  end(): void {
    const more = this.ids.length - NAMED;
    if (more > 0) this.#note(`left out: ${count(more, 'more broken picture')}`);
  }

  #note(text: string): void {
    this.#progress.clear();
    process.stderr.write(`note: ${printable(text)}\n`);
  }
}
