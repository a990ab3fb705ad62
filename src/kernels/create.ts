import { refuse } from '../core/checks.ts';
import { BackendError, InvalidArgumentError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { BACKENDS, type BackendName, type Kernels } from './api.ts';
import { TypeScriptKernels } from './base/typescript/kernels.ts';
import { WasmKernels } from './base/wasm/kernels.ts';
import { hasSimd, moduleBytes } from './base/wasm/modules.ts';
import { type CompiledModule, compileSource, type WasmSource } from './runtime/source.ts';

/** Options of `createKernelsSync`. */
export interface CreateKernelsSyncOptions {
  /**
   * `auto` (default) takes the first backend that runs here: SIMD, then scalar WebAssembly, then
   * TypeScript. A named backend throws where it can't run.
   */
  readonly backend?: 'auto' | BackendName | undefined;
  /** Told the reason when `auto` has to do without WebAssembly. Default: console.warn. */
  readonly onFallback?: ((reason: string) => void) | undefined;
}

/** Options of `createKernels`. */
export interface CreateKernelsOptions extends CreateKernelsSyncOptions {
  /**
   * Where the compiled module comes from, for hosts that stream it: `hashplane/wasm/simd.wasm` or
   * `hashplane/wasm/scalar.wasm`. Default: the bytes that are part of the library.
   */
  readonly wasm?: WasmSource | undefined;
}

/**
 * Starts a compute backend. Nothing to configure: the compiled modules are part of the library.
 * Nothing is kept between calls; a call that failed can be repeated.
 *
 * @throws BackendError if a named backend can't run here, or if `wasm` can't be fetched or is no
 *   module of this library.
 * @throws InvalidArgumentError for a backend that doesn't exist, and if `wasm` is no source.
 */
export async function createKernels(options: CreateKernelsOptions = {}): Promise<Kernels> {
  checkOptions('createKernels', options, { backend: 1, onFallback: 1, wasm: 1 });
  return (await startBackend(options)).kernels;
}

/** A backend that runs, and the module from which more instances of it start at once. */
export interface StartedBackend {
  readonly kernels: Kernels;
  /** Null for the backend 'typescript'. */
  readonly module: CompiledModule | null;
}

/** `createKernels` for those who start more instances, in workers. */
export async function startBackend(options: CreateKernelsOptions): Promise<StartedBackend> {
  const { wanted, candidates } = plan(options);
  let cause: unknown;
  for (const name of candidates) {
    if (name === 'typescript') return { kernels: fallBack(options, wanted, cause), module: null };
    try {
      const module = await compileSource(options.wasm ?? moduleBytes(name));
      const kernels = new WasmKernels(module);
      if (wanted === 'auto' || kernels.name === wanted) return { kernels, module };
      throw new BackendError(`the given module is the backend '${kernels.name}', not '${wanted}'`);
    } catch (error) {
      // A module that can't be fetched or is another one is a fault of the page, not of the host.
      if (error instanceof BackendError || error instanceof InvalidArgumentError) throw error;
      cause = error;
    }
  }
  throw cannotRun(wanted, cause);
}

/**
 * Like `createKernels`, at once: for workers, the command line and tests. Some browsers refuse to
 * compile modules of this size on their main thread; use the asynchronous form there.
 */
export function createKernelsSync(options: CreateKernelsSyncOptions = {}): Kernels {
  checkOptions('createKernelsSync', options, { backend: 1, onFallback: 1 });
  const { wanted, candidates } = plan(options);
  let cause: unknown;
  for (const name of candidates) {
    if (name === 'typescript') return fallBack(options, wanted, cause);
    try {
      return new WasmKernels(new WebAssembly.Module(moduleBytes(name)));
    } catch (error) {
      cause = error;
    }
  }
  throw cannotRun(wanted, cause);
}

/** The backends to try, in order. */
function plan(options: CreateKernelsOptions): {
  wanted: 'auto' | BackendName;
  candidates: readonly BackendName[];
} {
  const wanted = options.backend ?? 'auto';
  if (wanted !== 'auto' && !BACKENDS.includes(wanted)) {
    refuse('backend', `one of auto, ${BACKENDS.join(', ')}`, wanted);
  }
  if (wanted === 'wasm-simd' && !hasSimd()) {
    throw new BackendError("this engine has no WebAssembly SIMD: use the backend 'wasm' or 'auto'");
  }
  if (wanted !== 'auto') return { wanted, candidates: [wanted] };
  if (typeof WebAssembly !== 'object') return { wanted, candidates: ['typescript'] };
  // A given module is one module: there is no second one to try.
  if (options.wasm !== undefined) return { wanted, candidates: ['wasm', 'typescript'] };
  return { wanted, candidates: hasSimd() ? BACKENDS : BACKENDS.slice(1) };
}

function fallBack(
  options: CreateKernelsSyncOptions,
  wanted: 'auto' | BackendName,
  cause: unknown,
): Kernels {
  if (wanted === 'auto') {
    const reason = cause instanceof Error ? cause.message : 'this engine has no WebAssembly';
    const message = `hashplane runs without WebAssembly, several times slower: ${reason}`;
    if (options.onFallback) options.onFallback(message);
    // biome-ignore lint/suspicious/noConsole: the one warning that an app should see
    else console.warn(message);
  }
  return new TypeScriptKernels();
}

function cannotRun(wanted: string, cause: unknown): BackendError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BackendError(`the backend '${wanted}' can't run here: ${reason}`, { cause });
}
