import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as door from '../../../src/doors/data.ts';
import { HashIndex } from '../../../src/doors/index.ts';
import * as node from '../../../src/doors/node.ts';
import { SCRIPT } from '../pools.ts';
import { hasher, kernels, points, type Recipes, recipe, rows } from './recipe.ts';

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/files/${name}`, import.meta.url));
const file = (name: string) => new Uint8Array(readFileSync(pathOf(name)));
const array = () => door.readNpy(file('npy-f4.npy'));
const tensors = () =>
  new Map([['x', { shape: [2], dtype: 'float32', values: Float32Array.of(1, 2) }]]);

/** All of `hashplane/data`. */
export const DATA: Recipes = {
  toMatrix: recipe(door.toMatrix, () => [{ ...array() }, 'name']),
  toLabels: recipe(door.toLabels, () => [{ ...door.readIdx(file('tiny-idx1-ubyte')) }, 'name']),
  readCifar10: recipe(door.readCifar10, () => [[file('tiny-cifar10.bin')]]),
  readCifar10Tar: recipe(door.readCifar10Tar, () => [file('tiny-cifar10.bin')]),
  readIdx: recipe(door.readIdx, () => [file('tiny-idx1-ubyte')]),
  readFaissBinary: recipe(door.readFaissBinary, () => [file('codes.faiss')]),
  toHashCodes: recipe(door.toHashCodes, () => [
    { ...door.readNpy(file('codes-ubinary.npy')) },
    { order: 'big', offset: 0, bits: 64 },
    'name',
  ]),
  readVecs: recipe(door.readVecs, () => [file('tiny.fvecs'), 'fvecs']),
  readContents: recipe(
    door.readContents,
    () => [
      file('table.csv'),
      {
        name: 'table.csv',
        maxBytes: 1e6,
        header: undefined,
        labelColumn: undefined,
        pointsColumn: undefined,
        missing: 'error',
        readLabels: true,
        onWarning: () => {},
      },
    ],
    1,
  ),
  readDataset: recipe(
    door.readDataset,
    () => [
      file('npy-f4.npy'),
      {
        name: 'x.npy',
        labels: undefined,
        labelsName: 'y',
        classNames: undefined,
        array: undefined,
        labelColumn: undefined,
        header: undefined,
        missing: 'error',
        maxBytes: 1e6,
      },
    ],
    1,
  ),
  splitDataset: recipe(door.splitDataset, () => [10, { queries: 2, train: 0.5, seed: 1 }], 1),
  trainTestSplit: recipe(door.trainTestSplit, () => [10, 0.5, 1]),
  detectFormat: recipe(door.detectFormat, () => [file('table.csv'), 'table.csv', 100]),
  listMat4: recipe(door.listMat4, () => [file('v4-double.mat'), 1e6]),
  listMat5: recipe(door.listMat5, () => [file('v5-double-plain.mat'), 1e6]),
  readMat5: recipe(door.readMat5, () => [file('v5-double-plain.mat'), { names: ['X'] }], 1),
  listMat73: recipe(door.listMat73, () => [file('v73.mat'), 1e6]),
  readNpy: recipe(door.readNpy, () => [file('npy-f4.npy')]),
  listNpz: recipe(door.listNpz, () => [file('pair.npz'), 1e6]),
  readSafetensors: recipe(door.readSafetensors, () => [file('pair.safetensors')]),
  writeSafetensors: recipe(door.writeSafetensors, () => [tensors(), new Map([['a', 'b']])]),
  columnMeans: recipe(door.columnMeans, () => [kernels, rows()]),
  normaliseAndCentre: recipe(door.normaliseAndCentre, () => [kernels, rows()]),
  normaliseRows: recipe(door.normaliseRows, () => [kernels, rows()]),
  subtractMean: recipe(door.subtractMean, () => [kernels, rows(), [1, 2, 3]]),
};

const folder = mkdtempSync(join(tmpdir(), 'hashplane-calls-'));
const indexPath = join(folder, 'a.hpi');
const index = () => HashIndex.create({ kernels, hasher: hasher() });
const filled = () => {
  const made = index();
  made.add(points);
  return made;
};
await node.saveIndexFile(indexPath, filled());
const documents = () => [{ year: 1 }, null];
let added = 100;
/** Those of every call are new. */
const newIds = () => [added++, added++];

/** All of `hashplane/node`. */
export const NODE: Recipes = {
  saveIndexFile: recipe(node.saveIndexFile, () => [join(folder, 'b.hpi'), index()]),
  loadIndexFile: recipe(
    node.loadIndexFile,
    () => [indexPath, { kernels, loadHasher: undefined }],
    1,
  ),
  openIndexFile: recipe(
    node.openIndexFile,
    () => [
      join(folder, 'open.hpi'),
      { kernels, loadHasher: undefined, onWarning: () => {}, create: { metric: 'dot' } },
    ],
    1,
  ),
  addToIndexFile: recipe(node.addToIndexFile, () => [indexPath, rows(), newIds(), documents()]),
  upsertInIndexFile: recipe(node.upsertInIndexFile, () => [
    indexPath,
    rows(),
    ['a', 'b'],
    documents(),
  ]),
  removeFromIndexFile: recipe(node.removeFromIndexFile, () => [indexPath, ['a']]),
  foldIndexFile: recipe(
    node.foldIndexFile,
    () => [indexPath, { kernels, loadHasher: undefined, onWarning: () => {} }],
    1,
  ),
  readContentsFile: recipe(
    node.readContentsFile,
    () => [pathOf('table.csv'), { header: undefined }],
    1,
  ),
  readDatasetFile: recipe(
    node.readDatasetFile,
    () => [pathOf('npy-f4.npy'), { labels: undefined, missing: 'error', classNames: undefined }],
    1,
  ),
  readFileBytes: recipe(node.readFileBytes, () => [pathOf('table.csv')]),
  openRowStream: recipe(
    node.openRowStream,
    () => [pathOf('table.csv'), { array: undefined, missing: 'error' }],
    1,
  ),
  createThreadPool: recipe(
    node.createThreadPool,
    () => [{ threads: 1, worker: SCRIPT, backend: 'typescript' }],
    0,
  ),
  writeFileAtomic: recipe(node.writeFileAtomic, () => [join(folder, 'c'), 'text']),
};
