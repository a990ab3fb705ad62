import { DisposedError } from '../../core/errors.ts';
import type { LinearMemory } from './memory.ts';

let forgotten: FinalizationRegistry<() => void> | undefined;

/**
 * Gives back the memory of residents that a caller forgot, when they are collected. Made with the
 * first one; hosts that have no such registry keep what is forgotten.
 */
function registry(): FinalizationRegistry<() => void> | undefined {
  if (typeof FinalizationRegistry === 'function') {
    forgotten ??= new FinalizationRegistry((release) => release());
  }
  return forgotten;
}

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
    registry()?.register(this, () => releaseAll(memory, pointers), this);
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
    registry()?.unregister(this);
    releaseAll(this.#memory, this.#pointers);
  }
}

function releaseAll(memory: LinearMemory, pointers: number[]): void {
  for (const pointer of pointers.splice(0)) memory.release(pointer);
}
