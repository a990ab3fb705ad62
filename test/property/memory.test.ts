import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinearMemory } from '../../src/kernels/runtime/memory.ts';

const BASE = 1029;
const ALIGNED_BASE = 1040;
const PAGE = 65536;

interface Block {
  readonly pointer: number;
  readonly size: number;
  readonly mark: number;
}

/** A memory and what must be true of it: every live block keeps the bytes written to it. */
class Model {
  readonly memory = new LinearMemory(new WebAssembly.Memory({ initial: 1 }), BASE);
  readonly blocks: Block[] = [];
  #marks = 0;

  mark(pointer: number, size: number): void {
    this.#marks = (this.#marks % 255) + 1;
    const mark = this.#marks;
    this.memory.u8(pointer, size).fill(mark);
    this.blocks.push({ pointer, size, mark });
  }

  /** Forgets block `index` (of those there are) and returns it. */
  forget(index: number): Block | undefined {
    return this.blocks.splice(index % Math.max(1, this.blocks.length), 1)[0];
  }

  check(): void {
    const { memory, blocks } = this;
    let bytes = 0;
    for (const { pointer, size, mark } of blocks) {
      expect(pointer % 16).toBe(0);
      expect(pointer).toBeGreaterThanOrEqual(ALIGNED_BASE);
      expect(pointer + size).toBeLessThanOrEqual(memory.byteLength);
      expect(memory.u8(pointer, size).every((byte) => byte === mark)).toBe(true);
      bytes += Math.max(16, Math.ceil(size / 16) * 16);
    }
    expect(memory.bytesInUse).toBe(bytes);
  }
}

const size = fc.oneof(fc.nat(300), fc.nat(3 * PAGE));

const allocate = size.map((bytes) => (model: Model) => {
  model.mark(model.memory.allocate(bytes), bytes);
});

const release = fc.nat().map((index) => (model: Model) => {
  const block = model.forget(index);
  if (block) model.memory.release(block.pointer);
});

const useScratch = fc
  .tuple(fc.array(size, { maxLength: 3 }), fc.boolean())
  .map(([sizes, fails]) => (model: Model) => {
    const before = model.memory.bytesInUse;
    const body = () =>
      model.memory.withScratch((allocateScratch) => {
        for (const bytes of sizes) model.mark(allocateScratch(bytes), bytes);
        model.check();
        model.blocks.length -= sizes.length;
        if (fails) throw new RangeError('on purpose');
        return sizes.length;
      });
    if (fails) expect(body).toThrow('on purpose');
    else expect(body()).toBe(sizes.length);
    expect(model.memory.bytesInUse).toBe(before);
  });

const operations = fc.array(fc.oneof(allocate, release, useScratch), { maxLength: 40 });

describe('linear memory', () => {
  test('keeps blocks apart, aligned and unchanged while others come, go and make it grow', () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const model = new Model();
        for (const step of steps) {
          step(model);
          model.check();
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is one free block again once everything was released, in whatever order', () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const model = new Model();
        for (const step of steps) step(model);
        while (model.blocks.length > 0) releaseMiddle(model);
        const before = model.memory.byteLength;
        expect(model.memory.bytesInUse).toBe(0);
        expect(model.memory.allocate(before - ALIGNED_BASE)).toBe(ALIGNED_BASE);
        expect(model.memory.byteLength).toBe(before);
      }),
    );
  });

  test('does not grow while what is needed fits what was released', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 10 }), (sizes) => {
        const { memory } = new Model();
        const pointers = sizes.map((bytes) => memory.allocate(bytes));
        const before = memory.byteLength;
        for (const pointer of pointers) memory.release(pointer);
        expect(sizes.map((bytes) => memory.allocate(bytes))).toEqual(pointers);
        expect(memory.byteLength).toBe(before);
      }),
    );
  });
});

/** Releases the middle one of the blocks that are left. */
function releaseMiddle(model: Model): void {
  const block = model.forget(model.blocks.length >> 1);
  if (block) model.memory.release(block.pointer);
}
