import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../../src/core/crc32.ts';
import { FormatError } from '../../../../src/core/errors.ts';
import { atOnce } from '../../../../src/core/steps.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { ArrivingIndex } from '../../../../src/search/hash-index/arriving/arriving-index.ts';
import type { IndexStage } from '../../../../src/search/hash-index/arriving/stage.ts';
import { readContainer, writeContainer } from '../../../../src/search/hash-index/file/container.ts';
import { ContainerReader } from '../../../../src/search/hash-index/file/container-reader.ts';
import { PART_BYTES } from '../../../../src/search/hash-index/file/layout.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type { HashIndexOptions } from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { kernels, lsh } from './made.ts';

const options = { kernels, loadHasher };
const [ROWS, DIMENSIONS] = [9000, 64];
const queries = gaussianPoints(4, DIMENSIONS, 9);

/** Vectors of several parts. */
function saved(own: Partial<HashIndexOptions> = {}): Uint8Array {
  const index = HashIndex.create({ kernels, onWarning: () => {}, ...own });
  index.add(gaussianPoints(ROWS, DIMENSIONS, 1));
  index.remove([5, 77]);
  return index.save();
}

/** Pushes a file piece by piece, and says what there is after each. */
function* pushed(bytes: Uint8Array, piece = 100_000): Generator<ArrivingIndex> {
  const arriving = new ArrivingIndex(options);
  for (let at = 0; at < bytes.length; at += piece) {
    arriving.push(bytes.subarray(at, at + piece));
    yield arriving;
  }
  arriving.end();
}

const FORMS: [string, Partial<HashIndexOptions>][] = [
  ['float32 vectors', {}],
  ['int8 vectors', { keepVectors: 'int8', metric: 'dot' }],
  ['codes of several bits', { bitsPerDimension: 4, metric: 'euclidean' }],
  ['hamming codes', { hasher: lsh(96, DIMENSIONS, 1) }],
];

describe('an index whose file comes', () => {
  test.each(FORMS)(
    'answers from its codes on, and is the index once all is there: %s',
    (_, own) => {
      const bytes = saved(own);
      const loaded = HashIndex.load(bytes, options);
      const stages = new Set<IndexStage>();
      let last: ArrivingIndex | null = null;
      for (const arriving of pushed(bytes)) {
        last = arriving;
        if (!arriving.index) continue;
        stages.add(arriving.stage);
        const [result] = arriving.index.search(queries);
        expect(result!.neighbours).toHaveLength(10);
        expect(result!.metric === loaded.distanceName).toBe(arriving.stage === 'complete');
        expect(arriving.index.ids()).toEqual(loaded.ids());
      }
      expect([...stages]).toEqual(['codes', 'vectors', 'complete']);
      for (const rule of [{}, { candidates: 'all' as const }]) {
        expect(last!.index!.search(queries, rule)).toEqual(loaded.search(queries, rule));
      }
      expect(Buffer.compare(last!.index!.save(), bytes)).toBe(0);
      expect(last!.index!.add(gaussianPoints(2, DIMENSIONS, 3))).toEqual([ROWS, ROWS + 1]);
    },
  );

  test('needs a small share of the bytes for its codes', () => {
    const bytes = saved();
    const [first] = pushed(bytes);
    expect(first!.total).toBe(bytes.length);
    expect(first!.codesTotal).toBeLessThan(bytes.length / 8);
  });

  test('ranks by distance what is there, and by estimate what is not', () => {
    const loaded = HashIndex.load(saved(), options);
    const exact = loaded.search(queries, { candidates: 'all', k: ROWS });
    const counts: boolean[] = [];
    for (const { stage, index } of pushed(saved())) {
      if (stage !== 'vectors' || !index) continue;
      for (const [q, { neighbours, metric }] of index.search(queries, { k: 200 }).entries()) {
        expect(metric).toBe('estimated cosine');
        const distances = new Map(exact[q]!.neighbours.map(({ id, distance }) => [id, distance]));
        const isExact = neighbours.map(({ id, distance }) => distances.get(id) === distance);
        const ids = neighbours.map(({ id }) => id as number);
        const there = ids.filter((_, i) => isExact[i]);
        const others = ids.filter((_, i) => !isExact[i]);
        counts.push(there.length > 0, others.length > 0);
        expect(Math.max(-1, ...there)).toBeLessThan(Math.min(ROWS, ...others));
        for (let i = 1; i < neighbours.length; i++) {
          expect(neighbours[i]!.distance).toBeGreaterThanOrEqual(neighbours[i - 1]!.distance);
        }
      }
    }
    expect(counts.filter(Boolean).length).toBeGreaterThan(counts.length / 2);
  });

  test('answers a batch as it was when it was asked, though vectors come meanwhile', async () => {
    const bytes = saved();
    const half = bytes.length >>> 1;
    const arriving = new ArrivingIndex(options);
    arriving.push(bytes.subarray(0, half));
    const expected = arriving.index!.search(gaussianPoints(40, DIMENSIONS, 8));
    const batch = arriving.index!.searchBatch(gaussianPoints(40, DIMENSIONS, 8));
    arriving.push(bytes.subarray(half));
    const ids = (results: typeof expected) => results.map(({ neighbours }) => neighbours.length);
    expect(ids(await batch)).toEqual(ids(expected));
    expect(arriving.stage).toBe('complete');
  });

  test('waits for all of a file whose vectors come first', () => {
    const { version, header, sections } = readContainer(saved());
    const turned = new Map([...sections].reverse());
    const bytes = atOnce(writeContainer({ version, header, sections: turned }));
    for (const { index, stage, received } of pushed(bytes)) {
      expect(index !== null).toBe(received === bytes.length);
      expect(stage === 'complete').toBe(received === bytes.length);
    }
  });

  test.each([
    ['no vectors', { keepVectors: false as const }],
    ['nothing in it', null],
  ])('is complete with its codes where it has %s', (_, own) => {
    const bytes = own ? saved(own) : HashIndex.create({ kernels }).save();
    for (const { index, stage, received } of pushed(bytes, 1000)) {
      expect(index !== null).toBe(received === bytes.length);
      expect(stage).toBe(received === bytes.length ? 'complete' : 'codes');
    }
  });
});

describe('a file that comes', () => {
  test('is read as one that is there, whatever pieces it comes in', () => {
    const bytes = saved({ keepVectors: 'int8' });
    const whole = readContainer(bytes);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1 }), (pieces) => {
        const reader = new ContainerReader();
        for (let [at, i] = [0, 0]; at < bytes.length; i++) {
          const piece = pieces[i % pieces.length]! + (i > 500 ? 90_000 : 0);
          reader.push(bytes.subarray(at, at + piece));
          at += piece;
        }
        reader.end();
        const { sections, version } = reader.container();
        expect(version).toBe(whole.version);
        expect([...sections.keys()]).toEqual([...whole.sections.keys()]);
        for (const [name, own] of whole.sections) {
          expect(Buffer.compare(sections.get(name)!, own)).toBe(0);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is refused at the part that is damaged, before the rest is there', () => {
    const bytes = saved();
    const { start } = (() => {
      const reader = new ContainerReader();
      reader.push(bytes);
      return reader.places.find(({ name }) => name === 'vectors')!;
    })();
    const at = start + PART_BYTES + 1000;
    const spoiled = bytes.slice();
    spoiled[at]! ^= 1;
    const arriving = new ArrivingIndex(options);
    arriving.push(spoiled.subarray(0, start + PART_BYTES + 900));
    expect(arriving.stage).toBe('vectors');
    expect(() => arriving.push(spoiled.subarray(arriving.received, at + PART_BYTES))).toThrow(
      `the index is damaged: the checksum of vectors is wrong (at byte ${start + PART_BYTES})`,
    );
  });

  test.each([0, 3, 24, 200, 30_000])('is refused where it ends after %i bytes', (length) => {
    const bytes = saved();
    const arriving = new ArrivingIndex(options);
    arriving.push(bytes.subarray(0, length));
    expect(() => arriving.end()).toThrow(FormatError);
  });

  test('is refused where something follows its end', () => {
    const arriving = new ArrivingIndex(options);
    arriving.push(saved());
    expect(() => arriving.push(Uint8Array.of(0))).toThrow(/something follows its end/);
  });

  test('takes no memory for what it only announces', () => {
    const section = { name: 'codes', length: 2 ** 40, crc32: 0 };
    const header = new TextEncoder().encode(JSON.stringify({ sections: [section] }));
    const file = new Uint8Array(24 + header.length + 100);
    file.set(
      atOnce(writeContainer({ version: 1, header: {}, sections: new Map() })).subarray(0, 24),
    );
    file.set(header, 24);
    const view = new DataView(file.buffer);
    view.setUint32(12, header.length, true);
    view.setUint32(16, crc32(header), true);
    view.setUint32(20, crc32(file.subarray(0, 20)), true);
    const reader = new ContainerReader();
    reader.push(file);
    expect(reader.total).toBeGreaterThan(2 ** 40);
    expect(reader.section('codes')!.bytes.taken.buffer.byteLength).toBeLessThan(2 ** 17);
    expect(() => reader.end()).toThrow(/cut short in the section codes/);
  });
});
