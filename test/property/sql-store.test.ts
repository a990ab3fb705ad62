import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { HashCodes, wordsFor } from '../../src/core/hash-codes.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { HammingSearch } from '../../src/search/hamming-search.ts';
import { pglite } from '../../src/sql/adapters/pglite.ts';
import { SqlCodeStore } from '../../src/sql/store.ts';
import { randomCodes, randomInteger, randomSource } from '../support/inputs.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const db = await PGlite.create();
const driver = pglite(db);
afterAll(() => db.close());

const COUNT = 300;
const KINDS = ['uniform', 'clustered', 'duplicated'] as const;
const STRATEGIES = ['auto', 'scan', 'multi-index'] as const;

function codesOf(kind: (typeof KINDS)[number], bits: number, seed: number): HashCodes {
  if (kind === 'uniform') return randomCodes(COUNT, bits, seed);
  const random = randomSource(seed);
  const centres = randomCodes(12, bits, seed);
  const words = new Uint32Array(COUNT * wordsFor(bits));
  for (let i = 0; i < COUNT; i++) {
    const code = centres.code(randomInteger(random, 12)).slice();
    const flips = kind === 'duplicated' ? 0 : randomInteger(random, 6);
    for (let f = 0; f < flips; f++) {
      const bit = randomInteger(random, bits);
      code[bit >>> 5] ^= 1 << (bit & 31);
    }
    words.set(code, i * wordsFor(bits));
  }
  return new HashCodes(words, COUNT, bits);
}

/** What HammingSearch finds among the rows that are there, by their ids. */
function expected(codes: HashCodes, ids: number[], query: Uint32Array, k: number, radius: number) {
  const search = new HammingSearch(kernels, codes.select(ids), { strategy: 'scan' });
  const one = new HashCodes(query, 1, codes.bits);
  const [nearest] = search.nearest(one, k);
  const within = search.within(query, radius);
  search.dispose();
  const named = ({ rows, distances }: { rows: Uint32Array; distances: Uint16Array }) =>
    Array.from(rows, (row, i) => ({ id: ids[row], distance: distances[i] }));
  return { nearest: named(nearest), within: named(within) };
}

const cases = fc.record({
  kind: fc.constantFrom(...KINDS),
  seed: fc.nat(2 ** 30),
  k: fc.integer({ min: 1, max: 40 }),
  radius: fc.nat(12),
  // From few rows a substring to many substrings of few bits.
  expected: fc.constantFrom(64, 300, 5000),
});

describe.each([32, 64, 128, 256])('codes of %i bits', (bits) => {
  test('are found as HammingSearch finds them, filtered, after removals and again after adding', async () => {
    let stores = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ kind, seed, k, radius, expected: rows }) => {
        const codes = codesOf(kind, bits, seed);
        const store = await SqlCodeStore.create(driver, {
          table: `codes ${bits} "${stores++}"`,
          ...{ bits, expected: rows, columns: { year: 'int4' } },
        });
        const all = Array.from({ length: COUNT }, (_, i) => i);
        const years = all.map((i) => 2000 + (i % 7));
        await store.add(all, codes, { columns: { year: years }, batch: 128 });

        const random = randomSource(seed + 1);
        const near = codes.select([randomInteger(random, COUNT)]);
        near.words[0] ^= 5;
        const check = async (ids: number[], filter?: { sql: string; parameters: number[] }) => {
          for (const query of [codes.select([3]), near]) {
            const found = expected(codes, ids, query.code(0), k, radius);
            for (const strategy of STRATEGIES) {
              const nearest = await store.search(query, { k, strategy, filter });
              expect(nearest.neighbours, `${kind} ${strategy} k`).toEqual(found.nearest);
              const within = await store.search(query, { radius, strategy, filter });
              expect(within.neighbours, `${kind} ${strategy} radius`).toEqual(found.within);
            }
          }
        };
        await check(all);
        const filter = { sql: 'year > $1 and year <> $2 -- not', parameters: [2003, 2005] };
        await check(
          all.filter((i) => years[i] > 2003 && years[i] !== 2005),
          filter,
        );
        const removed = all.filter((i) => i % 3 === seed % 3);
        expect(await store.remove([...removed, 10 ** 9])).toBe(removed.length);
        await check(all.filter((i) => i % 3 !== seed % 3));
        await store.add(removed, codes.select(removed));
        await check(all);
        await store.drop();
      }),
      { numRuns: 4 },
    );
  });
});
