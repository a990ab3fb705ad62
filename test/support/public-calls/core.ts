import { Worker } from 'node:worker_threads';
import * as door from '../../../src/doors/index.ts';
import { INDEX_SCRIPT } from '../index-workers.ts';
import { SCRIPT } from '../pools.ts';
import { QUANTISED } from './quantised.ts';
import {
  bits,
  codes,
  grh,
  hasher,
  kernels,
  labels,
  learnedStream,
  matrix,
  points,
  type Recipes,
  recipe,
  rows,
  streaming,
  vector,
} from './recipe.ts';

const index = () => {
  const made = door.HashIndex.create({ kernels, hasher: hasher(), onWarning: () => {} });
  made.add(points);
  return made;
};
const stale = () => {
  const made = index();
  made.adoptHasher(hasher());
  return made;
};
const table = () => new door.HashTable(kernels, codes());
const tables = () => new door.MultiTable(kernels, [codes(), codes()]);
const exact = () => new door.ExactSearch(kernels, points);
const hamming = () => new door.HammingSearch(kernels, codes());
const code = () => codes().code(0);
const projections = () => hasher().projections([vector()]).row(0);
const fitArgs = () => [points, labels, { onProgress: () => {}, signal: undefined }];
const hasherOptions = () => ({ kernels, bits, seed: 1, normalise: true, centre: false });
const loading = () => ({ kernels, loadHasher: door.loadHasher });
const worker = () => () => new Worker(SCRIPT);

const rotations = () => new door.RandomRotations(hasherOptions());

const HASHERS: Recipes = {
  RandomHyperplanes: recipe(
    (o) => new door.RandomHyperplanes(o),
    () => [hasherOptions()],
    0,
  ),
  'RandomHyperplanes#fit': recipe((...a) => hasher().fit(...(a as [never])), fitArgs, 2),
  'RandomHyperplanes#fitSync': recipe(
    (p) => hasher().fitSync(p),
    () => [rows()],
  ),
  'RandomHyperplanes#fitBatches': recipe(
    (b, o) => hasher().fitBatches(b, o),
    () => [[matrix(), rows()], { signal: undefined }],
    1,
  ),
  RandomRotations: recipe(
    (o) => new door.RandomRotations(o),
    () => [hasherOptions()],
    0,
  ),
  'RandomRotations#fit': recipe((...a) => rotations().fit(...(a as [never])), fitArgs, 2),
  'RandomRotations#fitSync': recipe(
    (p) => rotations().fitSync(p),
    () => [rows()],
  ),
  'RandomRotations#fitBatches': recipe(
    (b, o) => rotations().fitBatches(b, o),
    () => [[matrix(), rows()], { signal: undefined }],
    1,
  ),
  GraphRegularisedHashing: recipe(
    (o) => new door.GraphRegularisedHashing(o),
    () => [{ ...hasherOptions(), iterations: 1, alpha: 1, rule: 'paper', featureMap: undefined }],
    0,
  ),
  'GraphRegularisedHashing#fit': recipe(
    (...a) => grh().fit(...(a as [never, never])),
    () => {
      const [points, labels, options] = fitArgs();
      return [points, labels, { ...(options as object), onIteration: () => {} }];
    },
    2,
  ),
  'GraphRegularisedHashing#partialFit': recipe(
    (...a) => streaming().partialFit(...(a as [never, never])),
    () => [points, labels, {}],
    2,
  ),
  'StreamingHasher#partialFit': recipe(
    (...a) => streaming().partialFit(...(a as [never, never])),
    () => [points, labels],
  ),
  'StreamingHasher#catchUp': recipe(() => learnedStream().catchUp()),
  'StreamingHasher#dispose': recipe(() => learnedStream().dispose()),
  'StreamingHasher#frozen': recipe(() => learnedStream().frozen()),
  'StreamingHasher#save': recipe(
    (o) => learnedStream().save(o),
    () => [{ state: true }],
    0,
  ),
  FittedHasher: recipe(
    (...a) => new door.FittedHasher(...(a as [never, never])),
    () => [kernels, { ...modelOf() }, { method: 'lsh', settings: {}, training: {} }],
  ),
  'HyperplaneHasher#encode': recipe(
    (p) => hasher().encode(p),
    () => [rows()],
  ),
  'HyperplaneHasher#projections': recipe(
    (p) => hasher().projections(p),
    () => [rows()],
  ),
  'HyperplaneHasher#save': recipe(() => hasher().save()),
  'HyperplaneHasher#dispose': recipe(() => hasher().dispose()),
  'RotatedHasher#save': recipe(() => rotations().fitSync(points).save()),
  'RotatedHasher#dispose': recipe(() => rotations().fitSync(points).dispose()),
  loadHasher: recipe(door.loadHasher, () => [kernels, hasher().save()]),
  describeHasher: recipe(door.describeHasher, () => [hasher().save()]),
};

function modelOf() {
  const { hyperplanes, offsets, mean, normalise, featureMap } = hasher();
  return { bits, hyperplanes, offsets, mean, normalise, featureMap };
}

const SEARCHES: Recipes = {
  ExactSearch: recipe(
    (...a) => new door.ExactSearch(...(a as [never, never])),
    () => [kernels, rows(), 'dot'],
  ),
  'ExactSearch#nearest': recipe(
    (...a) => exact().nearest(...(a as [never, never])),
    () => [[1, 2, 3], 2, [0, 1]],
  ),
  'ExactSearch#nearestBatch': recipe(
    (q, k) => exact().nearestBatch(q, k),
    () => [rows(), 2],
  ),
  'ExactSearch#dispose': recipe(() => exact().dispose()),
  HammingSearch: recipe(
    (...a) => new door.HammingSearch(...(a as [never, never])),
    () => [kernels, codes(), { strategy: 'scan', substrings: 1 }],
    2,
  ),
  'HammingSearch#nearest': recipe(
    (q, k) => hamming().nearest(q, k),
    () => [codes(), 2],
  ),
  'HammingSearch#within': recipe(
    (c, r) => hamming().within(c, r),
    () => [code(), 1],
  ),
  'HammingSearch#dispose': recipe(() => hamming().dispose()),
  HashTable: recipe(
    (k, c) => new door.HashTable(k, c),
    () => [kernels, codes()],
  ),
  'HashTable#buckets': recipe(() => [...table().buckets()]),
  'HashTable#search': recipe(
    (c, o) => table().search(c, o),
    () => [code(), { radius: 1, strategy: 'scan' }],
    1,
  ),
  'HashTable#probe': recipe(
    (c, p, o) => table().probe(c, p, o),
    () => [code(), projections(), { probes: 2, candidates: 3, norms: [1, 1, 1, 1] }],
    2,
  ),
  'HashTable#bucketsByScore': recipe(() => {}),
  'HashTable#dispose': recipe(() => table().dispose()),
  MultiTable: recipe(
    (k, c) => new door.MultiTable(k, c),
    () => [kernels, [codes(), codes()]],
  ),
  'MultiTable#search': recipe(
    (c, o) => tables().search(c, o),
    () => [[code(), code()], { radius: 1 }],
    1,
  ),
  'MultiTable#probe': recipe(
    (c, p, o) => tables().probe(c, p, o),
    () => [[code(), code()], [projections(), projections()], { probes: 2, norms: undefined }],
    2,
  ),
  'MultiTable#dispose': recipe(() => tables().dispose()),
};

const INDEX: Recipes = {
  HashIndex: recipe(
    (o) => new door.HashIndex(o),
    () => [{ kernels, hasher: hasher() }],
    0,
  ),
  'HashIndex.create': recipe(
    (o) => {
      door.HashIndex.create(o).add(points);
      const { codes, bitsPerDimension, bits, seed, ...hashed } = o;
      door.HashIndex.create({ ...hashed, hasher: hasher() }).add(points);
    },
    () => [
      {
        ...{ kernels, codes: 'estimated', bitsPerDimension: 2, bits: 64, seed: 3 },
        ...{ metric: 'dot', keepVectors: 'int8', onWarning: () => {} },
      },
    ],
    0,
  ),
  'HashIndex.load': recipe(
    (b, o) => door.HashIndex.load(b, o),
    () => [index().save(), loading()],
    1,
  ),
  'ReadableIndex#has': recipe(
    (id) => index().has(id),
    () => [1],
  ),
  'ReadableIndex#ids': recipe(() => index().ids()),
  'ReadableIndex#get': recipe(
    (id) => index().get(id),
    () => [1],
  ),
  'ReadableIndex#documents': recipe(() => index().documents()),
  'ChangeableIndex#add': recipe(
    (v, ids, documents) => index().add(v, ids, documents),
    () => [rows(), ['a', 'b'], [{ year: 1, tags: ['x'] }, null]],
  ),
  'ChangeableIndex#upsert': recipe(
    (v, ids, documents) => index().upsert(v, ids, documents),
    () => [rows(), ['a', 1], [{ year: 1, tags: ['x'] }, null]],
  ),
  'ChangeableIndex#remove': recipe(
    (ids) => index().remove(ids),
    () => [[1]],
  ),
  'SearchableIndex#search': recipe(
    (q, o) => index().search(q, o),
    () => [
      [1, 2, 3],
      {
        ...{ k: 2, candidates: 3, radius: undefined, probes: undefined, filter: () => true },
        where: { year: { gte: 2020 }, or: [{ a: 'x' }] },
      },
    ],
    1,
  ),
  'SearchableIndex#searchBatch': recipe(
    (q, o) => index().searchBatch(q, o),
    () => [
      rows(),
      { k: 2, where: { a: 1 }, filter: () => true, executor: undefined, onProgress: () => {} },
    ],
    1,
  ),
  'HashIndex#rehash': recipe(
    (h) => index().rehash(h),
    () => [hasher()],
  ),
  'HashIndex#adoptHasher': recipe(
    (h) => index().adoptHasher(h),
    () => [hasher()],
  ),
  'HashIndex#recode': recipe(
    (o) => stale().recode(o),
    () => [{ entries: 1, onProgress: () => {}, signal: undefined }],
    0,
  ),
  'ReadableIndex#buckets': recipe(
    (t) => index().buckets(t),
    () => [0],
  ),
  'ChangeableIndex#save': recipe(() => index().save()),
  'ReadableIndex#toString': recipe(() => index().toString()),
  'ChangeableIndex#dispose': recipe(() => index().dispose()),
  describeIndex: recipe(door.describeIndex, () => [index().save()]),
  saveToIndexedDB: recipe(door.saveToIndexedDB, () => ['name', index(), { database: 'd' }], 2),
  loadFromIndexedDB: recipe(door.loadFromIndexedDB, () => [
    'name',
    { ...loading(), database: 'd' },
  ]),
  deleteFromIndexedDB: recipe(door.deleteFromIndexedDB, () => ['name', { database: 'd' }], 1),
  saveToOpfs: recipe(door.saveToOpfs, () => ['name', index(), { directory: 'd' }], 2),
  loadFromOpfs: recipe(door.loadFromOpfs, () => ['name', { ...loading(), directory: 'd' }]),
  deleteFromOpfs: recipe(door.deleteFromOpfs, () => ['name', { directory: 'd' }], 1),
};

/** All of `hashplane`. */
export const CORE: Recipes = {
  ...HASHERS,
  ...SEARCHES,
  ...INDEX,
  ...QUANTISED,
  Matrix: recipe(
    (...a) => new door.Matrix(...(a as [never, never, never])),
    () => [vector(), 1, 3],
  ),
  'Matrix.from': recipe(
    (r) => door.Matrix.from(r),
    () => [rows()],
  ),
  'Matrix#row': recipe(
    (i) => matrix().row(i),
    () => [1],
  ),
  'Matrix#toString': recipe(() => matrix().toString()),
  'Matrix#slice': recipe(
    (a, b) => matrix().slice(a, b),
    () => [0, 1],
  ),
  'Matrix#selectRows': recipe(
    (i) => matrix().selectRows(i),
    () => [[0, 1]],
  ),
  HashCodes: recipe(
    (...a) => new door.HashCodes(...(a as [never, never, never])),
    () => [Uint32Array.of(1), 1, 4],
  ),
  'HashCodes.fromBytes': recipe(
    (...a) => door.HashCodes.fromBytes(...(a as [never, never])),
    () => [[1, 2], 4, { order: 'big', offset: 0 }],
    2,
  ),
  'HashCodes#toString': recipe(() => codes().toString()),
  'HashCodes#code': recipe(
    (i) => codes().code(i),
    () => [1],
  ),
  'HashCodes#bit': recipe(
    (i, b) => codes().bit(i, b),
    () => [1, 1],
  ),
  'HashCodes#bucketIndex': recipe(
    (i) => codes().bucketIndex(i),
    () => [1],
  ),
  'HashCodes#toSigns': recipe(() => codes().toSigns()),
  'HashCodes#toBytes': recipe(
    (o) => codes().toBytes(o),
    () => ['big'],
  ),
  'HashCodes#select': recipe(
    (i) => codes().select(i),
    () => [[1, 0]],
  ),
  hammingDistance: recipe(door.hammingDistance, () => [code(), code()]),
  RandomState: recipe(
    (s) => new door.RandomState(s),
    () => [1],
  ),
  'RandomState#randomSample': recipe(() => new door.RandomState(1).randomSample()),
  'RandomState#randn': recipe(() => new door.RandomState(1).randn()),
  'RandomState#fillNormal': recipe(
    (t) => new door.RandomState(1).fillNormal(t),
    () => [vector()],
  ),
  'RandomState#randint': recipe(
    (a, b) => new door.RandomState(1).randint(a, b),
    () => [0, 5],
  ),
  'RandomState#permutation': recipe(
    (n) => new door.RandomState(1).permutation(n),
    () => [5],
  ),
  hasRelaxedSimd: recipe(door.hasRelaxedSimd, () => []),
  createKernels: recipe(
    door.createKernels,
    () => [{ backend: 'typescript', onFallback: () => {}, wasm: undefined }],
    0,
  ),
  createKernelsSync: recipe(
    door.createKernelsSync,
    () => [{ backend: 'typescript', onFallback: () => {} }],
    0,
  ),
  openIndexWorker: recipe(
    door.openIndexWorker,
    () => [
      {
        worker: () => new Worker(INDEX_SCRIPT),
        source: undefined,
        options: { metric: 'dot', onWarning: () => {} },
        onProgress: () => {},
        signal: undefined,
      },
    ],
    0,
  ),
  createPool: recipe(
    door.createPool,
    () => [{ worker: worker(), threads: 1, backend: 'typescript', shareMemory: false }],
    0,
  ),
};
