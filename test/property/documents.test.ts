import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import { allBackends } from '../support/backends.ts';
import { gaussianPoints } from '../support/points.ts';
import { anyDocument, anyWhere, fulfils } from './where-oracle.ts';

const kernels = allBackends()[0]!;
const points = gaussianPoints(80, 2, 1);

test('where lets pass what a plain look at each document does, in any segments and from a file', () => {
  fc.assert(
    fc.property(
      fc.array(anyDocument, { minLength: 1, maxLength: 80 }),
      fc.array(anyWhere, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 80 }),
      fc.array(fc.nat(79), { maxLength: 6 }),
      (documents, conditions, step, removed) => {
        const index = HashIndex.create({ kernels, codes: 'hamming', bits: 8 });
        for (let first = 0; first < documents.length; first += step) {
          const own = documents.slice(first, first + step);
          index.add(points.slice(first, first + own.length), undefined, own);
        }
        index.remove(removed);
        const loaded = HashIndex.load(index.save(), { kernels, loadHasher });
        for (const where of conditions) {
          const expected = index.ids().filter((id) => fulfils(index.get(id), where));
          for (const each of [index, loaded]) {
            const { neighbours } = each.search([1, 2], { where, k: 80, candidates: 'all' });
            const found = neighbours.map(({ id }) => Number(id));
            expect(found.sort((a, b) => a - b)).toEqual(expected);
          }
        }
        index.dispose();
        loaded.dispose();
      },
    ),
    { numRuns: 150 },
  );
});
