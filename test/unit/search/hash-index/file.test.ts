import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../../src/core/crc32.ts';
import { FormatError } from '../../../../src/core/errors.ts';
import { atOnce } from '../../../../src/core/steps.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import type { Where } from '../../../../src/search/hash-index/documents/types.ts';
import { readContainer, writeContainer } from '../../../../src/search/hash-index/file/container.ts';
import { describeIndex } from '../../../../src/search/hash-index/file/describe.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type { HashIndexOptions, Id } from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { emptyIndex, kernels, lsh } from './made.ts';

const load = (bytes: Uint8Array) => HashIndex.load(bytes, { kernels, loadHasher });

function small(options: Partial<HashIndexOptions> = {}, ids?: Id[]): HashIndex {
  const index = emptyIndex(3, { hasher: [lsh(5, 3, 1), lsh(35, 3, 2)], ...options });
  index.add(gaussianPoints(4, 3, 1), ids);
  index.metadata = { title: 'four vectors', nested: [1, null, 'é'] };
  return index;
}

describe('a saved index', () => {
  test.each<[string, Partial<HashIndexOptions>, Id[] | undefined]>([
    ['float32 vectors', {}, undefined],
    ['int8 vectors', { keepVectors: 'int8', metric: 'dot' }, [-3, 2 ** 53 - 1, 0, 7]],
    ['no vectors', { keepVectors: false, metric: 'euclidean' }, ['', 'ü\u0000', '1', 1]],
  ])('with %s is the same index once loaded', (_, options, ids) => {
    const index = small(options, ids);
    const bytes = index.save();
    const loaded = load(bytes);
    const queries = gaussianPoints(5, 3, 2);
    expect(loaded.ids()).toEqual(index.ids());
    expect(loaded.metadata).toEqual(index.metadata);
    expect(loaded.metric).toBe(index.metric);
    for (const rule of [
      { candidates: 'all' as const },
      { candidates: 2 },
      { radius: 1 },
      { probes: 3 },
    ]) {
      expect(loaded.search(queries, rule)).toEqual(index.search(queries, rule));
    }
    expect(loaded.save()).toEqual(bytes);
    expect(loaded.add(gaussianPoints(1, 3, 4), ['more'])).toEqual(['more']);
  });

  test('may be empty, and goes on numbering where it was', () => {
    const index = small();
    index.remove([0, 1, 2, 3]);
    const loaded = load(index.save());
    expect(loaded.size).toBe(0);
    expect(loaded.add(gaussianPoints(1, 3, 1))).toEqual([4]);
  });

  test('may be read from any place in a buffer, and does not hold on to it', () => {
    const bytes = small().save();
    const larger = Buffer.alloc(bytes.length + 9, 1);
    larger.set(bytes, 3);
    const loaded = load(larger.subarray(3, 3 + bytes.length));
    larger.fill(0);
    expect(loaded.save()).toEqual(bytes);
  });

  test('is described without being loaded', () => {
    expect(describeIndex(small().save())).toMatchObject({
      format: 'hashplane index',
      version: 1,
      metric: 'cosine',
      keepVectors: 'float32',
      size: 4,
      dimensions: 3,
      bits: [5, 35],
      metadata: { title: 'four vectors' },
      sections: { ids: 32, codes0: 16, codes1: 32, vectors: 48 },
    });
  });

  test('refuses metadata that is no JSON', () => {
    const index = small();
    index.metadata = { big: 1n };
    expect(() => index.save()).toThrow(/metadata can't be written as JSON/);
    index.metadata = [] as never;
    expect(() => index.save()).toThrow(/metadata must be an object/);
  });
});

const WHERES: Where[] = [
  { n: { lt: 1 } },
  { t: 'en' },
  { b: true },
  { l: { contains: 'y' } },
  { j: { contains: null } },
];

describe('a damaged index is refused', () => {
  const bytes = small({ keepVectors: 'int8' }, [1, 'two', 3, 'four']).save();

  test('whichever bit of whichever byte has changed', () => {
    const spoiled = bytes.slice();
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1 << (at & 7), 0xff]) {
        spoiled[at] = bytes[at]! ^ flip;
        expect(() => load(spoiled), `byte ${at}`).toThrow(FormatError);
        expect(() => describeIndex(spoiled), `byte ${at}`).toThrow(FormatError);
      }
      spoiled[at] = bytes[at]!;
    }
    expect(load(spoiled).size).toBe(4);
  });

  test('wherever it is cut short, and with anything after its end', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => load(bytes.slice(0, length)), `${length} bytes`).toThrow(FormatError);
    }
    expect(() => load(Uint8Array.from([...bytes, 0]))).toThrow(/something follows its end/);
  });

  test('in one line that says what is wrong and where', () => {
    const spoiled = bytes.slice();
    spoiled[bytes.length - 30]! ^= 4;
    expect(() => load(spoiled)).toThrow(
      /^the index is damaged: the checksum of \w+ is wrong \(at byte \d+\)$/,
    );
    expect(() => load(new Uint8Array(100))).toThrow(/^this is no hashplane index \(at byte 0\)$/);
  });

  test('of a version that is not known yet, with the way out', () => {
    const newer = bytes.slice();
    const view = new DataView(newer.buffer);
    view.setUint32(8, 4, true);
    view.setUint32(20, crc32(newer.subarray(0, 20)), true);
    expect(() => load(newer)).toThrow(
      /format version 4, and those up to 3 are known: use a newer hashplane/,
    );
  });

  const estimated = emptyIndex(3, { hasher: undefined, bitsPerDimension: 2 });
  estimated.add(gaussianPoints(4, 3, 1), [1, 'two', 3, 'four']);

  const described = emptyIndex(3);
  described.add(gaussianPoints(5, 3, 1), undefined, [
    { n: 1.5, t: 'en', b: true, l: ['x', 'y'], j: { a: [1] } },
    { n: null, t: 'de', b: false, l: [], j: [null] },
    null,
    JSON.parse('{"__proto__": 3, "t": "en", "l": ["y"]}'),
    { j: 'text' },
  ]);

  test.each([
    ['hamming', bytes],
    ['estimated', estimated.save()],
    ['with documents', described.save()],
  ])(
    'also where its checksums are right, or it is an index that can be searched: %s',
    (_, whole) => {
      const { version, header, sections } = readContainer(whole);
      const text = JSON.stringify(header);
      const spoil = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean());
      const queries = gaussianPoints(2, 3, 3);
      fc.assert(
        fc.property(
          fc.constantFrom('header', ...sections.keys()),
          spoil,
          (name, [at, flip, cut]) => {
            const parts = new Map([...sections].map(([key, own]) => [key, new Uint8Array(own)]));
            let changed = header;
            const part = parts.get(name);
            if (part) {
              part[at % part.length]! ^= flip;
              if (cut) parts.set(name, part.slice(0, at % part.length));
            } else {
              const letters = [...text];
              letters[at % letters.length] = String.fromCharCode(32 + (flip % 95));
              try {
                changed = JSON.parse(letters.join(''));
              } catch {
                return;
              }
            }
            let index: HashIndex;
            try {
              index = load(
                atOnce(writeContainer({ version, header: Object(changed), sections: parts })),
              );
            } catch (error) {
              expect(error).toBeInstanceOf(FormatError);
              expect((error as Error).message).not.toContain('\n');
              return;
            }
            expect(index.documents()).toHaveLength(index.size);
            expect(load(index.save()).documents()).toEqual(index.documents());
            const where = { or: WHERES.map((own) => ({ not: own })) };
            for (const { neighbours } of index.search(queries, { candidates: 'all', where })) {
              expect(neighbours.every(({ distance }) => distance - distance === 0)).toBe(true);
            }
            index.dispose();
          },
        ),
        { numRuns: 1500 },
      );
    },
  );
});

describe.each([1, 2, 3])('an index file of format version %i', (version) => {
  // Kept for ever: test/fixtures/files/index-v*.json say what it must hold and find.
  const folder = resolve(import.meta.dirname, '../../../fixtures/files');
  const expected = JSON.parse(readFileSync(resolve(folder, `index-v${version}.json`), 'utf8'));

  test('is read for ever', () => {
    const bytes = readFileSync(resolve(folder, `index-v${version}.hpi`));
    const index = load(bytes);
    expect(index.ids()).toEqual(expected.ids);
    expect(index.metadata).toEqual(expected.metadata);
    expect(index.codes).toBe(version === 1 ? 'hamming' : 'estimated');
    for (const { query, options, result } of expected.searches) {
      expect(index.search(Float32Array.from(query), options)).toMatchObject(result);
    }
    const documents = index.documents().map((document) => document ?? null);
    expect(documents).toEqual(expected.documents ?? index.ids().map(() => null));
    expect(index.stats.bits).toEqual(expected.bits);
    expect(describeIndex(bytes)).toMatchObject({ version });
  });
});
