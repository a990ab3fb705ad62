import { DisposedError } from '../../core/errors.ts';
import type { LinearMemory } from './memory.ts';

// A resident that a caller forgot gives its memory back when it is collected.
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/** Blocks of linear memory that live until `dispose`. Base of every resident of the WASM backends. */
export class ResidentBlocks {
  readonly #memory: LinearMemory;
  readonly #what: string;
  readonly #pointers: number[] = [];
  #disposed = false;

  /** @param what - what the resident is, for the message when it is used after its disposal. */
  constructor(memory: LinearMemory, what: string) {
    this.#memory = memory;
    this.#what = what;
    const pointers = this.#pointers;
    forgotten.register(this, () => releaseAll(memory, pointers), this);
  }

  protected allocate(bytes: number): number {
    try {
      const pointer = this.#memory.allocate(bytes);
      this.#pointers.push(pointer);
      return pointer;
    } catch (error) {
      // A resident that can't be whole keeps nothing.
      this.dispose();
      throw error;
    }
  }

  /** Throws DisposedError after `dispose`. */
  protected checkAlive(): void {
    if (this.#disposed) throw new DisposedError(this.#what);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    releaseAll(this.#memory, this.#pointers);
  }
}

function releaseAll(memory: LinearMemory, pointers: number[]): void {
  for (const pointer of pointers.splice(0)) memory.release(pointer);
}
