// Vectors that an index keeps as they were given: where they lie, and that they are all there.
import { describe, expect, test } from 'vitest';
import { DisposedError, MemoryError } from '../../../../src/core/errors.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { atOnce } from '../../../../src/core/steps.ts';
import type { Kernels } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { Float32Vectors } from '../../../../src/search/hash-index/float32-vectors.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import { allBackends } from '../../../support/backends.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { kernels, lsh } from './made.ts';

const ROWS = 700;
// Not a multiple of 8: WebAssembly pads rows.
const COLS = 21;
const PADDED = 24;
const points = gaussianPoints(ROWS, COLS, 5);
const some = Uint32Array.of(3, 77, 78, 500, 699);
const simd = createKernelsSync({ backend: 'wasm-simd' });

function searched(own: Kernels, given = points): Float32Vectors {
  const vectors = new Float32Vectors(given);
  vectors.nearest(own, given.row(0), 'cosine', null, 3);
  return vectors;
}

describe.each(allBackends().map((own) => [own.name, own] as const))('on %s', (name, own) => {
  const padding = name === 'typescript' ? 0 : PADDED - COLS;

  test('vectors are held once: searches add norms, and bounds where there is SIMD', () => {
    const vectors = new Float32Vectors(points);
    expect([vectors.bytes, vectors.residentBytes]).toEqual([ROWS * COLS * 4, 0]);
    vectors.nearest(own, points.row(0), 'cosine', some, 3);
    const ofFloats = ROWS * (padding + 1) * 4;
    expect([vectors.bytes, vectors.residentBytes]).toEqual([ROWS * COLS * 4, ofFloats]);
    vectors.nearest(own, points.row(0), 'cosine', null, 3);
    // 21 values are padded to 32 bytes.
    const ofBounds = name === 'wasm-simd' ? ROWS * (32 + 12) : 0;
    expect(vectors.residentBytes).toBe(ofFloats + ofBounds);
    vectors.release();
  });

  test('searched vectors are read, chosen and joined as they were given', () => {
    const vectors = searched(own);
    expect(atOnce(vectors.readAll())).toEqual(points);
    expect(vectors.read(some)).toEqual(points.selectRows(some));
    const chosen = atOnce(vectors.select([...some]));
    expect(atOnce(chosen.readAll())).toEqual(points.selectRows(some));
    const others = new Float32Vectors(points.slice(0, 9));
    const joined = Float32Array.of(...points.data, ...points.slice(0, 9).data);
    const both = atOnce(vectors.followedBy(others));
    expect(atOnce(both.readAll())).toEqual(new Matrix(joined, ROWS + 9, COLS));
    const after = atOnce(searched(own, points.slice(0, 9)).followedBy(vectors));
    expect(after.read([0, 9, 10])).toEqual(points.selectRows([0, 0, 1]));
    vectors.release();
  });

  test('vectors that were released are refused', () => {
    const vectors = searched(own);
    vectors.release();
    expect(() => vectors.read(some)).toThrow(DisposedError);
    expect(() => vectors.nearest(own, points.row(0), 'cosine', some, 1)).toThrow(DisposedError);
  });
});

test('vectors that do not fit the backend stay where they are, and are found all the same', () => {
  const full = new Proxy(simd, {
    get(target, key) {
      if (key === 'createVectors') {
        return (given: Matrix, areConstant?: boolean) => {
          if (given.rows === ROWS) throw new MemoryError('full');
          return target.createVectors(given, areConstant);
        };
      }
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const [outside, inside] = [new Float32Vectors(points), new Float32Vectors(points)];
  const query = gaussianPoints(1, COLS, 6).row(0);
  for (const rows of [null, some]) {
    const found = outside.nearest(full, query, 'euclidean', rows, 4);
    expect(found).toEqual(inside.nearest(simd, query, 'euclidean', rows, 4));
  }
  expect([outside.bytes, outside.residentBytes]).toEqual([ROWS * COLS * 4, ROWS * (32 + 12)]);
  expect(atOnce(outside.readAll())).toEqual(points);
  outside.release();
  inside.release();
});

describe('an index whose vectors lie in the backend', () => {
  const query = gaussianPoints(1, COLS, 7).row(0);

  function filled(isSearched: boolean): HashIndex {
    const index = HashIndex.create({ kernels, hasher: lsh(16, COLS) });
    index.add(points.slice(0, 400));
    if (isSearched) index.search(query);
    index.add(points.slice(400, 600));
    if (isSearched) index.search(query);
    index.remove(index.ids().filter((id) => Number(id) % 3 === 0));
    if (isSearched) index.search(query);
    index.rehash(lsh(12, COLS, 2));
    if (isSearched) index.search(query);
    index.rehash(lsh(14, COLS, 3));
    return index;
  }

  test('is merged, thinned out, coded anew and saved like one that was never searched', () => {
    const [index, fresh] = [filled(true), filled(false)];
    expect(index.save()).toEqual(fresh.save());
    expect(index.search(query, { candidates: 'all' })).toEqual(
      fresh.search(query, { candidates: 'all' }),
    );
    index.dispose();
    fresh.dispose();
  });

  test('lets batches that run end when it is changed or disposed of, and gives memory back', async () => {
    const queries = gaussianPoints(40, COLS, 8);
    const own = createKernelsSync();
    async function use() {
      const index = HashIndex.create({ kernels: own, hasher: lsh(16, COLS) });
      index.add(points);
      const expected = index.search(queries);
      const running = [index.searchBatch(queries), index.searchBatch(queries)];
      index.rehash(lsh(12, COLS, 2));
      index.add(points);
      running.push(index.searchBatch(queries, { candidates: 'all' }));
      const all = index.search(queries, { candidates: 'all' });
      index.dispose();
      expect(await Promise.all(running)).toEqual([expected, expected, all]);
    }
    await use();
    const before = own.memoryBytes;
    for (let i = 0; i < 4; i++) await use();
    expect(own.memoryBytes).toBe(before);
  });
});
