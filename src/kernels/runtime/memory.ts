import { MemoryError } from '../../core/errors.ts';

const PAGE = 65536;
const MAX_PAGES = 65536;
const ALIGNMENT = 16;

interface FreeBlock {
  start: number;
  size: number;
}

/**
 * Owns the linear memory of one WebAssembly instance: first fit over a sorted list of free blocks.
 * Resident data lives here for long and scratch for one call, so both come from the same list and
 * neither fragments the other for good. Views are made afresh at each use, since growing the
 * memory detaches the old ones.
 */
export class LinearMemory {
  readonly #memory: WebAssembly.Memory;
  /** Free blocks, ascending, never adjacent. */
  readonly #free: FreeBlock[] = [];
  readonly #sizes = new Map<number, number>();
  #words: Uint32Array = new Uint32Array(0);

  /** @param base - first byte that the module itself does not use. */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.#memory = memory;
    const start = align(base);
    this.#addFree(start, memory.buffer.byteLength - start);
  }

  /** Bytes of the whole memory, used or free. */
  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Bytes that are allocated now. */
  get bytesInUse(): number {
    let sum = 0;
    for (const size of this.#sizes.values()) sum += size;
    return sum;
  }

  /** Reserves `bytes` bytes, 16-byte aligned, contents undefined. */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, align(bytes));
    let index = this.#free.findIndex((block) => block.size >= size);
    if (index < 0) {
      this.#grow(size);
      index = this.#free.length - 1;
    }
    const block = this.#free[index];
    const pointer = block.start;
    block.start += size;
    block.size -= size;
    if (block.size === 0) this.#free.splice(index, 1);
    this.#sizes.set(pointer, size);
    return pointer;
  }

  /** Gives back what `allocate` returned; anything else is ignored. */
  release(pointer: number): void {
    const size = this.#sizes.get(pointer);
    if (size === undefined) return;
    this.#sizes.delete(pointer);
    this.#addFree(pointer, size);
  }

  /** Runs `body` with an allocator whose blocks are given back when it ends, however it ends. */
  withScratch<T>(body: (allocate: (bytes: number) => number) => T): T {
    const pointers: number[] = [];
    try {
      return body((bytes) => {
        const pointer = this.allocate(bytes);
        pointers.push(pointer);
        return pointer;
      });
    } finally {
      for (const pointer of pointers) this.release(pointer);
    }
  }

  /**
   * The whole memory as words: word pointer >>> 2 stands at `pointer`. Made anew only after the
   * memory has grown, for calls so short that making views would be most of their time. Read it at
   * each use; never keep it over an allocation.
   */
  get words(): Uint32Array {
    if (this.#words.buffer !== this.#memory.buffer) {
      this.#words = new Uint32Array(this.#memory.buffer);
    }
    return this.#words;
  }

  u8(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }
  u16(pointer: number, length: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, pointer, length);
  }
  i16(pointer: number, length: number): Int16Array {
    return new Int16Array(this.#memory.buffer, pointer, length);
  }
  u32(pointer: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, pointer, length);
  }
  i32(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }
  f32(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }
  f64(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }

  #grow(size: number): void {
    const end = this.byteLength;
    const last = this.#free.at(-1);
    const tail = last && last.start + last.size === end ? last.size : 0;
    const pages = Math.ceil((size - tail) / PAGE);
    if (end / PAGE + pages > MAX_PAGES) throw tooLarge(size, this.bytesInUse);
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw tooLarge(size, this.bytesInUse, cause);
    }
    this.#addFree(end, pages * PAGE);
  }

  #addFree(start: number, size: number): void {
    if (size <= 0) return;
    const at = this.#free.findIndex((block) => block.start > start);
    const index = at < 0 ? this.#free.length : at;
    this.#free.splice(index, 0, { start, size });
    this.#merge(index);
    this.#merge(index - 1);
  }

  /** Joins block `index` with its successor where they touch. */
  #merge(index: number): void {
    const block = this.#free[index];
    const next = this.#free[index + 1];
    if (block && next && block.start + block.size === next.start) {
      block.size += next.size;
      this.#free.splice(index + 1, 1);
    }
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function tooLarge(size: number, inUse: number, cause?: unknown): MemoryError {
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return new MemoryError(
    `${mib(size)} more do not fit the 4 GiB of WebAssembly memory (${mib(inUse)} in use): ` +
      "use fewer rows at a time, or the backend 'typescript'",
    { cause },
  );
}
