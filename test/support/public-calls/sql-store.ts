import { PGlite } from '@electric-sql/pglite';
import { pglite } from '../../../src/sql/adapters/pglite.ts';
import { Names } from '../../../src/sql/names.ts';
import { SqlCodeStore } from '../../../src/sql/store.ts';
import { codes, hasher, kernels, type Recipes, recipe } from './recipe.ts';

let database: Promise<PGlite> | undefined;
let stores = 0;

async function driver() {
  database ??= PGlite.create();
  return pglite(await database);
}

/** A store of twelve codes, made once: what is called with wrong arguments leaves it as it is. */
let kept: Promise<SqlCodeStore> | undefined;
async function store(): Promise<SqlCodeStore> {
  kept ??= fresh();
  return kept;
}

async function fresh(): Promise<SqlCodeStore> {
  const options = { table: `calls ${stores++}`, hasher: hasher(), columns: { year: 'int4' } };
  const made = await SqlCodeStore.create(await driver(), { ...options, kernels } as never);
  await made.add(IDS, codes());
  return made;
}

const IDS = Array.from({ length: 12 }, (_, i) => i);
const search = () => ({
  k: 2,
  filter: { sql: 'year is null' },
  strategy: 'auto',
  signal: undefined,
});

/** Calls of the store in the door of SQL. */
export const SQL_STORE: Recipes = {
  // What `create` and `open` give it; others get a refusal that names them.
  SqlCodeStore: recipe(
    async (names, active, o) =>
      String(new SqlCodeStore(await driver(), { names, active, ...o } as never)),
    () => [new Names('calls', undefined), { id: 1, bits: 8 }, { kernels, hasher: hasher() }],
  ),
  'SqlCodeStore() with other parts': recipe(
    async (d, parts) => new SqlCodeStore(d, parts),
    () => [{ name: 'none', query: async () => [], transaction: async () => [] }, {}],
  ),
  'SqlCodeStore.create': recipe(
    async (o) => SqlCodeStore.create(await driver(), o),
    () => [
      {
        ...{ table: `calls ${stores++}`, schema: undefined, bits: 8, id: 'bigint', columns: {} },
        ...{ substrings: 2, expected: 100, hnsw: false },
        vectors: { type: 'float4[]', dimensions: 3 },
      },
    ],
    0,
  ),
  'SqlCodeStore.open': recipe(
    async (o) => SqlCodeStore.open(await driver(), o),
    () => [{ table: 'calls 0', schema: undefined }],
    0,
  ),
  'SqlCodeStore#add': recipe(
    async (...a) => (await store()).add(...(a as [never, never, never])),
    () => [IDS, codes(), { columns: { year: IDS }, batch: 5, onProgress: () => {} }],
    2,
  ),
  'SqlCodeStore#remove': recipe(
    async (ids) => (await store()).remove(ids),
    () => [[99]],
  ),
  'SqlCodeStore#search': recipe(
    async (q, o) => (await store()).search(q, o),
    () => [codes().code(0), search()],
    1,
  ),
  'SqlCodeStore#searchBatch': recipe(
    async (q, o) => (await store()).searchBatch(q, o),
    () => [codes(), search()],
    1,
  ),
  'SqlCodeStore#explain': recipe(
    async (q, o) => (await store()).explain(q, o),
    () => [codes().code(0), search()],
    1,
  ),
  'SqlCodeStore#stats': recipe(async () => (await store()).stats()),
  'SqlCodeStore#analyse': recipe(async () => (await store()).analyse()),
  'SqlCodeStore#reindex': recipe(async () => (await fresh()).reindex()),
  'SqlCodeStore#prune': recipe(async () => (await store()).prune()),
  'SqlCodeStore#drop': recipe(async () => (await fresh()).drop()),
  'SqlCodeStore#hasher': recipe(
    async (k) => (await store()).hasher(k),
    () => [kernels],
  ),
  'SqlCodeStore#adopt': recipe(
    async (h, o) => (await store()).adopt(h, o),
    () => [hasher(), { from: (async function* () {})(), onProgress: () => {} }],
    1,
  ),
  'SqlCodeStore#toString': recipe(async () => String(await store())),
};
