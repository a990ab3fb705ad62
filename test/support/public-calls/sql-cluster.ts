import { createHash } from 'node:crypto';
import { SqlCluster } from '../../../src/sql/cluster/cluster.ts';
import type { SqlDriver, SqlRow, SqlValue } from '../../../src/sql/driver.ts';
import { codes, hasher, kernels, type Recipes, recipe } from './recipe.ts';

const URLS = ['postgres://a/codes', 'postgres://b/codes'];
const IDS = Array.from({ length: 12 }, (_, i) => i);
const ROW = {
  ...{ id: 1, version: 1, name: 'calls', bits: 4, substrings: 1, id_type: 'bigint' },
  ...{ partitions: 2, most_radius: 3, paying_radius: 1, sha256: null },
};
const SHAPE = { name: 'calls', bits: 4, substrings: 1, id: 'bigint' };

/** What a statement, known by a part of it, is answered with; what is not here has no rows. */
type Answers = readonly (readonly [RegExp, (parameters: readonly SqlValue[]) => SqlRow[]])[];

/** Statements that any of the servers gets. */
const PARTITION: Answers = [
  [/to_regnamespace/, () => [{ there: false }]],
  [/hp_(near|within|scan)\(/, ([, , k]) => neighbours(Number(k ?? IDS.length))],
  [/pg_subscription_rel/, () => [{ left: 0 }]],
  [/hp_moved where/, () => [{}]],
];

/** A driver of a server that knows no more than a few answers. */
function answering(name: string, answers: Answers): SqlDriver {
  const driver: SqlDriver = {
    name,
    query: async (sql, parameters = []) =>
      answers.find(([statement]) => statement.test(sql))?.[1](parameters) ?? [],
    transaction: async (work) => work(driver),
  };
  return driver;
}

function neighbours(k: number): SqlRow[] {
  return IDS.slice(0, k).map((id) => ({
    id,
    distance: Math.floor(id / 3),
    radius: 3,
    statements: 1,
  }));
}

/** A server of a partition. */
function connect(url: string): SqlDriver {
  const who = [{ level: 'logical', self: url }];
  return answering(url, [...PARTITION, [/pg_control_system/, () => who]]);
}

/** A front, of a cluster that is there or of none: it keeps the cluster that is made on it, and finds the same for every query. */
function front(known?: SqlRow): SqlDriver {
  let cluster = known;
  const map: SqlRow[] = [];
  let model: SqlValue = null;
  const sha256 = (bytes: SqlValue) =>
    createHash('sha256')
      .update(bytes as Uint8Array)
      .digest('hex');
  return answering('the front', [
    [/hp_cluster'\) is not null/, () => [{ there: cluster !== undefined }]],
    [/get_cluster_version\(text\)'\)\) as told/, () => [{ there: false, told: null }]],
    [
      /^select \* from hashplane.hp_cluster/,
      ([name]) => (cluster?.name === name ? [cluster as SqlRow] : []),
    ],
    [
      /^insert into hashplane.hp_cluster/,
      ([name, bits, substrings, id_type, partitions, most_radius, paying_radius]) => {
        const codes = { bits, substrings, id_type };
        const radii = { most_radius, paying_radius };
        cluster = { id: 1, version: 1, name, ...codes, ...radii, partitions, sha256: null };
        return [{ id: 1 }];
      },
    ],
    [
      /^insert into hashplane.hp_partition/,
      ([, number, , url]) => {
        map.push({ number, url });
        return [];
      },
    ],
    [/^select number, url/, () => map],
    [/encode\(sha256\(\$1/, ([bytes]) => [{ sha256: sha256(bytes) }]],
    [
      /_save_hasher\(\$1/,
      ([, bytes]) => {
        model = bytes;
        return [];
      },
    ],
    [
      /^update hashplane.hp_cluster set sha256/,
      ([digest]) => {
        cluster = { ...cluster, sha256: digest };
        return [];
      },
    ],
    [/_load_hasher\(\$1/, () => [{ model, sha256: sha256(model) }]],
    [/returning version - 1/, () => [{ old: 1 }]],
    [/_(add|remove)\(\$1/, ([ids]) => [{ n: (ids as string[]).length }]],
    [/_search\(\$1/, ([, k]) => neighbours(k as number)],
    [/_within\(\$1/, () => neighbours(IDS.length)],
    [/_analyse\(\)/, () => map.map(() => ({ n: 6 }))],
    [
      /_stats\(\)/,
      () =>
        map.map(({ number }) => {
          const bytes = { table_bytes: 8192, index_bytes: 8192 };
          return { partition: number, rows: 6, ...bytes };
        }),
    ],
  ]);
}

/** A cluster of two partitions, which keeps a hasher. */
async function fresh(): Promise<SqlCluster> {
  return SqlCluster.create(front(), {
    ...{ table: 'calls', hasher: hasher(), partitions: URLS, connect, expected: 100 },
  });
}

/** Made once: what is called with wrong arguments leaves it as it is. */
let kept: Promise<SqlCluster> | undefined;
function cluster(): Promise<SqlCluster> {
  kept ??= fresh();
  return kept;
}

const search = () => ({ k: 2, strategy: 'auto', partial: false, deadline: 100, signal: undefined });
const create = async (driver: never, options: never) => SqlCluster.create(driver, options);
const made = () => ({ table: 'calls', partitions: URLS, connect, id: 'bigint', expected: 100 });

/** Calls of clusters in the door of SQL; of their servers there is no more than what they answer. */
export const SQL_CLUSTER: Recipes = {
  SqlCluster: recipe(
    (driver, shape, row, parts) =>
      String(new SqlCluster(driver, { ...row, shape } as never, parts)),
    () => [
      connect(URLS[0]),
      SHAPE,
      { id: 1, version: 1, partitions: 2, paying: 1, sha256: null },
      { drivers: async () => connect(URLS[0]), kernels, hasher: hasher() },
    ],
  ),
  'SqlCluster() of another row': recipe(
    (driver, row) => new SqlCluster(driver, row, { drivers: async () => driver } as never),
    () => [connect(URLS[0]), { shape: SHAPE, id: 1, partitions: 2 }],
  ),
  'SqlCluster.create': recipe(create, () => [front(), { ...made(), bits: 4, substrings: 2 }], 1),
  'SqlCluster.create() with a hasher': recipe(
    create,
    () => [front(), { ...made(), hasher: hasher() }],
    1,
  ),
  'SqlCluster.open': recipe(
    async (driver, o) => SqlCluster.open(driver, o),
    () => [front(ROW), { table: 'calls', connect }],
    1,
  ),
  'SqlCluster#add': recipe(
    async (...a) => (await cluster()).add(...(a as [never, never, never])),
    () => [IDS, codes(), { batch: 5, onProgress: () => {}, signal: undefined }],
    2,
  ),
  'SqlCluster#remove': recipe(
    async (ids) => (await cluster()).remove(ids),
    () => [[1, 2]],
  ),
  'SqlCluster#search': recipe(
    async (q, o) => (await cluster()).search(q, o),
    () => [codes().code(0), search()],
    1,
  ),
  'SqlCluster#search() within a radius': recipe(
    async (q, o) => (await cluster()).search(q, o),
    () => [[1, 2, 3], { radius: 2 }],
    1,
  ),
  'SqlCluster#search() of partitions': recipe(
    async (q, o) => (await cluster()).search(q, o),
    () => [codes().code(0), { ...search(), partial: true }],
    1,
  ),
  'SqlCluster#searchBatch': recipe(
    async (q, o) => (await cluster()).searchBatch(q, o),
    () => [codes(), search()],
    1,
  ),
  'SqlCluster#stats': recipe(async () => (await cluster()).stats()),
  'SqlCluster#analyse': recipe(async () => (await cluster()).analyse()),
  'SqlCluster#move': recipe(
    async (...a) => (await fresh()).move(...(a as [never, never, never])),
    () => [1, 'postgres://c/codes', { onProgress: () => {}, signal: undefined }],
    2,
  ),
  'SqlCluster#hasher': recipe(
    async (k) => (await cluster()).hasher(k),
    () => [kernels],
  ),
  'SqlCluster#drop': recipe(async () => (await fresh()).drop()),
  'SqlCluster#toString': recipe(async () => String(await cluster())),
};
