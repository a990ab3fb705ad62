import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../../../src/core/crc32.ts';
import { Matrix } from '../../../../../src/core/matrix.ts';
import type { IndexChange } from '../../../../../src/search/hash-index/journal/change.ts';
import {
  JOURNAL_HEAD,
  journalHead,
  journalRecord,
  readJournal,
  readJournalNames,
} from '../../../../../src/search/hash-index/journal/journal.ts';
import { join } from '../../../../support/make-files.ts';

const BASE = { bytes: 2 ** 40 + 1, crc32: 0xfedcba98 };
const CHANGES: readonly IndexChange[] = [
  {
    kind: 'add',
    ids: [7, 'ä', -1],
    vectors: new Matrix(Float32Array.of(1, 2.5, -0, 1e-40, 3e38, 7), 3, 2),
    documents: [{ title: 'one', tags: ['a', 'b'] }, null, { year: 2020 }],
    replaced: 0,
  },
  { kind: 'remove', ids: ['ä', 2 ** 53 - 1] },
  {
    kind: 'upsert',
    ids: ['\ufeff'],
    vectors: new Matrix(Float32Array.of(0.1, 0.2), 1, 2),
    documents: null,
    replaced: 1,
  },
];
const records = CHANGES.map((change) => journalRecord(change));
const file = join(journalHead(BASE), ...records);
const ends = records.map((_, i) => join(journalHead(BASE), ...records.slice(0, i + 1)).length);

/** What a change is, with all bits of its vectors. */
const plain = (change: IndexChange) =>
  change.kind === 'remove'
    ? change
    : { ...change, vectors: [...new Uint32Array(change.vectors.data.slice().buffer)] };

describe('a journal', () => {
  test('gives back which file it belongs to and every change, to the last bit', () => {
    const { base, records: read, end, torn } = readJournal(file);
    expect({ base, end, torn }).toEqual({ base: BASE, end: file.length, torn: 0 });
    expect(read.map(plain)).toEqual(CHANGES.map(plain));
  });

  test('tells what changes are about without vectors and documents', () => {
    expect(readJournalNames(file).records).toEqual([
      {
        kind: 'add',
        dimensions: 2,
        ids: [7, 'ä', -1],
        fields: ['title', 'tags', 'year'],
        replaced: 0,
      },
      { kind: 'remove', dimensions: 0, ids: ['ä', 2 ** 53 - 1], fields: [], replaced: 0 },
      { kind: 'upsert', dimensions: 2, ids: ['\ufeff'], fields: [], replaced: 1 },
    ]);
  });

  test('is the same by any CRC-32, and where it lies in a larger buffer', () => {
    expect(journalRecord(CHANGES[0]!, zlibCrc32)).toEqual(records[0]);
    const inner = join(Uint8Array.of(9), file).subarray(1);
    expect(readJournal(inner, { checksum: zlibCrc32 })).toEqual(readJournal(file));
  });

  test('that is cut at any byte has the changes that were whole', () => {
    for (let length = 0; length < file.length; length++) {
      const { records: read, end, torn } = readJournal(file.slice(0, length));
      const whole = ends.filter((each) => each <= length).length;
      expect(read.length).toBe(whole);
      const before = length < JOURNAL_HEAD ? 0 : (ends[whole - 1] ?? JOURNAL_HEAD);
      expect({ end, torn }).toEqual({ end: before, torn: length - before });
    }
  });

  test('that ends in zeros, as a loss of power leaves it, has the changes before them', () => {
    for (const [i, from] of [JOURNAL_HEAD, ...ends].entries()) {
      const zeros = file.slice();
      zeros.fill(0, from);
      expect(readJournal(zeros).records.length).toBe(i);
    }
    expect(readJournal(new Uint8Array(100))).toMatchObject({ base: null, records: [] });
  });

  test('in which any bit of a change before the last is turned is refused, with the place', () => {
    const last = ends.at(-2)!;
    for (let at = 0; at < last; at++) {
      const spoiled = file.slice();
      spoiled[at]! ^= 1 << (at % 8);
      expect(() => readJournal(spoiled), `byte ${at}`).toThrow(/journal.*\(at byte \d+\)$/);
    }
  });

  test('in which a bit of the last change is turned is refused, or ends before it', () => {
    for (let at = ends.at(-2)!; at < file.length; at++) {
      const spoiled = file.slice();
      spoiled[at]! ^= 1;
      let found: number | string;
      try {
        found = readJournal(spoiled).records.length;
      } catch (error) {
        found = (error as Error).message;
      }
      expect(found).toBeOneOf([2, expect.stringMatching(/^the journal is damaged/)]);
    }
  });

  test('of a newer version is refused', () => {
    const newer = file.slice();
    const view = new DataView(newer.buffer);
    view.setUint32(8, 2, true);
    view.setUint32(28, crc32(newer.subarray(0, 28)), true);
    expect(() => readJournal(newer)).toThrow(/format version 2, .*use a newer hashplane/);
  });

  test('is not what an index or another file is', () => {
    expect(() => readJournal(Uint8Array.of(0x89, 0x48, 0x50, 0x49))).toThrow(/no journal/);
    expect(() => readJournal(new TextEncoder().encode('{}'))).toThrow(/no journal/);
  });

  test('whose sizes are beyond all measure takes no memory', () => {
    const huge = file.slice(0, ends[0]);
    const view = new DataView(huge.buffer, JOURNAL_HEAD);
    view.setUint32(4, 2 ** 32 - 1, true);
    view.setUint32(8, 2 ** 32 - 1, true);
    view.setUint32(28, crc32(huge.subarray(JOURNAL_HEAD, JOURNAL_HEAD + 28)), true);
    expect(readJournal(huge)).toMatchObject({ records: [], torn: ends[0]! - JOURNAL_HEAD });
  });

  /** A record with sound checksums and another text in the place of its names. */
  function recordOf(names: string, kind = 3): Uint8Array {
    const body = new Uint8Array(Math.ceil(names.length / 8) * 8);
    body.set(new TextEncoder().encode(names));
    const frame = new Uint8Array(32);
    const view = new DataView(frame.buffer);
    view.setUint32(0, kind, true);
    view.setUint32(4, 1, true);
    view.setUint32(12, names.length, true);
    view.setUint32(20, crc32(body), true);
    view.setUint32(28, crc32(frame.subarray(0, 28)), true);
    return join(journalHead(BASE), frame, body);
  }

  test.each([
    ['a text that is no JSON', recordOf('{"ids":[1'), /no JSON/],
    ['no list of ids', recordOf('{"ids":1,"fields":[],"replaced":0}'), /ids are no list/],
    ['fewer ids', recordOf('{"ids":[],"fields":[],"replaced":0}'), /ids are no list/],
    [
      'an id that is none',
      recordOf('{"ids":[1.5],"fields":[],"replaced":0}'),
      /an id must be a whole number/,
    ],
    ['fields that are none', recordOf('{"ids":[1],"fields":[2],"replaced":0}'), /names of fields/],
    ['more replaced than ids', recordOf('{"ids":[1],"fields":[],"replaced":2}'), /replaces what/],
    ['an unknown kind', recordOf('{"ids":[1],"fields":[],"replaced":0}', 9), /no known kind/],
    ['vectors without values', recordOf('{"ids":[1],"fields":[],"replaced":0}', 1), /no values/],
  ])('with %s in a record whose checksums are right is refused', (_, bytes, message) => {
    expect(() => readJournal(bytes)).toThrow(message);
    expect(() => readJournal(bytes)).toThrow(/^the journal is damaged: .* \(at byte 32\)$/);
  });
});
