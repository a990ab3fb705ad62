import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../src/core/errors.ts';
import { toLabels } from '../../src/data/arrays/labels.ts';
import { toMatrix } from '../../src/data/arrays/numeric.ts';
import { readIdx } from '../../src/data/binary/idx.ts';
import { readDataset } from '../../src/data/dataset/dataset.ts';
import { detectFormat } from '../../src/data/detect.ts';
import { readMat5 } from '../../src/data/matlab/mat5.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { fixture, join, matFile, matVariable, NPY_TYPES, npy } from '../support/make-files.ts';

/** Runs a reader; nothing but a result or the two errors for bad input may come out of it. */
async function readsOrRefuses(read: () => unknown): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof FormatError || error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

/** Ways to spoil a file: bits flipped, bytes replaced, cut, words overwritten, bytes added. */
function spoiled(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat(file.length - 1);
  const patch = (at: number, bytes: Uint8Array) => {
    const copy = file.slice();
    copy.set(bytes.subarray(0, copy.length - at), at);
    return copy;
  };
  const word = fc.oneof(
    fc.constantFrom(
      Uint8Array.of(255, 255, 255, 255),
      Uint8Array.of(0, 0, 0, 0),
      Uint8Array.of(255, 255, 255, 127),
      Uint8Array.of(0, 0, 0, 128),
    ),
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
  );
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(([at, bit]) => patch(at, Uint8Array.of(file[at] ^ (1 << bit)))),
    fc.tuple(place, word).map(([at, bytes]) => patch(at, bytes)),
    fc.tuple(fc.nat(Math.min(200, file.length - 1)), word).map(([at, b]) => patch(at, b)),
    place.map((length) => file.slice(0, length)),
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => join(file, more)),
  );
}

const plainMat = fixture('v5-single-int.mat');
const packedMat = fixture('v5-double-compressed.mat');
const bigEndianMat = matFile(
  [
    matVariable({ name: 'X', shape: [2, 2], values: [1, 2, 3, 4], compress: true }, false),
    matVariable({ name: 'X_class', shape: [1, 2], values: [1, 2] }, false),
  ],
  false,
);

describe('spoiled files are read or refused, never anything else', () => {
  it.each([
    ['plain', plainMat],
    ['compressed', packedMat],
    ['big-endian', bigEndianMat],
  ])('%s .mat', async (_, file) => {
    await fc.assert(
      fc.asyncProperty(spoiled(file), async (bytes) => {
        await readsOrRefuses(() => readMat5(bytes));
        await readsOrRefuses(() => readDataset(bytes, { name: 'x' }));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['npy-f4.npy', 'npy-f8-fortran.npy', 'npy-i8.npy'])('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(spoiled(fixture(name)), async (bytes) => {
        await readsOrRefuses(() => toMatrix(readNpy(bytes)));
        await readsOrRefuses(() => toLabels(readNpy(bytes)));
      }),
      { numRuns: 500 },
    );
  });

  it('IDX images, and gzipped datasets', async () => {
    const labels = fixture('tiny-idx1-ubyte');
    const packed = fixture('tiny-idx3-ubyte.gz');
    await fc.assert(
      fc.asyncProperty(
        spoiled(fixture('tiny-idx3-ubyte')),
        spoiled(packed),
        spoiled(labels),
        async (images, gz, y) => {
          await readsOrRefuses(() => toMatrix(readIdx(images)));
          await readsOrRefuses(() => readDataset(gz, { name: 'x', labels }));
          await readsOrRefuses(() => readDataset(packed, { name: 'x', labels: y }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('random bytes, with and without a known beginning', async () => {
    const starts = [
      plainMat.slice(0, 128),
      packedMat.slice(0, 136),
      fixture('npy-f4.npy').slice(0, 10),
    ];
    const beginning = fc.constantFrom(...starts, Uint8Array.of(0, 0, 8, 3), new Uint8Array(0));
    await fc.assert(
      fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 300 }), async (start, more) => {
        const bytes = join(start, more);
        detectFormat(bytes);
        for (const read of [readMat5, readNpy, readIdx]) await readsOrRefuses(() => read(bytes));
        const all = { name: 'x', labels: fixture('tiny-idx1-ubyte') };
        await readsOrRefuses(() => readDataset(bytes, all));
      }),
      { numRuns: 300 },
    );
  });
});

// Bits that fill up the last byte of a deflate stream carry nothing: changing them changes nothing.
describe('a single changed bit', () => {
  it('of a compressed .mat variable is noticed if it changes anything', async () => {
    const good = await readMat5(packedMat);
    const bits = fc.tuple(fc.nat(packedMat.length - 1), fc.nat(7));
    const length = new DataView(packedMat.buffer).getUint32(132, true);
    await fc.assert(
      fc.asyncProperty(bits, async ([place, bit]) => {
        const spoilt = packedMat.slice();
        const at = 136 + (place % length);
        spoilt[at] ^= 1 << bit;
        await readsOrRefuses(async () => expect(await readMat5(spoilt)).toEqual(good));
      }),
      { numRuns: 300 },
    );
  });

  it('of the packed bytes of a gzip file is noticed if it changes anything', async () => {
    const packed = new Uint8Array(gzipSync(fixture('tiny-idx3-ubyte')));
    const options = { name: 'x', labels: fixture('tiny-idx1-ubyte') };
    const good = await readDataset(packed, options);
    const bits = fc.tuple(fc.integer({ min: 10, max: packed.length - 1 }), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(bits, async ([at, bit]) => {
        const spoilt = packed.slice();
        spoilt[at] ^= 1 << bit;
        await readsOrRefuses(async () => {
          expect(await readDataset(spoilt, options)).toEqual(good);
        });
      }),
      { numRuns: 300 },
    );
  });
});

/** Where the footer of a Parquet file begins: it says what the pages mean, and has no checksum. */
function footerOf(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset);
  return file.length - 8 - view.getUint32(file.length - 8, true);
}

describe.each<[string, (file: Uint8Array) => number]>([
  ['pair.npz', (file) => file.length],
  ['pair-gzip.parquet', footerOf],
])('a single changed bit of %s', (name, endOf) => {
  it('is refused, or changes nothing that is read', async () => {
    const file = fixture(name);
    const good = await readDataset(file, { name });
    const bits = fc.tuple(fc.nat(endOf(file) - 1), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(bits, async ([at, bit]) => {
        const spoilt = file.slice();
        spoilt[at] ^= 1 << bit;
        await readsOrRefuses(async () => {
          const { points, labels } = await readDataset(spoilt, { name });
          // Names and shapes have no checksum, values have.
          if (points.rows !== good.points.rows || points.cols !== good.points.cols) return;
          expect(points.data).toEqual(good.points.data);
          expect(labels).toEqual(good.labels);
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('.npy arrays', () => {
  it('come back from every type, byte order and array order', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom(...NPY_TYPES),
        fc.constantFrom('<', '>'),
        fc.boolean(),
        fc.constantFrom(1, 2, 3),
        fc.nat(126),
        fc.nat(7),
        ([rows, cols], type, order, fortran, major, seed, shift) => {
          const top = type === 'b1' ? 1 : 127;
          const low = /^[if]/.test(type) ? -64 : 0;
          const values = Array.from(
            { length: rows * cols },
            (_, i) => ((i * 31 + seed) % (top + 1)) + low,
          );
          const file = npy(values, [rows, cols], { type, order, fortran, major });
          const bytes = new Uint8Array(file.length + shift).subarray(shift);
          bytes.set(file);
          const points = toMatrix(readNpy(bytes));
          for (let i = 0; i < values.length; i++) {
            const at = fortran ? (i % rows) * cols + Math.floor(i / rows) : i;
            if (points.data[at] !== values[i]) throw new Error(`value ${i} is ${points.data[at]}`);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
