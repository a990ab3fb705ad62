import { expect, test } from 'vitest';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { byDistance, searchPartitions } from '../../../../src/sql/cluster/partial.ts';
import type { SqlDriver, SqlRow } from '../../../../src/sql/driver.ts';

const cluster = {
  ...{ id: 1, version: 1, partitions: 2, paying: -1, sha256: null },
  shape: { name: 'photos', bits: 32, substrings: 2, id: 'bigint' as const },
};
const partitions = ['postgres://ann:secret@a:1/app', 'postgres://ann:secret@b:2/app'].map(
  (url, number) => ({ number, url }),
);
const query = new HashCodes(new Uint32Array(1), 1, 32);

/** Answers each search with these rows, or never. */
function driver(rows: SqlRow[] | Error | null): SqlDriver {
  const own: SqlDriver = {
    name: 'stub',
    query: async (sql) => {
      if (!sql.includes('hp_scan')) return [];
      if (rows instanceof Error) throw rows;
      return rows ?? new Promise<SqlRow[]>(() => undefined);
    },
    transaction: (work) => work(own),
  };
  return own;
}

const here = driver([
  { id: '7', distance: 2 },
  { id: '9', distance: 4 },
]);
const ask = (other: SqlDriver, options: object) =>
  searchPartitions(cluster, partitions, async (url) => (url.includes('@a') ? here : other), query, {
    k: 2,
    ...options,
  });

test('merges what the partitions gave', async () => {
  const found = await ask(driver([{ id: 3n, distance: 2 }]), {});
  expect(found.neighbours).toEqual([
    { id: 3, distance: 2 },
    { id: 7, distance: 2 },
  ]);
  expect(found.missing).toEqual([]);
});

test.each([
  ['gives no answer in time', driver(null), 'no answer within 20 ms'],
  ['fails', driver(new Error('refused')), 'refused'],
])('names a partition that %s', async (_, other, message) => {
  const { neighbours, missing } = await ask(other, { deadline: 20 });
  expect(neighbours.map(({ id }) => id)).toEqual([7, 9]);
  expect(missing).toHaveLength(1);
  expect(missing[0]).toMatchObject({ partition: 1, server: 'b:2/app' });
  expect(missing[0].error.message).toBe(message);
});

test('ends at once when a signal asks for it', async () => {
  const stop = new AbortController();
  const search = ask(driver(null), { deadline: 60_000, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(search).rejects.toThrow('enough');
});

test('ranks texts by code points, as their bytes in UTF-8 rank', () => {
  const ids = ['\u{1F600}', '\uFF5E', 'b', 'ab', 'a', ''];
  const sorted = ids.map((id) => ({ id, distance: 1 })).sort(byDistance);
  const byBytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(sorted.map(({ id }) => id)).toEqual(byBytes);
});
