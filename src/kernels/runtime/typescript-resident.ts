import { DisposedError } from '../../core/errors.ts';

/** Base of the residents of the TypeScript backend, whose memory the garbage collector owns. */
export class TypeScriptResident {
  readonly #what: string;
  #disposed = false;

  /** @param what - what the resident is, for the message when it is used after its disposal. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Throws DisposedError after `dispose`. */
  protected checkAlive(): void {
    if (this.#disposed) throw new DisposedError(this.#what);
  }

  dispose(): void {
    this.#disposed = true;
  }
}
