import { show } from '../core/checks.ts';
import { BackendError, InvalidArgumentError } from '../core/errors.ts';
import { BACKENDS, type BackendName, type Kernels } from './api.ts';
import { TypeScriptKernels } from './typescript/kernels.ts';
import { WasmKernels } from './wasm/kernels.ts';
import { hasSimd, moduleBytes } from './wasm/modules.ts';

/** What `createKernels` is told. */
export interface CreateKernelsOptions {
  /**
   * `auto` (default) takes the first backend that runs here: SIMD, then scalar WebAssembly, then
   * TypeScript. A named backend throws where it can't run.
   */
  readonly backend?: 'auto' | BackendName;
  /** Called once with the reason when `auto` has to do without WebAssembly. Default: console.warn. */
  readonly onFallback?: (reason: string) => void;
}

/**
 * Starts a compute backend. Nothing to configure: the compiled modules are part of the package.
 *
 * @throws BackendError if a named backend can't run here.
 */
export async function createKernels(options: CreateKernelsOptions = {}): Promise<Kernels> {
  return choose(options, async (name) => {
    const module = await WebAssembly.compile(moduleBytes(name));
    return new WasmKernels(name, module);
  });
}

/**
 * Like `createKernels`, at once: for workers, the command line and tests. Browsers refuse to
 * compile large modules on their main thread; use the asynchronous form there.
 */
export function createKernelsSync(options: CreateKernelsOptions = {}): Kernels {
  const { wanted, candidates } = plan(options);
  let cause: unknown;
  for (const name of candidates) {
    if (name === 'typescript') return fallBack(options, wanted, cause);
    try {
      return new WasmKernels(name, new WebAssembly.Module(moduleBytes(name)));
    } catch (error) {
      cause = error;
      if (wanted !== 'auto') break;
    }
  }
  throw cannotRun(wanted, cause);
}

async function choose(
  options: CreateKernelsOptions,
  load: (name: 'wasm-simd' | 'wasm') => Promise<Kernels>,
): Promise<Kernels> {
  const { wanted, candidates } = plan(options);
  let cause: unknown;
  for (const name of candidates) {
    if (name === 'typescript') return fallBack(options, wanted, cause);
    try {
      return await load(name);
    } catch (error) {
      cause = error;
    }
  }
  throw cannotRun(wanted, cause);
}

function plan(options: CreateKernelsOptions): {
  wanted: 'auto' | BackendName;
  candidates: readonly BackendName[];
} {
  const wanted = options.backend ?? 'auto';
  if (wanted !== 'auto' && !BACKENDS.includes(wanted)) {
    throw new InvalidArgumentError(
      `backend must be one of auto, ${BACKENDS.join(', ')}, not ${show(wanted)}`,
    );
  }
  if (wanted === 'wasm-simd' && !hasSimd()) {
    throw new BackendError("this engine has no WebAssembly SIMD: use the backend 'wasm' or 'auto'");
  }
  if (wanted !== 'auto') return { wanted, candidates: [wanted] };
  return { wanted, candidates: hasSimd() ? BACKENDS : BACKENDS.slice(1) };
}

function fallBack(
  options: CreateKernelsOptions,
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
