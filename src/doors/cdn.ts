// One file for `<script type="module">` from any static host: what a page needs, and the worker.
export {
  DisposedError,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
} from '../core/errors.ts';
export { HashCodes } from '../core/hash-codes.ts';
export { Matrix } from '../core/matrix.ts';
export { createKernels } from '../kernels/create.ts';
export { loadHasher } from '../models/fitted-hasher.ts';
export { GraphRegularisedHashing } from '../models/graph-regularised-hashing.ts';
export { RandomHyperplanes } from '../models/random-hyperplanes.ts';
export { RandomRotations } from '../models/random-rotations.ts';
export { ExactSearch } from '../search/exact-search.ts';
export { HammingSearch } from '../search/hamming-search.ts';
export { HashIndex } from '../search/hash-index/hash-index.ts';
export {
  deleteFromIndexedDB,
  loadFromIndexedDB,
  saveToIndexedDB,
} from '../search/hash-index/indexed-db.ts';
export { deleteFromOpfs, loadFromOpfs, saveToOpfs } from '../search/hash-index/opfs.ts';
export { openOwnIndexWorker as openIndexWorker } from '../workers/index-worker/own-file.ts';
export { serveIndex } from '../workers/index-worker/serve.ts';
