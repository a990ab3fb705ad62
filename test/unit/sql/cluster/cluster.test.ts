import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { HammingSearch } from '../../../../src/search/hamming-search.ts';
import { SqlCluster } from '../../../../src/sql/cluster/cluster.ts';
import type { SqlDriver } from '../../../../src/sql/driver.ts';
import { relatedCodes } from '../../../support/codes.ts';
import { postgresOfTests } from '../../../support/postgres-server.ts';
import { ClusterServers } from '../../../support/sql-cluster.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const programs = postgresOfTests('plproxy');

/** What HammingSearch finds among `codes`, whose ids are their rows. */
function expected(codes: HashCodes, query: HashCodes, ask: { k?: number; radius?: number }) {
  const search = new HammingSearch(kernels, codes, { strategy: 'scan' });
  const [found] = ask.k
    ? search.nearest(query, ask.k)
    : [search.within(query.code(0), ask.radius as number)];
  const neighbours = Array.from(found.rows, (id, i) => ({ id, distance: found.distances[i] }));
  search.dispose();
  return neighbours;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.skipIf(programs === null)('a cluster of four partitions on three servers', () => {
  const servers = new ClusterServers();
  let front: SqlDriver;

  beforeAll(async () => {
    await servers.start(programs as string, 3);
    front = servers.connect(servers.url(0));
  });
  afterAll(() => servers.remove());

  const urls = () => [0, 1, 2, 0].map((server) => servers.url(server));
  const create = (table: string, bits: number, more: object = {}) =>
    SqlCluster.create(front, {
      ...{ table, bits, partitions: urls(), connect: servers.connect, expected: 2000, ...more },
    });
  /** The ids in the partitions' own tables, of whichever server the map names. */
  const idsOf = async (table: string) => {
    const rows = await front.query(
      'select p.number, p.url from hashplane.hp_partition p join hashplane.hp_cluster c on c.id = p.cluster where c.name = $1 order by 1',
      [table],
    );
    const ids: number[] = [];
    for (const { number, url } of rows) {
      const driver = servers.connect(String(url));
      for (const row of await driver.query(`select id from hp_${table}_${number}.codes`)) {
        ids.push(Number(row.id));
      }
    }
    return ids.sort((a, b) => a - b);
  };

  test.each([
    ['codes64', 64],
    ['codes150', 150],
  ])('finds what HammingSearch finds (%s)', async (table, bits) => {
    const codes = relatedCodes(2000, bits, 5);
    const cluster = await create(table, bits);
    const told: number[] = [];
    const onProgress = ({ done }: { done: number }) => told.push(done);
    expect(await cluster.add(numbers(2000), codes, { batch: 800, onProgress })).toBe(2000);
    expect(told).toEqual([800, 1600, 2000]);
    for (const q of [0, 1999]) {
      const query = codes.select([q]);
      const asks = [
        { k: 1 },
        { k: 10 },
        { k: 200 },
        { radius: 0 },
        { radius: 5 },
        { radius: bits / 2 },
      ];
      for (const ask of asks) {
        const found = await cluster.search(query, ask);
        expect(found.neighbours).toEqual(expected(codes, query, ask));
        expect(found.missing).toEqual([]);
        const partial = await cluster.search(query, { ...ask, partial: true, deadline: 60_000 });
        expect(partial.neighbours).toEqual(found.neighbours);
        expect(partial.missing).toEqual([]);
      }
      for (const strategy of ['scan', 'multi-index'] as const) {
        const found = await cluster.search(query, { k: 10, strategy });
        expect(found.neighbours).toEqual(expected(codes, query, { k: 10 }));
        if (strategy === 'scan') expect(found.radius).toBeNull();
      }
    }
    const batch = await cluster.searchBatch(codes.select([3, 4]), { k: 3 });
    expect(batch[1].neighbours).toEqual(expected(codes, codes.select([4]), { k: 3 }));
    await cluster.drop();
    await expect(SqlCluster.open(front, { table })).rejects.toThrow('there is no cluster');
  });

  test('answers once for each partition of a server, and for its own rows', async () => {
    const codes = relatedCodes(1000, 32, 6);
    const cluster = await create('shared', 32);
    await cluster.add(numbers(1000), codes);
    const { partitions, rows } = await cluster.stats();
    expect(rows).toBe(1000);
    expect(partitions.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    expect(partitions[3].server).toBe(partitions[0].server);
    for (const partition of partitions) expect(partition.rows).toBeGreaterThan(150);
    expect(await idsOf('shared')).toEqual(numbers(1000));
    // Upserts: nothing is doubled, the later of two equal ids stays, and what is removed is gone.
    expect(await cluster.add([5, 5], codes.select([7, 9]))).toBe(1);
    expect(await cluster.remove([1, 2, 5000])).toBe(2);
    expect((await cluster.stats()).rows).toBe(998);
    const found = await cluster.search(codes.select([9]), { radius: 0 });
    expect(found.neighbours.map(({ id }) => id)).toContain(5);
    await cluster.drop();
  });

  test('takes texts as ids, which rank by their bytes', async () => {
    const codes = new HashCodes(new Uint32Array(5), 5, 20);
    const cluster = await create('texts', 20, { id: 'text' });
    await cluster.add(['b', 'a', 'Z', 'é', '😀'], codes);
    const want = ['Z', 'a', 'b', 'é', '😀'];
    for (const partial of [false, true]) {
      const { neighbours } = await cluster.search(codes.select([0]), { k: 5, partial });
      expect(neighbours.map(({ id }) => id)).toEqual(want);
    }
    expect(await cluster.remove(['a', 'x'])).toBe(1);
    await cluster.drop();
  });

  test('is called from SQL too, and refuses codes of another length', async () => {
    const cluster = await create('called', 12);
    await front.query(`select hashplane.called_add('{1,2}', '{000000001111,x00f}')`);
    const rows = await front.query(`select * from hashplane.called_nearest('000000000111', 2)`);
    expect(rows.map(({ id, distance }) => [Number(id), distance])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    for (const short of ['0101', 'x00', '00000000111100']) {
      await expect(
        front.query(`select * from hashplane.called_nearest($1, 2)`, [short]),
      ).rejects.toThrow('a code must have 12 bits');
    }
    await cluster.drop();
  });

  test('keeps the hasher on every partition, and another process makes the same codes', async () => {
    const points = Matrix.from(numbers(60).map((i) => [i, Math.sin(i), (i * i) % 7, 1]));
    const hasher = new RandomHyperplanes({ kernels, bits: 24 }).fitSync(points);
    const cluster = await create('hashed', 24, { bits: undefined, hasher });
    await cluster.add(numbers(60), points);
    const opened = await SqlCluster.open(front, { table: 'hashed', kernels });
    expect((await opened.hasher(kernels)).encode(points).words).toEqual(
      hasher.encode(points).words,
    );
    const codes = hasher.encode(points);
    const { neighbours } = await opened.search(points.row(7), { k: 4 });
    expect(neighbours).toEqual(expected(codes, codes.select([7]), { k: 4 }));
    const blind = await SqlCluster.open(front, { table: 'hashed' });
    await expect(blind.search(points.row(7), { k: 4 })).rejects.toThrow('vectors need a backend');
    // A model that was changed is not taken.
    for (const server of [0, 1, 2]) {
      const driver = servers.connect(servers.url(server));
      for (const partition of [0, 1, 2, 3]) {
        const table = `hp_hashed_${partition}.hp_hasher`;
        const [{ there }] = await driver.query(
          `select to_regclass('${table}') is not null as there`,
        );
        if (there) await driver.query(`update ${table} set model = model || '\\x00'`);
      }
    }
    await expect(opened.hasher(kernels)).rejects.toThrow('its sha256 is another');
    await cluster.drop();
  });

  test('leaves clusters of PL/Proxy that are not its own alone', async () => {
    await servers.servers[1].createDatabase('other');
    const other = servers.connect(servers.servers[1].url('other'));
    await other.query('create schema plproxy');
    await other.query(
      'create function plproxy.get_cluster_version(text) returns int language sql as $$ select 1 $$',
    );
    await expect(
      SqlCluster.create(other, {
        ...{ table: 'mine', bits: 8, partitions: [servers.url(1)], connect: servers.connect },
      }),
    ).rejects.toThrow('clusters of PL/Proxy that are not of hashplane');
  });

  test('refuses what it can not do, before anything is made', async () => {
    const make = (options: object) => create('refused', 16, options);
    await expect(make({ table: 'Photos; drop' })).rejects.toThrow('a name of at most 40');
    await expect(make({ partitions: urls().slice(1) })).rejects.toThrow(
      '1, 2, 4, 8, ... partitions',
    );
    await expect(make({ partitions: ['localhost'] })).rejects.toThrow(
      'an address like postgres://',
    );
    await expect(make({ connect: undefined })).rejects.toThrow('connect must be a function');
    const cluster = await create('refused', 16);
    await expect(make({})).rejects.toThrow('there is a cluster "refused" already');
    await expect(cluster.search(relatedCodes(1, 16, 1), {})).rejects.toThrow('give one of them');
    await expect(cluster.search(relatedCodes(1, 17, 1), { k: 1 })).rejects.toThrow('16 bits');
    await expect(cluster.add([1, 2], relatedCodes(1, 16, 1))).rejects.toThrow('2 ids for 1 codes');
    await expect(cluster.move(0, urls()[0])).rejects.toThrow('already');
    // Another address of the same database.
    const alias = urls()[0].replace('127.0.0.1', 'localhost');
    await expect(cluster.move(0, alias)).rejects.toThrow('in that database');
    await expect(cluster.move(4, urls()[1])).rejects.toThrow('from 0 to 3');
    const opened = await SqlCluster.open(front, { table: 'refused' });
    await expect(opened.move(0, urls()[1])).rejects.toThrow('give connect');
    await cluster.drop();
  });

  test('moves a partition while rows are added, removed and searched', async () => {
    const count = 4000;
    const codes = relatedCodes(count, 64, 8);
    const cluster = await create('moving', 64);
    await cluster.add(numbers(1000), codes.select(numbers(1000)));
    const query = codes.select([100]);
    const settled = expected(codes.select(numbers(1000)), query, { k: 1 });
    let done = false;
    let next = 1000;
    let searches = 0;
    const writing = (async () => {
      while (!done && next < count) {
        const rows = numbers(20).map((i) => next + i);
        await cluster.add(rows, codes.select(rows));
        // Every tenth row is removed again.
        await cluster.remove(rows.filter((row) => row % 10 === 0));
        next += 20;
      }
    })();
    const searching = (async () => {
      while (!done) {
        const { neighbours } = await cluster.search(query, { k: 1 });
        expect(neighbours).toEqual(settled);
        expect((await cluster.search(query, { radius: 64 })).neighbours.length).toBeGreaterThan(
          999,
        );
        searches++;
      }
    })();
    const steps: string[] = [];
    const onProgress = (step: string) => steps.push(step);
    try {
      await cluster.move(3, servers.url(2), { onProgress });
      await cluster.move(0, servers.url(1), { onProgress });
    } finally {
      done = true;
    }
    await Promise.all([writing, searching]);
    expect(searches).toBeGreaterThan(3);
    expect(next).toBeGreaterThan(1020);
    expect(steps).toHaveLength(10);
    const left = numbers(next).filter((row) => row < 1000 || row % 10 !== 0);
    expect(await idsOf('moving')).toEqual(left);
    const servedBy = (await cluster.stats()).partitions.map(({ server }) => server.split(':')[1]);
    const ports = [1, 1, 2, 2].map((server) => `${servers.servers[server].port}/postgres`);
    expect(servedBy).toEqual(ports);
    const { neighbours } = await cluster.search(query, { radius: 64 });
    const all = expected(codes.select(left), query, { radius: 64 });
    expect(neighbours).toEqual(all.map(({ id, distance }) => ({ id: left[id], distance })));
    // Nothing stays behind: neither rows nor what replicated them.
    const old = servers.connect(servers.url(0));
    const [{ slots, publications, schemas }] = await old.query(
      'select (select count(*)::int from pg_replication_slots) as slots, ' +
        '(select count(*)::int from pg_publication) as publications, ' +
        "(select count(*)::int from pg_namespace where nspname like 'hp\\_moving%') as schemas",
    );
    expect({ slots, publications, schemas }).toEqual({ slots: 0, publications: 0, schemas: 0 });
    await cluster.drop();
  });

  test('removes what was copied where a move is given up', async () => {
    const cluster = await create('given', 16);
    await cluster.add(numbers(100), relatedCodes(100, 16, 9));
    const stop = new AbortController();
    const onProgress = (step: string) => step === 'copying rows' && stop.abort();
    await expect(
      cluster.move(1, servers.url(2), { onProgress, signal: stop.signal }),
    ).rejects.toThrow('abort');
    expect(await idsOf('given')).toEqual(numbers(100));
    await cluster.move(1, servers.url(2));
    expect(await idsOf('given')).toEqual(numbers(100));
    await cluster.drop();
  });

  test('keeps every acknowledged row once when a server is killed amid searches and loading', async () => {
    const count = 2000;
    const codes = relatedCodes(count, 64, 10);
    const cluster = await create('killed', 64);
    const query = codes.select([1]);
    let acknowledged = 0;
    const load = async () => {
      for (let from = acknowledged; from < count; from += 100) {
        const rows = numbers(100).map((i) => from + i);
        await cluster.add(rows, codes.select(rows));
        acknowledged = from + 100;
      }
    };
    const search = async () => {
      for (;;) await cluster.search(query, { k: 10 });
    };
    const kill = async () => {
      while (acknowledged < 700) await sleep(5);
      await servers.servers[1].kill();
    };
    const [loading, searching] = await Promise.all([
      load().catch((error: Error) => error),
      search().catch((error: Error) => error),
      kill(),
    ]);
    const clear = /^a partition gives no answer: [^\n]+partial: true\)$/;
    for (const error of [loading, searching])
      expect(String((error as Error).message)).toMatch(clear);
    expect(acknowledged).toBeLessThan(count);
    // Without it: the others' rows, and who is missing.
    const partial = await cluster.search(query, { k: 5, partial: true, deadline: 20_000 });
    const [{ partition, server, error }] = partial.missing;
    expect([partial.missing.length, partition]).toEqual([1, 1]);
    expect(server).toContain(String(servers.servers[1].port));
    expect(error.message).not.toContain('\n');
    expect(partial.neighbours).toHaveLength(5);
    await servers.servers[1].start();
    const there = await idsOf('killed');
    expect(there.filter((id) => id < acknowledged)).toEqual(numbers(acknowledged));
    // A batch of which some partitions had their rows is repeated.
    await load();
    expect(await idsOf('killed')).toEqual(numbers(count));
    for (const ask of [{ k: 10 }, { radius: 20 }]) {
      expect((await cluster.search(query, ask)).neighbours).toEqual(expected(codes, query, ask));
    }
    await cluster.drop();
  });
});
