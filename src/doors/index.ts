// `hashplane`: kernels, hashers, codes and search in them. Importing it does no work: no module is
// compiled, nothing is allocated.

export {
  BackendError,
  DisposedError,
  type ErrorCode,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
  MemoryError,
} from '../core/errors.ts';
export type {
  DistanceHistograms,
  Executor,
  ExecutorOptions,
  HyperplaneModel,
  LabelledCodes,
  NearestCodes,
  NearestOptions,
  NearestRows,
} from '../core/executor.ts';
export type { BytesLike, VectorLike } from '../core/given.ts';
export {
  type BitOrder,
  type CodeBytesOptions,
  HashCodes,
  hammingDistance,
  MAX_BITS,
} from '../core/hash-codes.ts';
export type { Hasher } from '../core/hasher.ts';
export { Matrix, type MatrixLike } from '../core/matrix.ts';
export { RandomState } from '../core/random/random-state.ts';
export type { RotationModel } from '../core/rotation.ts';
export { BACKENDS, type BackendName, type Kernels, METRICS, type Metric } from '../kernels/api.ts';
export {
  type CreateKernelsOptions,
  type CreateKernelsSyncOptions,
  createKernels,
  createKernelsSync,
} from '../kernels/create.ts';
export { BITS_PER_DIMENSION, type BitsPerDimension } from '../kernels/quantised/api.ts';
export { hasRelaxedSimd } from '../kernels/runtime/relaxed-simd.ts';
export type { WasmSource } from '../kernels/runtime/source.ts';
export type { BitConvergence, Convergence } from '../learners/convergence.ts';
export { describeHasher, type HasherSummary } from '../models/describe-hasher.ts';
export type {
  FitOptions,
  FitProgress,
  FittableHasher,
  IterationSummary,
  IterativeFitOptions,
} from '../models/fit-options.ts';
export { FittedHasher, loadHasher } from '../models/fitted-hasher.ts';
export { GraphRegularisedHashing } from '../models/graph-regularised-hashing.ts';
export type { GraphRegularisedHashingOptions } from '../models/grh-options.ts';
export type { HasherDescription } from '../models/hasher-description.ts';
export type { HyperplaneHasherOptions } from '../models/hyperplane-hasher.ts';
export { RandomHyperplanes } from '../models/random-hyperplanes.ts';
export { RandomRotations } from '../models/random-rotations.ts';
export type { CodeChanges, StreamFactory, StreamUpdate } from '../models/streaming/stream.ts';
export type {
  StreamingHasherOptions,
  StreamSaveOptions,
} from '../models/streaming/streaming-hasher.ts';
export type { Labels, PartialLabels, Supervision } from '../models/supervision.ts';
export { ExactSearch, type ExactSearchOptions } from '../search/exact-search.ts';
export {
  type HammingNeighbours,
  HammingSearch,
  type HammingSearchOptions,
} from '../search/hamming-search.ts';
export { INDEX_STAGES, type IndexStage } from '../search/hash-index/arriving/stage.ts';
export type { ColumnKind } from '../search/hash-index/documents/column.ts';
export type {
  FieldCondition,
  FieldConditions,
  FieldOperand,
  IndexDocument,
  JsonValue,
  Where,
} from '../search/hash-index/documents/types.ts';
export { describeIndex, type IndexDescription } from '../search/hash-index/file/describe.ts';
export type { HashIndexLoadOptions } from '../search/hash-index/file/read.ts';
export type { IndexBucket } from '../search/hash-index/hamming/buckets.ts';
export { HashIndex } from '../search/hash-index/hash-index.ts';
export {
  deleteFromIndexedDB,
  type IndexedDbOptions,
  loadFromIndexedDB,
  saveToIndexedDB,
} from '../search/hash-index/indexed-db.ts';
export {
  deleteFromOpfs,
  loadFromOpfs,
  type OpfsOptions,
  saveToOpfs,
} from '../search/hash-index/opfs.ts';
export {
  CODE_FORMS,
  type CodeFormName,
  type DistanceName,
  type FieldStats,
  type HasherVersionStats,
  type HashIndexBatchOptions,
  type HashIndexOptions,
  type HashIndexResult,
  type HashIndexSearchOptions,
  type HashIndexStats,
  type Id,
  type IdFilter,
  type IdList,
  type Neighbour,
  type RecallPromise,
  VECTOR_FORMS,
  type VectorForm,
} from '../search/hash-index/types.ts';
export type { RecodeOptions } from '../search/hash-index/versions/recode.ts';
export {
  type Bucket,
  type Candidates,
  HashTable,
  type ProbeOptions,
  type RadiusSearchOptions,
} from '../search/hash-table.ts';
export type { HammingStrategy } from '../search/multi-index-cost.ts';
export { type MultiProbeOptions, MultiTable } from '../search/multi-table.ts';
export type { RadiusStrategy } from '../search/probe-cost.ts';
export type { ProbedCandidates } from '../search/probing/statistics.ts';
export { QuantisedSearch } from '../search/quantised/quantised-search.ts';
export type {
  EncodedState,
  EstimateOptions,
  QuantisedBytes,
  QuantisedNeighbours,
  QuantisedProgress,
  QuantisedQueryOptions,
  QuantisedSearchOptions,
  QuantisedState,
  QuantisedStateOptions,
  QuantisedWorkOptions,
  QuantiserOptions,
  QuantiserState,
} from '../search/quantised/types.ts';
export type { WorkerLike } from '../workers/endpoint.ts';
export { openIndexWorker } from '../workers/index-worker/open.ts';
export type {
  IndexProgress,
  IndexSource,
  IndexWorker,
  IndexWorkerOptions,
  IndexWorkerResult,
  IndexWorkerSearchOptions,
  KeptOrDownloaded,
  StoredIndex,
} from '../workers/index-worker/types.ts';
export { createPool, type Pool, type PoolOptions } from '../workers/pool.ts';
