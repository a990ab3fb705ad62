// The operations of assembly/shared/bytes.ts, at every index and at the ends of their ranges.

/** What `relaxed.test.ts` compiles: pointers in, 16 bytes out. */
export interface Operations {
  readonly memory: WebAssembly.Memory;
  swizzle(table: number, indices: number, out: number): void;
  dots(sums: number, a: number, b: number, out: number): void;
}

/** Bytes at which products and their sums are largest, and some between. */
const SIGNED = [-128, -127, -1, 0, 1, 126, 127];
const SMALL = [0, 1, 2, 63, 64, 126, 127];

/** The results of all cases, one after another. */
export function resultsOf(operations: Operations): number[] {
  const bytes = new Uint8Array(operations.memory.buffer, 0, 256);
  const all: number[] = [];
  for (let shift = 0; shift < 16; shift++) {
    for (let i = 0; i < 16; i++) {
      bytes[i] = 16 * i + shift;
      bytes[16 + i] = (i * 7 + shift) & 15;
    }
    operations.swizzle(0, 16, 64);
    all.push(...bytes.slice(64, 80));
  }
  for (const a of SIGNED) {
    for (const b of SMALL) {
      for (let i = 0; i < 16; i++) {
        bytes[16 + i] = i % 4 === 3 ? SIGNED[i % 7]! : a;
        bytes[32 + i] = i % 8 === 6 ? SMALL[i % 7]! : b;
      }
      bytes.fill(255, 0, 4);
      operations.dots(0, 16, 32, 64);
      all.push(...new Int32Array(bytes.slice(64, 80).buffer));
    }
  }
  return all;
}

/** The same, by arithmetic on numbers. */
export function inTypeScript(memory: WebAssembly.Memory): Operations {
  const at = (pointer: number) => new Int8Array(memory.buffer, pointer, 16);
  return {
    memory,
    swizzle(table, indices, out) {
      at(out).set(at(indices).map((index) => at(table)[index]!));
    },
    dots(sums, a, b, out) {
      const words = new Int32Array(memory.buffer);
      for (let i = 0; i < 4; i++) {
        let sum = words[sums / 4 + i]!;
        for (let j = 4 * i; j < 4 * i + 4; j++) sum += at(a)[j]! * at(b)[j]!;
        words[out / 4 + i] = sum;
      }
    },
  };
}
