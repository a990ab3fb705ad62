import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of the kernels for learning export. */
export type LearningExports = ExportsOf<typeof import('../../../build/wasm/learning.d.ts')>;

/** An instance of one of these modules. */
export type LearningInstance = WasmInstance<LearningExports>;
