// The only file that imports @assemblyscript/loader: it gives a module's exports the form that its
// sources have. Modules are compiled and instantiated by the engine itself.
import { demangle } from '@assemblyscript/loader';
import { BackendError } from '../../core/errors.ts';
import { LinearMemory } from './memory.ts';

/** What every compiled module exports. */
export interface ModuleExports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  usesSimd(): number;
}

/**
 * What a module exports, as the compiler declares it beside the module: `Module` is
 * `typeof import('.../build/wasm/<name>.d.ts')`. Pointers are byte addresses.
 */
export type ExportsOf<Module extends { instantiate(...given: never[]): Promise<ModuleExports> }> =
  Awaited<ReturnType<Module['instantiate']>>;

/** One instance of a compiled module and the owner of its memory. */
export interface WasmInstance<Exports extends ModuleExports> {
  readonly kernels: Exports;
  readonly memory: LinearMemory;
}

/**
 * Instantiates a compiled module; its own memory, nothing shared.
 *
 * @param marker - a function that tells the module from those of other kernels.
 * @throws BackendError if the module is not one of this library's.
 */
export function instantiate<Exports extends ModuleExports>(
  module: WebAssembly.Module,
  marker?: keyof Exports & string,
): WasmInstance<Exports> {
  const names = new Set(WebAssembly.Module.exports(module).map((entry) => entry.name));
  const wanted = ['memory', 'heapBase', 'usesSimd', ...(marker ? [marker] : [])];
  const isOurs = wanted.every((name) => names.has(name));
  if (!isOurs || WebAssembly.Module.imports(module).length > 0) {
    throw new BackendError('the given WebAssembly module is not one of this version of hashplane');
  }
  const kernels = demangle(new WebAssembly.Instance(module).exports) as unknown as Exports;
  return { kernels, memory: new LinearMemory(kernels.memory, kernels.heapBase()) };
}
