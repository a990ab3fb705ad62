import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Installed, installPacked, run } from './pack.ts';

const TSC = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
const NODE_TYPES = fileURLToPath(new URL('../../node_modules/@types/node', import.meta.url));

// Were a type `any`, the error that is expected would be missing, and that is an error too.
const PROGRAM = `
import {
  createKernels,
  createKernelsSync,
  createPool,
  GraphRegularisedHashing,
  type HashCodes,
  HashIndex,
  HashTable,
  type Id,
  type Kernels,
  Matrix,
  type Pool,
  RandomHyperplanes,
  type WasmSource,
} from 'hashplane';
import { type Dataset, readDataset } from 'hashplane/data';
import { hammingMeanAveragePrecision } from 'hashplane/evaluation';
import { type HyperplaneLearner, ridge, svmDualCoordinateDescent } from 'hashplane/learning';
// None of the packages whose databases it takes is installed.
import { pglite, SqlCodeStore, type SqlDriver } from 'hashplane/sql';

export async function search(source: WasmSource): Promise<Uint32Array> {
  const kernels: Kernels = await createKernels({ wasm: source });
  const points = Matrix.from([[1, 2], [3, 4]]);
  const hasher = new GraphRegularisedHashing({ kernels, bits: 16 });
  await hasher.fit(points, Int32Array.of(0, 1));
  const codes: HashCodes = hasher.encode(points);
  return new HashTable(kernels, codes).search(codes.code(0), { radius: 2 }).rows;
}
export const learners: HyperplaneLearner[] = [svmDualCoordinateDescent({ cost: 2 }), ridge()];
export async function measure(kernels: Kernels, bytes: Uint8Array): Promise<number | null> {
  const { points, labels }: Dataset = await readDataset(bytes, { name: 'points.npz' });
  const codes = new RandomHyperplanes({ kernels, bits: 8 }).fitSync(points).encode(points);
  return hammingMeanAveragePrecision(kernels, { codes, labels }, { codes, labels });
}
interface Book { title: string; year: number; tags: string[] }
export function books(kernels: Kernels, only: Set<Id> | null, year?: number): Book[] {
  const index = HashIndex.create<Book>({ kernels, metric: only ? 'dot' : undefined });
  index.add([[1, 2]], ['a'], [{ title: 'x', year: 2020, tags: ['y'] }]);
  const { neighbours } = index.search([1, 2], {
    where: year === undefined ? undefined : { year: { gte: year }, tags: { contains: 'y' } },
    filter: only ? (id) => only.has(id) : undefined,
  });
  return neighbours.flatMap(({ document }) => document ?? []);
}
export async function near(driver: SqlDriver, codes: HashCodes): Promise<number[]> {
  const store = await SqlCodeStore.open(driver, { table: 'photos' });
  const { neighbours } = await store.search(codes, { k: 3 });
  return neighbours.map(({ distance }) => distance);
}
// @ts-expect-error
pglite({ query: 1 });
// @ts-expect-error
HashIndex.create<Book>({ kernels: createKernelsSync() }).search([1], { where: { name: 'x' } });
// @ts-expect-error
HashIndex.create({ kernels: createKernelsSync() }).add([[1, 2, 3]], 'doc');
HashIndex.create({ kernels: createKernelsSync() }).add([[1, 2]], Float64Array.of(7));
// @ts-expect-error
HashIndex.create({ kernels: createKernelsSync() }).settle;
// @ts-expect-error
HashIndex.create({ kernels: createKernelsSync() }).addInSteps;
// @ts-expect-error
new HashIndex();
// @ts-expect-error
svmDualCoordinateDescent({ cost: 'high' });
// @ts-expect-error
readDataset('points.npz', {});
// @ts-expect-error
hammingMeanAveragePrecision(5);
// @ts-expect-error
new RandomHyperplanes({ kernels: createKernelsSync(), bits: '8' });
// @ts-expect-error
createKernels({ backend: 'webgpu' });
// @ts-expect-error
createKernels({ wasm: 5 });
`;

const IN_BROWSER = `${PROGRAM}
export const pool: Promise<Pool> = createPool({
  worker: () => new Worker(new URL('hashplane/worker', location.href), { type: 'module' }),
});
export const streamed = [
  search('/simd.wasm'), search(new URL('https://example.org/simd.wasm')), search(fetch('/simd.wasm')),
  search(new Uint8Array(8)), search(new ArrayBuffer(8)), search(new Response()),
  WebAssembly.compileStreaming(fetch('/simd.wasm')).then(search),
];
`;

const IN_NODE = `${PROGRAM}
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { createThreadPool, readDatasetFile } from 'hashplane/node';

export const pools: Promise<Pool>[] = [
  createThreadPool({ threads: 2 }),
  createPool({ worker: () => new Worker('worker.js') }),
];
export const read = async (file: string): Promise<Matrix> => (await readDatasetFile(file)).points;
export const loaded = async (file: string) => search(await readFile(file));
// @ts-expect-error
createThreadPool({ threads: 'many' });
`;

const DOORS_IN_BROWSERS = ['index', 'data', 'learning', 'evaluation'];

let installed: Installed;

beforeAll(async () => {
  installed = await installPacked();
});
afterAll(() => installed?.remove());

/** Type-checks a project of its own, the declarations of the package included. */
function check(
  name: string,
  sources: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = join(installed.folder, name);
  mkdirSync(folder);
  const compilerOptions = {
    target: 'es2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
    ...options,
  };
  const files = Object.keys(sources);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  for (const file of files) writeFileSync(join(folder, file), sources[file]!);
  if ((options.types as string[]).includes('node')) {
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(NODE_TYPES, join(folder, 'node_modules/@types/node'), 'junction');
  }
  return run(process.execPath, [TSC, '-p', 'tsconfig.json', '--listFiles'], folder);
}

test('types fit a browser program, which has no types of Node, under moduleResolution bundler', async () => {
  const files = await check(
    'bundler',
    { 'app.mts': IN_BROWSER, 'app.cts': IN_BROWSER },
    {
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
    },
  );
  for (const door of DOORS_IN_BROWSERS) expect(files).toContain(`build/types/doors/${door}.d.ts`);
  expect(files).not.toMatch(/@types/);
});

test('types fit ES modules and CommonJS in Node, under module nodenext', async () => {
  const files = await check(
    'nodenext',
    { 'app.mts': IN_NODE, 'app.cts': IN_NODE },
    { module: 'nodenext', lib: ['es2022', 'dom'], types: ['node'] },
  );
  for (const door of [...DOORS_IN_BROWSERS, 'node']) {
    expect(files).toContain(`build/types/doors/${door}.d.ts`);
  }
});

test('types fit ES modules without the types of browsers, under module node16, which knows no require of them', async () => {
  const { message }: Error = await check(
    'node16',
    { 'app.mts': IN_NODE, 'app.cts': IN_NODE },
    { module: 'node16', lib: ['es2022'], types: ['node'] },
  ).then(
    () => expect.unreachable('CommonJS passed'),
    (error) => error,
  );
  const errors = message.split('\n').filter((line) => line.includes(': error '));
  expect(errors).not.toEqual([]);
  // TS1479: CommonJS can't require an ES module, which is true of Node before 20.19.
  expect(errors.filter((line) => !/^app\.cts\(.*: error TS1479: /.test(line))).toEqual([]);
});

test('the message about a misspelt field of a document names the field', async () => {
  const program = `
import { HashIndex, type Kernels } from 'hashplane';
import type { IndexWorker } from 'hashplane';
interface Book { year: number }
export const here = (kernels: Kernels) =>
  HashIndex.create<Book>({ kernels }).search([1], { where: { yaer: 1 } });
export const there = (index: IndexWorker<Book>) => index.search([1], { where: { yaer: 1 } });
`;
  const { message }: Error = await check(
    'misspelt',
    { 'app.mts': program },
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], types: [] },
  ).then(
    () => expect.unreachable('it passed'),
    (error) => error,
  );
  // Once for each overload of each call that takes one query.
  expect(message.match(/'yaer' does not exist in type|did you mean to write 'year'/g)).toHaveLength(
    4,
  );
});
