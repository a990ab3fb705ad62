import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../../src/core/matrix.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import {
  checkedAddition,
  checkedRemoval,
} from '../../src/search/hash-index/journal/checked-change.ts';
import {
  JOURNAL_HEAD,
  journalHead,
  journalRecord,
  readJournal,
} from '../../src/search/hash-index/journal/journal.ts';
import { replay } from '../../src/search/hash-index/journal/replay.ts';
import type { HashIndexOptions, Id } from '../../src/search/hash-index/types.ts';
import { join } from '../support/make-files.ts';
import { gaussianPoints } from '../support/points.ts';

const DIMENSIONS = 6;
const kernels = createKernelsSync({ backend: 'wasm-simd' });
const BASE = { bytes: 1, crc32: 2 };

const id = fc.oneof(fc.integer({ min: -2, max: 20 }), fc.integer({ min: 0, max: 9 }).map(String));
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 12 });
const document = fc.option(
  fc.record(
    { year: fc.integer(), tags: fc.array(fc.string()), deep: fc.jsonValue({ maxDepth: 2 }) },
    { requiredKeys: [] },
  ),
);
const documents = fc.option(fc.array(document, { minLength: 12, maxLength: 12 }));
const call = fc.oneof(
  fc.record({
    kind: fc.constantFrom('add' as const, 'upsert' as const),
    ids,
    documents,
    seed: fc.nat(1e6),
  }),
  fc.record({
    kind: fc.constant('numbered' as const),
    count: fc.integer({ min: 1, max: 30 }),
    documents,
    seed: fc.nat(1e6),
  }),
  fc.record({ kind: fc.constant('remove' as const), ids }),
);
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

const options: fc.Arbitrary<Omit<HashIndexOptions, 'kernels'>> = fc.record({
  keepVectors: fc.constantFrom('float32' as const, 'int8' as const, false as const),
  metric: fc.constantFrom('cosine' as const, 'euclidean' as const),
  codes: fc.constantFrom('estimated' as const, 'hamming' as const),
});

const load = (bytes: Uint8Array) => HashIndex.load(bytes, { kernels, loadHasher });

/** Makes a call of the index; what it returns is the record of it, null if it was refused. */
function make(index: HashIndex, given: Call): Uint8Array | null {
  if (given.kind === 'remove') {
    const record = journalRecord(checkedRemoval(index, given.ids));
    index.remove(given.ids);
    return record;
  }
  const count = given.kind === 'numbered' ? given.count : given.ids.length;
  const vectors: Matrix = gaussianPoints(count, DIMENSIONS, given.seed);
  const own = given.kind === 'numbered' ? undefined : given.ids;
  const kind = given.kind === 'upsert' ? 'upsert' : 'add';
  const about =
    given.documents && Array.from({ length: count }, (_, i) => given.documents![i % 12]!);
  const checked = outcome(() =>
    journalRecord(checkedAddition(kind, index, vectors, own, about ?? undefined)),
  );
  const called = outcome(() => index[kind](vectors, own as Id[], (about ?? undefined) as never));
  // What is written is what the method takes, and refused what it refuses, for the same reason.
  expect(checked.error).toBe(called.error);
  return checked.value ?? null;
}

function outcome<T>(run: () => T): { value?: T; error?: string } {
  try {
    return { value: run() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const CODES_ALONE = { keepVectors: false, metric: 'cosine', codes: 'estimated' } as const;
/** The vector whose code is farthest from it goes: alone, and among those that were replayed with it. */
const WIDEST_REMOVED: Call[] = [
  { kind: 'numbered', count: 2, documents: null, seed: 0 },
  { kind: 'add', ids: ['0'], documents: null, seed: 551471 },
  { kind: 'remove', ids: ['0', 0] },
];

const ALL = { keepVectors: 'float32', metric: 'cosine', codes: 'hamming' } as const;
/** All that has the field that was met first goes: alone, and with the rows of another that has it too. */
const FIRST_FIELD_REMOVED: Call[] = [
  { kind: 'add', ids: ['8', 0], documents: everyOther({ tags: [] }, null), seed: 0 },
  {
    kind: 'numbered',
    count: 2,
    documents: everyOther(null, { year: 0, tags: [] }),
    seed: 0,
  },
  { kind: 'remove', ids: ['8', 0] },
];

function everyOther<T>(first: T, second: T): T[] {
  return Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? first : second));
}

test('replaying a journal, to any change, gives the index of the same calls, to the last bit', () => {
  fc.assert(
    fc.property(options, fc.boolean(), fc.array(call, { maxLength: 12 }), (how, isEmpty, calls) => {
      const first = HashIndex.create({ kernels, ...how, onWarning: () => {} });
      if (!isEmpty) first.add(gaussianPoints(3, DIMENSIONS, 5), ['a', 'b', 40]);
      const base = first.save();
      const index = load(base);
      const records: Uint8Array[] = [];
      const states = [{ bytes: index.save(), documents: index.documents() }];
      for (const each of calls) {
        const record = make(index, each);
        if (record === null) continue;
        records.push(record);
        states.push({ bytes: index.save(), documents: index.documents() });
      }
      for (const [count, { bytes, documents }] of states.entries()) {
        const journal = join(journalHead(BASE), ...records.slice(0, count));
        const replayed = load(base);
        replay(replayed, readJournal(journal).records);
        expect(Buffer.compare(replayed.save(), bytes)).toBe(0);
        expect(replayed.documents()).toEqual(documents);
      }
    }),
    {
      numRuns: 60,
      examples: [
        [CODES_ALONE, false, WIDEST_REMOVED],
        [ALL, false, FIRST_FIELD_REMOVED],
      ],
    },
  );
});

test('a journal that is cut at any byte has the calls that were whole, and no other', () => {
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), (calls) => {
      const index = HashIndex.create({ kernels });
      index.add(gaussianPoints(3, DIMENSIONS, 5), ['a', 'b', 40]);
      const records = calls.map((each) => make(index, each)).filter((each) => each !== null);
      const journal = join(journalHead(BASE), ...records);
      const { records: all } = readJournal(journal);
      let [whole, end] = [0, JOURNAL_HEAD];
      for (let length = JOURNAL_HEAD; length <= journal.length; length++) {
        if (whole < records.length && length === end + records[whole]!.length) {
          end = length;
          whole++;
        }
        const read = readJournal(journal.slice(0, length));
        expect(read.end).toBe(end);
        expect(read.records.length).toBe(whole);
        if (length === end) expect(read.records).toEqual(all.slice(0, whole));
      }
    }),
    { numRuns: 20 },
  );
});
