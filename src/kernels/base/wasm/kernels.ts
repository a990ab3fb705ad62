import { BackendError } from '../../../core/errors.ts';
import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { KernelExtension, Kernels, Preparation } from '../../api.ts';
import { instantiate, type ModuleExports } from '../../runtime/instantiate.ts';
import type { LinearMemory } from '../../runtime/memory.ts';
import type { BaseExports, BaseInstance } from '../exports.ts';
import { WasmBuckets } from './buckets.ts';
import { WasmCodes } from './codes.ts';
import { addColumnSums, normaliseRows, subtractRow } from './preprocess.ts';
import { WasmProjector } from './projector.ts';
import { hasRelaxedSimd } from './relaxed-simd.ts';
import { WasmVectors } from './vectors.ts';

/** The WebAssembly backends: one adapter for the SIMD and the scalar module. */
export class WasmKernels implements Kernels {
  readonly name: 'wasm-simd' | 'wasm';
  readonly #wasm: BaseInstance;
  readonly #mayRelax: boolean;

  readonly #instances: { readonly memory: LinearMemory }[];
  readonly #modules: Map<string, WebAssembly.Module>;
  readonly #extended = new Map<string, object>();

  /**
   * @param modules - compiled modules of extensions, by name: others are compiled when asked for.
   * @param relaxedSimd - whether those may have relaxed SIMD, if this engine does.
   * @throws BackendError if `module` is not one of this library's.
   */
  constructor(
    module: WebAssembly.Module,
    modules?: Iterable<[string, WebAssembly.Module]>,
    relaxedSimd = true,
  ) {
    this.#wasm = instantiate<BaseExports>(module, 'encode');
    this.#instances = [this.#wasm];
    this.#modules = new Map(modules);
    this.name = this.#wasm.kernels.usesSimd() ? 'wasm-simd' : 'wasm';
    this.#mayRelax = relaxedSimd && this.name === 'wasm-simd';
  }

  get relaxedSimd(): boolean {
    return this.#mayRelax && hasRelaxedSimd();
  }
  get memoryBytes(): number {
    return this.#instances.reduce((sum, { memory }) => sum + memory.byteLength, 0);
  }

  createProjector(
    hyperplanes: Matrix,
    offsets: Float32Array | null = null,
    preparation: Preparation | null = null,
  ): WasmProjector {
    return new WasmProjector(this.#wasm, hyperplanes, offsets, preparation);
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
  extend<T extends object>(extension: KernelExtension<T>): T {
    let extended = this.#extended.get(extension.name) as T | undefined;
    if (!extended) {
      const instance = instantiate<ModuleExports>(this.moduleOf(extension));
      this.#instances.push(instance);
      extended = extension.webAssembly(instance);
      this.#extended.set(extension.name, extended);
    }
    return extended;
  }

  /** The compiled module of an extension, which is compiled once. */
  moduleOf(extension: KernelExtension<object>): WebAssembly.Module {
    let module = this.#modules.get(extension.name);
    if (!module) {
      const bytes =
        extension.relaxedModule && this.relaxedSimd
          ? extension.relaxedModule()
          : extension.module(this.name === 'wasm-simd');
      if (!bytes) throw new BackendError(`this worker was not given the module ${extension.name}`);
      module = compiled(extension.name, bytes);
      this.#modules.set(extension.name, module);
    }
    return module;
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
}

/** Hosts that take a module from the program alone, as Cloudflare Workers do, compile none. */
function compiled(name: string, bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      `the module ${name} can't be compiled here: use the backend 'typescript' (${reason})`,
      { cause },
    );
  }
}
