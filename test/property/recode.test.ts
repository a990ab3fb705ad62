import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { type Kernels, METRICS } from '../../src/kernels/api.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import type { HashIndexSearchOptions, Id } from '../../src/search/hash-index/types.ts';
import { allBackends } from '../support/backends.ts';
import { gaussianPoints } from '../support/points.ts';
import { MapIndex } from './index-oracle.ts';

const DIMENSIONS = 5;
const backends = allBackends();

/** Coarse, so that distances tie, and of values that int8 keeps as they are. */
function vectors(rows: number, seed: number): Matrix {
  const { data } = gaussianPoints(rows, DIMENSIONS, seed);
  const values = data.map((value) => 127 * Math.max(-1, Math.min(1, Math.round(value))));
  return new Matrix(values, rows, DIMENSIONS);
}

interface Setting {
  readonly kernels: Kernels;
  readonly bits: number;
  readonly tables: number;
}

function hashers({ kernels, bits, tables }: Setting, seed: number): RandomHyperplanes[] {
  return Array.from({ length: tables }, (_, t) =>
    new RandomHyperplanes({ kernels, bits, seed: seed + t, centre: false }).fitSync(
      gaussianPoints(9, DIMENSIONS, 4),
    ),
  );
}

type Change =
  | { readonly kind: 'add'; readonly rows: number; readonly seed: number }
  | { readonly kind: 'upsert'; readonly ids: Id[]; readonly seed: number }
  | { readonly kind: 'remove'; readonly ids: Id[] }
  | { readonly kind: 'adopt'; readonly seed: number };
type Step =
  | Change
  | { readonly kind: 'recode'; readonly entries: number | undefined }
  /** Changes that are made while entries are recoded. */
  | { readonly kind: 'recode meanwhile'; readonly changes: Change[] }
  | { readonly kind: 'save' };

const seed = fc.nat({ max: 1000 });
const ids = fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1, maxLength: 12 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), rows: fc.nat({ max: 12 }), seed }),
  fc.record({ kind: fc.constant('upsert' as const), ids, seed }),
  fc.record({ kind: fc.constant('remove' as const), ids }),
  fc.record({ kind: fc.constant('adopt' as const), seed }),
);
const entries = fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: change },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('recode' as const), entries }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('recode meanwhile' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'save' as const }) },
);

function make(index: HashIndex, model: MapIndex, setting: Setting, made: Change): void {
  if (made.kind === 'remove') {
    index.remove(made.ids);
    for (const id of made.ids) model.delete(id);
  } else if (made.kind === 'adopt') {
    const next = hashers(setting, made.seed);
    index.adoptHasher(next);
    model.adopt(next);
  } else {
    const rows = made.kind === 'add' ? made.rows : made.ids.length;
    const points = vectors(rows, made.seed);
    const own = made.kind === 'add' ? index.add(points) : index.upsert(points, made.ids);
    for (const [row, id] of own.entries()) model.put(id, points.row(row), null);
  }
}

/** Whatever a search may be asked. */
function searches(bits: number): HashIndexSearchOptions[] {
  const filter = (id: Id) => Number(id) % 3 !== 0;
  return [
    { candidates: 7, k: 4 },
    { candidates: 3, filter },
    { radius: Math.min(2, bits) },
    { radius: 1, filter },
    { candidates: 'all', k: 5 },
    { recall: 0.9 },
  ];
}

async function checkSearches(index: HashIndex, model: MapIndex, bits: number): Promise<void> {
  const queries = vectors(3, 77);
  for (const options of searches(bits)) {
    const results = index.search(queries, options);
    expect(await index.searchBatch(queries, options)).toEqual(results);
    for (const [q, { neighbours, candidates }] of results.entries()) {
      expect({ neighbours, candidates }).toEqual(model.search(queries.row(q), options));
    }
  }
}

describe('an index whose hasher changes', () => {
  test('finds what each entry has by the code of its own hasher, through any sequence of changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.constantFrom(...backends),
        fc.constantFrom(...METRICS),
        fc.constantFrom('float32' as const, 'int8' as const),
        fc.constantFrom(3, 12, 40),
        fc.constantFrom(1, 2),
        async (steps, kernels, metric, keepVectors, bits, tables) => {
          const setting = { kernels, bits, tables };
          const first = hashers(setting, 0);
          const options = { kernels, metric, keepVectors, onWarning: () => {} };
          const index = HashIndex.create({ ...options, hasher: first });
          const model = new MapIndex(first, metric);
          for (const made of steps) {
            if (made.kind === 'recode') {
              const count = await index.recode({ entries: made.entries });
              expect(count).toBe(model.recode(made.entries));
            } else if (made.kind === 'recode meanwhile') {
              const running = index.recode();
              for (const own of made.changes) {
                make(index, model, setting, own);
                await Promise.resolve();
              }
              await running;
              // Of what was adopted last there may be no turn left, but not of others.
              await index.recode();
              model.recode();
            } else if (made.kind === 'save') {
              const bytes = index.save();
              model.recode();
              const loaded = HashIndex.load(bytes, { kernels, loadHasher });
              expect(Buffer.compare(loaded.save(), bytes)).toBe(0);
              await checkSearches(loaded, model, bits);
              loaded.dispose();
            } else make(index, model, setting, made);
            expect(index.ids()).toEqual([...model.vectors.keys()]);
            const { stale, versions } = index.stats;
            expect(versions).toEqual(model.versions);
            expect(stale).toBe(versions.slice(0, -1).reduce((sum, own) => sum + own.entries, 0));
            await checkSearches(index, model, bits);
          }
          await index.recode();
          const fresh = HashIndex.create({ ...options, hasher: [...model.hashers] });
          if (index.size > 0) fresh.add(model.points, index.ids());
          const queries = vectors(3, 78);
          for (const asked of searches(bits)) {
            const [own, others] = [index, fresh].map((each) =>
              each.search(queries, asked).map(({ probes: _, ...rest }) => rest),
            );
            expect(own).toEqual(others);
          }
          for (const each of [index, fresh]) each.dispose();
        },
      ),
      { numRuns: 100 },
    );
  });
});
