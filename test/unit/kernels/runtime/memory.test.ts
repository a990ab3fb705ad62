import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { DisposedError, MemoryError } from '../../../../src/core/errors.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import type { BaseInstance } from '../../../../src/kernels/base/exports.ts';
import { moduleBytes } from '../../../../src/kernels/base/wasm/modules.ts';
import { WasmVectors } from '../../../../src/kernels/base/wasm/vectors.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { instantiate } from '../../../../src/kernels/runtime/instantiate.ts';
import { LinearMemory } from '../../../../src/kernels/runtime/memory.ts';
import { allBackends } from '../../../support/backends.ts';
import { randomCodes } from '../../../support/inputs.ts';
import { LIMIT } from '../../../support/limit.ts';

const PAGE = 65536;

function instance(): BaseInstance {
  return instantiate(new WebAssembly.Module(moduleBytes('wasm')), 'encode');
}

/** Two pages that can't become three. */
function smallMemory(): LinearMemory {
  return new LinearMemory(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0);
}

describe('linear memory', () => {
  test('that can not grow throws MemoryError, says how much was asked for, and stays usable', () => {
    const memory = smallMemory();
    const pointer = memory.allocate(PAGE);
    memory.u8(pointer, PAGE).fill(7);
    expect(() => memory.allocate(2.5 * 2 ** 20)).toThrow(MemoryError);
    expect(() => memory.allocate(2.5 * 2 ** 20)).toThrow(/^3 MiB more .* \(1 MiB in use\)/);
    expect(memory.bytesInUse).toBe(PAGE);
    expect(memory.u8(memory.allocate(PAGE), PAGE).length).toBe(PAGE);
    expect(memory.u8(pointer, PAGE).every((byte) => byte === 7)).toBe(true);
  });

  test('refuses to pass 4 GiB without asking the engine for it', () => {
    const engine = new WebAssembly.Memory({ initial: 1 });
    const memory = new LinearMemory(engine, 0);
    const grow = vi.spyOn(engine, 'grow');
    expect(() => memory.allocate(2 ** 32 + 1)).toThrow(MemoryError);
    expect(grow).not.toHaveBeenCalled();
  });

  test('names the cause where the engine refuses', () => {
    const error = caught(() => smallMemory().allocate(3 * PAGE));
    expect(error).toBeInstanceOf(MemoryError);
    expect((error as MemoryError).code).toBe('ERR_MEMORY');
    expect((error as MemoryError).cause).toBeInstanceOf(RangeError);
  });

  test('gives scratch back after a failed allocation within it', () => {
    const memory = smallMemory();
    expect(() =>
      memory.withScratch((allocate) => {
        allocate(1000);
        allocate(3 * PAGE);
      }),
    ).toThrow(MemoryError);
    expect(memory.bytesInUse).toBe(0);
  });

  test('ignores a pointer that is released twice or was never given out', () => {
    const memory = smallMemory();
    const first = memory.allocate(100);
    const second = memory.allocate(100);
    memory.release(first);
    memory.release(first);
    memory.release(second + 16);
    expect(memory.bytesInUse).toBe(112);
    expect(memory.allocate(100)).toBe(first);
    expect(memory.allocate(100)).toBeGreaterThan(second);
  });

  test('shows all of its words, also those that it has grown by', () => {
    const memory = smallMemory();
    const words = memory.words;
    expect(words.length).toBe(PAGE / 4);
    expect(memory.words).toBe(words);
    const pointer = memory.allocate(PAGE + 16);
    memory.u32(pointer, 1)[0] = 7;
    expect(memory.words.length).toBe((2 * PAGE) / 4);
    expect(memory.words[pointer >>> 2]).toBe(7);
  });

  test('gives different pointers to blocks of no bytes', () => {
    const memory = smallMemory();
    expect(memory.allocate(0)).not.toBe(memory.allocate(0));
  });
});

describe('a resident', () => {
  test('that does not fit keeps nothing', () => {
    const { kernels } = instance();
    const memory = smallMemory();
    // The vectors fill both pages, so that there is no room for their norms.
    const points = new Matrix(new Float32Array(2 * (PAGE / 4)), PAGE / 16, 8);
    expect(() => new WasmVectors({ kernels, memory }, points)).toThrow(MemoryError);
    expect(memory.bytesInUse).toBe(0);
  });

  test('gives its memory back when it is disposed of, once', () => {
    const { kernels, memory } = instance();
    const points = new Matrix(new Float32Array(800), 100, 8);
    const first = new WasmVectors({ kernels, memory }, points);
    const used = memory.bytesInUse;
    first.dispose();
    expect(memory.bytesInUse).toBe(0);
    const second = new WasmVectors({ kernels, memory }, points);
    first.dispose();
    expect(memory.bytesInUse).toBe(used);
    second.dispose();
  });

  test('that was forgotten gives its memory back when it is collected', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { kernels, memory } = instance();
    const forget = () => new WasmVectors({ kernels, memory }, Matrix.from([[1, 2]])).rows;
    forget();
    expect(memory.bytesInUse).toBeGreaterThan(0);
    const isCollected = () => {
      collect();
      expect(memory.bytesInUse).toBe(0);
    };
    await vi.waitFor(isCollected, { timeout: LIMIT / 2 });
  });

  test('after resident leaves the memory no larger than one of them', () => {
    const kernels = createKernelsSync({ backend: 'wasm' });
    const points = new Matrix(new Float32Array(2 ** 18), 2 ** 15, 8);
    kernels.createVectors(points).dispose();
    const before = kernels.memoryBytes;
    for (let i = 0; i < 5; i++) kernels.createVectors(points).dispose();
    expect(kernels.memoryBytes).toBe(before);
  });

  test.each(allBackends().map((kernels) => ({ kernels, name: kernels.name })))(
    'of the backend $name throws DisposedError when it is used after its disposal',
    ({ kernels }) => {
      const plane = Matrix.from([[1, 2]]);
      const codes = randomCodes(3, 5, 1);
      const words = new Uint32Array(8);
      const query = new Uint32Array(1);
      const projector = kernels.createProjector(plane);
      const vectors = kernels.createVectors(plane);
      const scanned = kernels.createCodes(codes);
      const buckets = kernels.createBuckets(codes);
      const floats = new Float32Array(2);
      const uses = [
        () => projector.encode(plane.data, 1, words),
        () => vectors.distances(plane.data, 'dot', null, 1, floats),
        () => vectors.nearest(plane.data, 'dot', null, 1, 1, words, floats),
        () => scanned.nearest(query, 1, 1, words, new Uint16Array(1)),
        () => scanned.within(query, 1, words, new Uint16Array(3)),
        () =>
          scanned.addDistanceHistograms(
            query,
            1,
            new Int32Array(1),
            new Int32Array(3),
            words,
            words,
          ),
        () => buckets.probe(query, 1, words, words),
      ];
      for (const use of uses) expect(use).not.toThrow();
      for (const resident of [projector, vectors, scanned, buckets]) {
        resident.dispose();
        resident.dispose();
      }
      for (const use of uses) expect(use).toThrow(DisposedError);
      expect(uses[0]).toThrow('this projector was disposed of: create a new one');
    },
  );
});

function caught(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
