import type { CodeForm } from './code-form.ts';
import { Snapshot } from './snapshot.ts';

/** What an index holds at one moment; none of it changes. */
export interface Moment {
  readonly snapshot: Snapshot;
  /** Null until there are vectors to be coded. */
  readonly form: CodeForm | null;
}

/** What an index holds now, and what work that takes long still sees; the rest is given back. */
export class Contents {
  #now: Moment;
  /** One entry for each work. */
  readonly #seen: Moment[] = [];
  #isDisposed = false;

  constructor(form: CodeForm | null, snapshot = new Snapshot([])) {
    this.#now = { snapshot, form };
  }

  get now(): Moment {
    return this.#now;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  replace(snapshot: Snapshot, form = this.#now.form): void {
    const before = this.#now;
    this.#now = { snapshot, form };
    this.#release(before);
  }

  /** Work on what there is at the call, whatever takes its place meanwhile. */
  async during<T>(work: (now: Moment) => Promise<T>): Promise<T> {
    const now = this.#now;
    this.#seen.push(now);
    try {
      return await work(now);
    } finally {
      this.#seen.splice(this.#seen.indexOf(now), 1);
      this.#release(now);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.replace(new Snapshot([]));
  }

  /** Gives back what neither the index nor a work that runs needs any more. */
  #release({ snapshot, form }: Moment): void {
    snapshot.releaseUnless([this.#now.snapshot, ...this.#seen.map((moment) => moment.snapshot)]);
    const isNeeded = form === this.#now.form && !this.#isDisposed;
    if (!isNeeded && this.#seen.every((moment) => moment.form !== form)) form?.release();
  }
}
