import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { DualProblem, Kernels, PegasosProblem } from '../api.ts';
import { WasmBuckets } from './buckets.ts';
import { WasmCodes } from './codes.ts';
import { WasmDualCoordinateDescent } from './dual-coordinate-descent.ts';
import { addGroupSums, neighbourSums } from './graph.ts';
import { instantiate, type WasmInstance } from './instantiate.ts';
import { WasmPegasos } from './pegasos.ts';
import { addColumnSums, normaliseRows, subtractRow } from './preprocess.ts';
import { WasmProjector } from './projector.ts';
import { WasmVectors } from './vectors.ts';

/** The WebAssembly backends: one adapter for the SIMD and the scalar module. */
export class WasmKernels implements Kernels {
  readonly name: 'wasm-simd' | 'wasm';
  readonly #wasm: WasmInstance;

  /** @throws BackendError if `module` is not one of this library's. */
  constructor(module: WebAssembly.Module) {
    this.#wasm = instantiate(module);
    this.name = this.#wasm.kernels.usesSimd() ? 'wasm-simd' : 'wasm';
  }

  get memoryBytes(): number {
    return this.#wasm.memory.byteLength;
  }

  createProjector(hyperplanes: Matrix, offsets: Float32Array | null = null): WasmProjector {
    return new WasmProjector(this.#wasm, hyperplanes, offsets);
  }
  createVectors(points: Matrix): WasmVectors {
    return new WasmVectors(this.#wasm, points);
  }
  createCodes(codes: HashCodes): WasmCodes {
    return new WasmCodes(this.#wasm, codes);
  }
  createBuckets(codes: HashCodes): WasmBuckets {
    return new WasmBuckets(this.#wasm, codes);
  }
  createDualCoordinateDescent(problem: DualProblem): WasmDualCoordinateDescent {
    return new WasmDualCoordinateDescent(this.#wasm, problem);
  }
  createPegasos(problem: PegasosProblem): WasmPegasos {
    return new WasmPegasos(this.#wasm, problem);
  }
  normaliseRows(points: Float32Array, rows: number, cols: number, out: Float32Array): void {
    normaliseRows(this.#wasm, points, rows, cols, out);
  }
  addColumnSums(points: Float32Array, rows: number, cols: number, sums: Float64Array): void {
    addColumnSums(this.#wasm, points, rows, cols, sums);
  }
  subtractRow(
    points: Float32Array,
    rows: number,
    cols: number,
    offset: Float32Array,
    out: Float32Array,
  ): void {
    subtractRow(this.#wasm, points, rows, cols, offset, out);
  }
  addGroupSums(signs: Int8Array, bits: number, groups: Uint32Array, sums: Int32Array): void {
    addGroupSums(this.#wasm, signs, bits, groups, sums);
  }
  neighbourSums(
    offsets: Uint32Array,
    neighbours: Uint32Array,
    signs: Int8Array,
    bits: number,
    sums: Int32Array,
  ): void {
    neighbourSums(this.#wasm, offsets, neighbours, signs, bits, sums);
  }
}
