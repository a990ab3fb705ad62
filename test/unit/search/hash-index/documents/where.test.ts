import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../../src/core/errors.ts';
import type { Where } from '../../../../../src/search/hash-index/documents/types.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import type { Id } from '../../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../../support/points.ts';
import { closePoolsAfterEach, threadPool } from '../../../../support/pools.ts';
import { emptyIndex, kernels } from '../made.ts';

const documents = [
  { title: 'Alpha beta', year: 2019, tags: ['x', 'y'], open: true, rate: null, mixed: 1 },
  { title: 'beta', year: 2020, tags: [], open: false, rate: 0.5, mixed: 'one' },
  { title: 'Gamma', year: 2020.5, tags: ['y'], rate: 0, mixed: ['one', 1, null] },
  { title: '', year: -1, open: true, mixed: { one: 1 } },
  {},
  null,
];
const points = gaussianPoints(documents.length, 3, 1);
const index = emptyIndex(3);
index.add(points, undefined, documents as never);

/** The ids that a condition lets pass. */
function passing(where: Where): Id[] {
  const { neighbours } = index.search(points.row(0), { candidates: 'all', where });
  return neighbours.map(({ id }) => id).sort();
}

describe('where', () => {
  test.each<[Where, Id[]]>([
    [{}, [0, 1, 2, 3, 4, 5]],
    [{ title: 'beta' }, [1]],
    [{ title: { equals: '' } }, [3]],
    [{ year: 2020 }, [1]],
    [{ open: true }, [0, 3]],
    [{ open: false }, [1]],
    [{ rate: null }, [0]],
    [{ rate: 0 }, [2]],
    [{ year: { in: [2019, -1, '2020'] } }, [0, 3]],
    [{ year: { in: [] } }, []],
    [{ year: { gt: 2020 } }, [2]],
    [{ year: { gte: 2020 } }, [1, 2]],
    [{ year: { lt: 2019 } }, [3]],
    [{ year: { lte: 2019 } }, [0, 3]],
    [{ year: { gte: 2019, lt: 2020.5 } }, [0, 1]],
    [{ year: { gt: Number.NEGATIVE_INFINITY, lt: Number.POSITIVE_INFINITY } }, [0, 1, 2, 3]],
    [{ rate: { gt: 0 } }, [1]],
    [{ rate: { lt: 0 } }, []],
    [{ title: { gt: 'G' } }, [1, 2]],
    [{ year: { gte: '2' } }, []],
    [{ title: { contains: 'beta' } }, [0, 1]],
    [{ tags: { contains: 'y' } }, [0, 2]],
    [{ year: { contains: 2 } }, []],
    [{ mixed: { contains: 'one' } }, [1, 2]],
    [{ mixed: { contains: null } }, [2]],
    [{ mixed: 1 }, [0]],
    [{ rate: { exists: true } }, [0, 1, 2]],
    [{ tags: { exists: true } }, [0, 1, 2]],
    [{ open: { exists: false } }, [2, 4, 5]],
    [{ none: { exists: false } }, [0, 1, 2, 3, 4, 5]],
    [{ none: null }, []],
    [{ title: 'beta', year: 2019 }, []],
    [{ and: [{ open: true }, { year: { gt: 0 } }] }, [0]],
    [{ or: [{ title: 'beta' }, { tags: { contains: 'x' } }] }, [0, 1]],
    [{ or: [] }, []],
    [{ and: [] }, [0, 1, 2, 3, 4, 5]],
    [{ not: { open: true } }, [1, 2, 4, 5]],
    [{ open: true, not: { or: [{ year: -1 }, { rate: 0 }] } }, [0]],
  ])('%j', (where, expected) => {
    expect(passing(where)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    ['x', 'where must be a plain object, not "x"'],
    [[{}], 'where must be a plain object, not an array of 1'],
    [
      { year: { greater: 1 } },
      'where.year has no operator "greater": there are equals, in, gt, gte, lt, lte, contains, exists',
    ],
    [{ year: {} }, 'where.year names no operator: there are equals, in,'],
    [{ year: undefined }, 'where.year is undefined: leave the field out to ask nothing of it'],
    [{ tags: ['x'] }, 'not an array of 1: write { in: [...] }, or { contains: ... } of a field'],
    [{ year: Number.NaN }, 'where.year must be a text, a number'],
    [{ year: ['a'] }, 'where.year must be a text, a number'],
    [{ at: new Date() }, 'not Date'],
    [{ year: { gte: null } }, 'where.year.gte must be a number or a text, not null'],
    [{ year: { gte: Number.NaN } }, 'where.year.gte must be a number or a text, not NaN'],
    [{ year: { equals: [1] } }, 'where.year.equals must be a text, a number, true, false or null'],
    [{ year: { in: 5 } }, 'where.year.in must be a list of values, not 5'],
    [{ year: { in: [5, {}] } }, 'where.year.in[1] must be a text, a number, true, false or null'],
    [{ tags: { contains: ['x'] } }, 'where.tags.contains must be a text, a number'],
    [{ tags: { exists: 1 } }, 'where.tags.exists must be true or false, not 1'],
    [{ and: {} }, 'where.and must be a list of conditions, not an object'],
    [{ or: [{ a: { b: 1 } }] }, 'where.or[0].a has no operator "b"'],
    [{ not: { not: 3 } }, 'where.not.not must be a plain object, not 3'],
  ])('refuses %j in a line that says what to do', (where, message) => {
    const search = () => index.search(points.row(0), { where: where as never });
    expect(search).toThrow(InvalidArgumentError);
    expect(search).toThrow(message);
  });

  test('refuses conditions that are nested without end', () => {
    const where: { not?: unknown } = {};
    where.not = where;
    expect(() => index.search(points.row(0), { where: where as never })).toThrow(
      'where is nested deeper than 64',
    );
  });

  test('counts as it was at the call, whatever becomes of the object', async () => {
    const where = { year: { in: [2019] } };
    const running = index.searchBatch(points, { where, candidates: 'all' });
    where.year.in = [];
    for (const { neighbours } of await running) expect(neighbours.map(({ id }) => id)).toEqual([0]);
  });

  test('and filter hold together; the filter is asked of what fulfils where, with the document', () => {
    const asked: unknown[] = [];
    const filter = (id: Id, document: object | undefined) => {
      asked.push([id, document]);
      return id !== 0;
    };
    const where = { year: { gte: 2019, lte: 2020 } };
    const { neighbours } = index.search(points.row(0), { where, filter });
    expect(neighbours.map(({ id }) => id)).toEqual([1]);
    expect(asked).toEqual([0, 1].map((id) => [id, documents[id]]));
  });
});

describe('a search that few vectors pass', () => {
  closePoolsAfterEach();
  const rows = 2000;
  const many = gaussianPoints(rows, 24, 5);
  const queries = gaussianPoints(5, 24, 6);
  const own = Array.from({ length: rows }, (_, i) => ({ i, rare: i % 400 === 7, half: i % 2 }));

  test.each([
    { codes: 'estimated' },
    { codes: 'hamming', bits: 64 },
    { codes: 'estimated', keepVectors: false },
    { codes: 'hamming', bits: 64, keepVectors: 'int8' },
  ] as const)('finds k whenever k pass, on a pool too: %o', async (options) => {
    const made = HashIndex.create<{ i: number; rare: boolean; half: number }>({
      kernels,
      ...options,
    });
    for (let first = 0; first < rows; first += 700) {
      const end = Math.min(rows, first + 700);
      made.add(many.slice(first, end), undefined, own.slice(first, end));
    }
    made.remove([7, 8]);
    const pool = await threadPool({ threads: 1 });
    for (const candidates of [undefined, 3, 'all'] as const) {
      for (const [where, passes] of [
        [{ rare: true }, 4],
        [{ i: { lt: 30 } }, 28],
        [{ half: 1 }, 999],
        [{ half: 2 }, 0],
      ] as const) {
        const search = { where, candidates, k: 3 };
        const results = made.search(queries, search);
        for (const { neighbours } of results) {
          expect(neighbours).toHaveLength(Math.min(3, passes));
          for (const { document } of neighbours) expect(document).toMatchObject(fixed(where));
        }
        const bare = results.map(({ probes: _, ...result }) => result);
        for (const executor of [undefined, pool]) {
          const batch = await made.searchBatch(queries, { ...search, executor });
          expect(batch.map(({ probes: _, ...result }) => result)).toEqual(bare);
        }
      }
    }
    made.dispose();
  });
});

/** The part of a condition that a document shows as it is. */
function fixed(where: object): object {
  return 'i' in where ? {} : where;
}
