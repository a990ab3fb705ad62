// The only file that imports @assemblyscript/loader. The loader is deprecated upstream, but works
// with the stub runtime: all it is asked for is an instance from bytes or from a compiled module.
import { instantiateSync } from '@assemblyscript/loader';
import { BackendError } from '../../core/errors.ts';
import { LinearMemory } from './memory.ts';

/** What every compiled module exports. */
export interface ModuleExports extends Record<string, unknown> {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  usesSimd(): number;
}

/** The functions that the modules of `Kernels` export; pointers are byte addresses. */
export interface WasmExports extends ModuleExports {
  encode(
    points: number,
    rows: number,
    dimensions: number,
    packed: number,
    bits: number,
    codes: number,
    stride: number,
  ): void;
  project(
    points: number,
    rows: number,
    dimensions: number,
    packed: number,
    bits: number,
    out: number,
  ): void;
  distances(
    query: number,
    queryNorm: number,
    metric: number,
    vectors: number,
    norms: number,
    stride: number,
    ids: number,
    count: number,
    out: number,
  ): void;
  norms(vectors: number, rows: number, stride: number, out: number): void;
  packQueries(queries: number, count: number, stride: number, packed: number): void;
  nearestBatch(
    packed: number,
    queryNorms: number,
    queries: number,
    metric: number,
    vectors: number,
    norms: number,
    rows: number,
    stride: number,
    k: number,
    heaps: number,
    worst: number,
  ): void;
  blockCodes(bits: number): number;
  blockBytes(bits: number): number;
  storeCodes(words: number, count: number, bits: number, blocks: number): void;
  storeQuery(words: number, bits: number, query: number): void;
  scanCodes(
    codes: number,
    bits: number,
    first: number,
    end: number,
    states: number,
    queries: number,
  ): void;
  ranked(state: number, positions: number, distances: number): void;
  listed(state: number, positions: number, distances: number): void;
  addHistograms(
    codes: number,
    bits: number,
    first: number,
    end: number,
    query: number,
    queries: number,
    queryLabels: number,
    labels: number,
    lanes: number,
  ): void;
  probe(
    query: number,
    bits: number,
    radius: number,
    slots: number,
    slotMask: number,
    bitmap: number,
    bitmapShift: number,
    codes: number,
    positions: number,
    perRadius: number,
  ): number;
  normaliseRows(points: number, rows: number, cols: number, out: number): void;
  addColumnSums(points: number, rows: number, cols: number, sums: number): void;
  subtractRow(points: number, rows: number, cols: number, offset: number, out: number): void;
}

/** One instance of a compiled module and the owner of its memory. */
export interface WasmInstance<Exports extends ModuleExports = WasmExports> {
  readonly kernels: Exports;
  readonly memory: LinearMemory;
}

/**
 * Instantiates a compiled module; its own memory, nothing shared.
 *
 * @param marker - a function that tells the module from those of other kernels.
 * @throws BackendError if the module is not one of this library's.
 */
export function instantiate<Exports extends ModuleExports = WasmExports>(
  module: WebAssembly.Module,
  marker?: keyof Exports & string,
): WasmInstance<Exports> {
  const names = new Set(WebAssembly.Module.exports(module).map((entry) => entry.name));
  const wanted = ['memory', 'heapBase', 'usesSimd', ...(marker ? [marker] : [])];
  const isOurs = wanted.every((name) => names.has(name));
  if (!isOurs || WebAssembly.Module.imports(module).length > 0) {
    throw new BackendError('the given WebAssembly module is not one of this version of hashplane');
  }
  const { exports } = instantiateSync<Exports>(module, {});
  return { kernels: exports, memory: new LinearMemory(exports.memory, exports.heapBase()) };
}
