import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inTurns, type Steps } from '../../src/core/steps.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import type { HashIndexOptions, Id } from '../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../support/points.ts';

const DIMENSIONS = 40;
const kernels = createKernelsSync();

type Change =
  | { readonly kind: 'add'; readonly rows: number; readonly seed: number }
  | { readonly kind: 'upsert'; readonly ids: Id[]; readonly seed: number }
  | { readonly kind: 'remove'; readonly ids: Id[] };

const seed = fc.nat({ max: 1000 });
const ids = fc.uniqueArray(fc.nat({ max: 9000 }), { maxLength: 60 });
const change: fc.Arbitrary<Change> = fc.oneof(
  // Some are of one step, some of many, and some bring codes that are made anew.
  fc.record({ kind: fc.constant('add' as const), rows: fc.nat({ max: 8000 }), seed }),
  fc.record({ kind: fc.constant('upsert' as const), ids, seed }),
  fc.record({ kind: fc.constant('remove' as const), ids }),
  fc
    .tuple(fc.nat({ max: 4000 }), fc.nat({ max: 6000 }))
    .map(([first, length]) => ({ kind: 'remove' as const, ids: sequence(first, length) })),
);

const options: fc.Arbitrary<Omit<HashIndexOptions, 'kernels'>> = fc.record({
  metric: fc.constantFrom('cosine', 'euclidean', 'dot'),
  keepVectors: fc.constantFrom('float32' as const, 'int8' as const, false as const),
  codes: fc.constantFrom('estimated', 'hamming'),
});

function sequence(first: number, length: number): number[] {
  return Array.from({ length }, (_, i) => first + i);
}

const documentsOf = (rows: number) =>
  sequence(0, rows).map((i) => (i % 3 === 0 ? null : { title: `title ${i % 50}`, place: i }));

function stepsOf(index: HashIndex, made: Change): Steps<unknown> {
  if (made.kind === 'remove') return index.removeInSteps(made.ids);
  const rows = made.kind === 'add' ? made.rows : made.ids.length;
  const vectors = gaussianPoints(rows, DIMENSIONS, made.seed);
  const documents = documentsOf(rows);
  return made.kind === 'add'
    ? index.addInSteps(vectors, undefined, documents)
    : index.upsertInSteps(vectors, made.ids, documents);
}

function makeAtOnce(index: HashIndex, made: Change): unknown {
  if (made.kind === 'remove') return index.remove(made.ids);
  const rows = made.kind === 'add' ? made.rows : made.ids.length;
  const vectors = gaussianPoints(rows, DIMENSIONS, made.seed);
  const documents = documentsOf(rows);
  return made.kind === 'add'
    ? index.add(vectors, undefined, documents)
    : index.upsert(vectors, made.ids, documents);
}

describe('changes in steps', () => {
  test('give the bytes of the same changes at once, searched meanwhile or not', async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.array(change, { maxLength: 4 }), async (given, changes) => {
        const [direct, stepped] = [0, 1].map(() =>
          HashIndex.create({ kernels, ...given, onWarning: () => {} }),
        ) as [HashIndex, HashIndex];
        const query = gaussianPoints(1, DIMENSIONS, 1).row(0);
        for (const made of changes) {
          const expected = stepped.size > 0 ? stepped.search(query) : null;
          const before = stepped.ids();
          const steps = stepsOf(stepped, made);
          let next = steps.next();
          for (let step = 0; !next.done; next = steps.next(), step++) {
            if (step % 7 !== 0) continue;
            expect(stepped.size).toBe(before.length);
            if (expected) expect(stepped.search(query)).toEqual(expected);
          }
          expect(next.value).toEqual(makeAtOnce(direct, made));
        }
        const bytes = direct.save();
        expect(Buffer.compare(await inTurns(stepped.saveInSteps()), bytes)).toBe(0);
        const loaded = HashIndex.load(bytes, { kernels, loadHasher });
        expect(loaded.size).toBe(stepped.size);
        for (const index of [direct, stepped, loaded]) index.dispose();
      }),
      { numRuns: 20 },
    );
  });

  test('leave the index as it was where they are broken off at any step', () => {
    const whole = HashIndex.create({ kernels });
    whole.add(gaussianPoints(5000, DIMENSIONS, 1), undefined, documentsOf(5000));
    const bytes = whole.save();
    fc.assert(
      fc.property(change, fc.nat({ max: 60 }), (made, stop) => {
        const index = HashIndex.load(bytes, { kernels, loadHasher });
        const steps = stepsOf(index, made);
        for (let step = 0; step < stop; step++) fc.pre(!steps.next().done);
        steps.return(undefined);
        expect(Buffer.compare(index.save(), bytes)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('refuse to end where the index was changed between them', () => {
    const index = HashIndex.create({ kernels });
    const steps = index.addInSteps(gaussianPoints(5000, DIMENSIONS, 1));
    steps.next();
    index.add(gaussianPoints(2, DIMENSIONS, 2));
    expect(() => [...steps]).toThrow(/changed between the steps/);
    expect(index.size).toBe(2);
  });
});
