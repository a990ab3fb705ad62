import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { type Kernels, METRICS } from '../../src/kernels/api.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import type { IndexDocument } from '../../src/search/hash-index/documents/types.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import type { HashIndexSearchOptions, Id } from '../../src/search/hash-index/types.ts';
import { allBackends } from '../support/backends.ts';
import { gaussianPoints } from '../support/points.ts';
import { MapIndex } from './index-oracle.ts';
import { anyDocument, anyWhere } from './where-oracle.ts';

const DIMENSIONS = 5;
const backends = allBackends();

function hashers(kernels: Kernels, bits: number, tables: number, seed = 0): RandomHyperplanes[] {
  return Array.from({ length: tables }, (_, t) =>
    new RandomHyperplanes({ kernels, bits, seed: seed + t }).fitSync(
      gaussianPoints(9, DIMENSIONS, 4),
    ),
  );
}

interface Real {
  index: HashIndex;
  readonly kernels: Kernels;
  readonly bits: number;
}
type Command = fc.Command<MapIndex, Real>;

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Some are equal as texts and numbers, and some collide with those given by default. */
const id = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.integer({ min: 0, max: 9 }).map(String));

/** Coarse, so that distances tie. */
function vectors(rows: number, seed: number): Matrix {
  const points = gaussianPoints(rows, DIMENSIONS, seed);
  return new Matrix(
    points.data.map((value) => Math.round(value)),
    rows,
    DIMENSIONS,
  );
}

type Documents = readonly (IndexDocument | null)[] | null;

class Add implements Command {
  constructor(
    readonly rows: number,
    readonly seed: number,
    readonly ids: readonly Id[] | null,
    readonly documents: Documents,
  ) {}
  check = () => true;
  run(model: MapIndex, real: Real): void {
    const ids = this.ids?.slice(0, this.rows) ?? undefined;
    const points = vectors(ids?.length ?? this.rows, this.seed);
    const documents = this.documents?.slice(0, points.rows);
    const isTaken = ids?.some((id, i) => model.vectors.has(id) || ids.indexOf(id) !== i);
    if (isTaken) {
      const before = real.index.ids();
      expect(() => real.index.add(points, ids, documents)).toThrow(
        /the id .* is (in the index|given twice)/,
      );
      expect(real.index.ids()).toEqual(before);
      return;
    }
    const added = real.index.add(points, ids, documents);
    if (ids) expect(added).toEqual(ids);
    else expect(added.some((id) => model.vectors.has(id))).toBe(false);
    for (const [row, id] of added.entries()) {
      model.put(id, points.row(row), documents?.[row] ?? null);
    }
  }
  toString = () => `add(${this.rows}, ${JSON.stringify([this.ids, this.documents])})`;
}

class Upsert implements Command {
  constructor(
    readonly seed: number,
    readonly ids: readonly Id[],
    readonly documents: Documents,
  ) {}
  check = () => true;
  run(model: MapIndex, real: Real): void {
    const ids = [...new Set(this.ids)];
    const points = vectors(ids.length, this.seed);
    const documents = this.documents?.slice(0, ids.length);
    expect(real.index.upsert(points, ids, documents)).toEqual(ids);
    for (const [row, id] of ids.entries()) {
      model.put(id, points.row(row), documents?.[row] ?? null);
    }
  }
  toString = () => `upsert(${JSON.stringify([this.ids, this.documents])})`;
}

/** What there is, entry by entry. */
class Read implements Command {
  check = () => true;
  run(model: MapIndex, { index }: Real): void {
    expect(index.ids()).toEqual([...model.vectors.keys()]);
    const documents = index.ids().map((id) => model.documents.get(id));
    expect(index.documents()).toEqual(documents);
    expect(index.ids().map((id) => index.get(id))).toEqual(documents);
    expect(index.stats.documents).toBe(model.documents.size);
  }
  toString = () => 'read';
}

class Remove implements Command {
  constructor(readonly ids: readonly Id[]) {}
  check = () => true;
  run(model: MapIndex, real: Real): void {
    const known = this.ids.filter((id) => model.delete(id));
    expect(real.index.remove(this.ids.length === 1 ? this.ids[0]! : this.ids)).toBe(known.length);
    for (const id of this.ids) expect(real.index.has(id)).toBe(false);
  }
  toString = () => `remove(${JSON.stringify(this.ids)})`;
}

class Search implements Command {
  constructor(
    readonly seed: number,
    readonly options: HashIndexSearchOptions,
  ) {}
  check = () => true;
  run(model: MapIndex, real: Real): void {
    const queries = vectors(2, this.seed);
    const radius = this.options.radius;
    const options = { ...this.options, ...(radius && { radius: Math.min(radius, real.bits) }) };
    const results = real.index.search(queries, options);
    for (const [q, { neighbours, candidates, metric }] of results.entries()) {
      expect({ neighbours, candidates }).toEqual(model.search(queries.row(q), options));
      expect(metric).toBe(model.metric);
      expect(real.index.search(queries.row(q), options).neighbours).toEqual(neighbours);
    }
  }
  toString = () => `search(${JSON.stringify(this.options)})`;
}

class SaveAndLoad implements Command {
  check = () => true;
  run(_: MapIndex, real: Real): void {
    const bytes = real.index.save();
    const loaded = HashIndex.load(bytes, { kernels: real.kernels, loadHasher });
    expect(loaded.ids()).toEqual(real.index.ids());
    expect(loaded.save()).toEqual(bytes);
    real.index.dispose();
    real.index = loaded;
  }
  toString = () => 'save and load';
}

class RehashAnew implements Command {
  check = () => true;
  run(_: MapIndex, real: Real): void {
    real.index.rehash();
  }
  toString = () => 'rehash()';
}

class Rehash implements Command {
  constructor(readonly seed: number) {}
  check = () => true;
  run(model: MapIndex, real: Real): void {
    const next = hashers(real.kernels, real.bits, model.hashers.length, this.seed);
    real.index.rehash(next);
    model.adopt(next);
    model.recode();
  }
  toString = () => `rehash(${this.seed})`;
}

const filter = fc.constantFrom(
  undefined,
  (id: Id) => Number(id) % 3 === 0,
  (id: Id) => typeof id === 'string',
  () => false,
);
const rule: fc.Arbitrary<HashIndexSearchOptions> = fc.oneof(
  fc.constant({ candidates: 'all' as const }),
  fc.integer({ min: 1, max: 40 }).map((candidates) => ({ candidates })),
  fc.nat(4).map((radius) => ({ radius })),
);
const ids = fc.array(id, { minLength: 1, maxLength: 8 });
const documents = fc.option(fc.array(anyDocument, { minLength: 9, maxLength: 9 }));
const where = fc.option(anyWhere, { nil: undefined });
const search = fc
  .tuple(seed, rule, where, filter, fc.integer({ min: 1, max: 12 }))
  .map(([seed, rule, where, filter, k]) => new Search(seed, { ...rule, where, filter, k }));
const changes = [
  fc.tuple(fc.nat(9), seed, fc.option(ids), documents).map((args) => new Add(...args)),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), seed, documents)
    .map(([rows, seed, own]) => new Add(rows, seed, null, own)),
  fc.tuple(seed, ids, documents).map((args) => new Upsert(...args)),
  ids.map((list) => new Remove(list)),
  fc.constant(new SaveAndLoad()),
  fc.constant(new Read()),
];
const commands = fc.commands<MapIndex, Real>(
  [...changes, search, search, seed.map((s) => new Rehash(s))],
  { maxCommands: 40 },
);
/** Of estimated codes it is certain only what all candidates lead to. */
const exactSearch = fc
  .tuple(seed, where, filter, fc.integer({ min: 1, max: 12 }))
  .map(([seed, where, filter, k]) => {
    return new Search(seed, { candidates: 'all', where, filter, k });
  });
const commandsOfEstimates = fc.commands<MapIndex, Real>(
  [...changes, exactSearch, fc.constant(new RehashAnew())],
  { maxCommands: 40 },
);

describe('a hash index', () => {
  test('does what a Map does, through any sequence of adding, removing, searching, saving, loading and rehashing', () => {
    fc.assert(
      fc.property(
        commands,
        fc.constantFrom(...backends),
        fc.constantFrom(...METRICS),
        fc.constantFrom(3, 12, 40),
        fc.constantFrom(1, 2),
        (sequence, kernels, metric, bits, tables) => {
          const setup = () => {
            const hasher = hashers(kernels, bits, tables);
            const index = HashIndex.create({ kernels, hasher, metric });
            return { model: new MapIndex(hasher, metric), real: { index, kernels, bits } };
          };
          fc.modelRun(setup, sequence);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('of estimated codes does what a Map does, too', () => {
    fc.assert(
      fc.property(
        commandsOfEstimates,
        fc.constantFrom(...backends),
        fc.constantFrom(...METRICS),
        fc.constantFrom(1, 2, 4),
        (sequence, kernels, metric, bitsPerDimension) => {
          const setup = () => {
            const index = HashIndex.create({ kernels, metric, bitsPerDimension });
            return { model: new MapIndex([], metric), real: { index, kernels, bits: 0 } };
          };
          fc.modelRun(setup, sequence);
        },
      ),
      { numRuns: 40 },
    );
  });

  const settings = fc.record({
    rows: fc.integer({ min: 1, max: 120 }),
    seed,
    bits: fc.constantFrom(4, 20, 70),
    tables: fc.integer({ min: 1, max: 3 }),
    keepVectors: fc.constantFrom('float32', 'int8', false) as fc.Arbitrary<'float32' | false>,
    k: fc.integer({ min: 1, max: 20 }),
  });

  /** Filled in pieces, with some removed again: several segments. */
  function filled(
    kernels: Kernels,
    { rows, seed, bits, tables, keepVectors }: typeof sample,
  ): HashIndex {
    const index = HashIndex.create({
      kernels,
      hasher: hashers(kernels, bits, tables),
      keepVectors,
    });
    const points = gaussianPoints(rows, DIMENSIONS, seed);
    for (let first = 0; first < rows; first += 1 + (first % 17)) {
      const end = Math.min(rows, first + 1 + (first % 17));
      index.add(points.slice(first, end));
    }
    index.remove([3, 7, 8, 50, 51, 52]);
    return index;
  }
  const sample = {
    rows: 1,
    seed: 0,
    bits: 4,
    tables: 1,
    keepVectors: 'float32' as 'float32' | false,
    k: 1,
  };
  const rules: HashIndexSearchOptions[] = [
    { candidates: 'all' },
    { candidates: 13 },
    { radius: 2 },
    { probes: 5 },
    { candidates: 9, filter: (id) => Number(id) % 2 === 0 },
  ];

  test('gives the same results on every backend, in batches, and after loading', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (setting) => {
        const queries = gaussianPoints(3, DIMENSIONS, (setting.seed ^ 1) >>> 0);
        const [reference, ...others] = backends.map((kernels) => filled(kernels, setting));
        for (const rule of rules) {
          const options = { ...rule, k: setting.k };
          const expected = reference!.search(queries, options);
          for (const index of others) expect(index.search(queries, options)).toEqual(expected);
          expect(await reference!.searchBatch(queries, options)).toEqual(expected);
          const single = [0, 1, 2].map((q) => reference!.search(queries.row(q), options));
          expect(single.map(withoutCost)).toEqual(expected.map(withoutCost));
          const loaded = HashIndex.load(reference!.save(), { kernels: backends[1]!, loadHasher });
          expect(loaded.search(queries, options).map(withoutCost)).toEqual(
            expected.map(withoutCost),
          );
          loaded.dispose();
        }
        for (const index of [reference!, ...others]) index.dispose();
      }),
      { numRuns: 15 },
    );
  });

  test('finds no fewer candidates as candidates, radius or probes grow, and in the end all', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const index = filled(backends[1]!, setting);
        const query = gaussianPoints(1, DIMENSIONS, (setting.seed ^ 2) >>> 0).row(0);
        const exact = index.search(query, { k: setting.k, candidates: 'all' });
        expect(exact.candidates).toBe(index.size);
        const series: HashIndexSearchOptions[][] = [
          [1, 5, 20, 200].map((candidates) => ({ candidates })),
          [0, 1, 2, 4].map((radius) => ({ radius })),
          [1, 2, 8, 16 * setting.tables].map((probes) => ({ probes })),
        ];
        for (const steps of series) {
          let before: Id[] = [];
          let last = exact;
          for (const step of steps) {
            last = index.search(query, { ...step, k: index.size });
            const found = last.neighbours.map(({ id }) => id);
            expect(new Set(found).size).toBe(found.length);
            expect(last.candidates).toBe(found.length);
            expect(found).toEqual(expect.arrayContaining(before));
            before = found;
          }
          if (setting.bits === 4) {
            expect(last.neighbours.slice(0, setting.k)).toEqual(exact.neighbours);
          }
        }
        index.dispose();
      }),
      { numRuns: 40 },
    );
  });

  test('honours a bitmap as it does the function that says the same', () => {
    fc.assert(
      fc.property(settings, fc.uint8Array({ maxLength: 14 }), (setting, bitmap) => {
        const index = filled(backends[1]!, setting);
        const queries = gaussianPoints(2, DIMENSIONS, (setting.seed ^ 3) >>> 0);
        const accepts = (id: Id) => ((bitmap[Number(id) >>> 3]! >>> (Number(id) & 7)) & 1) === 1;
        for (const rule of rules.slice(0, 4)) {
          const found = index.search(queries, { ...rule, k: setting.k, filter: bitmap });
          expect(found).toEqual(index.search(queries, { ...rule, k: setting.k, filter: accepts }));
          for (const { neighbours } of found) {
            expect(neighbours.every(({ id }) => accepts(id))).toBe(true);
          }
        }
        index.dispose();
      }),
      { numRuns: 40 },
    );
  });
});

function withoutCost<T extends { probes: number }>({ probes: _, ...result }: T) {
  return result;
}
