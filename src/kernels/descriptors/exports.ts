import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of descriptors export. */
export type DescriptorExports = ExportsOf<typeof import('../../../build/wasm/descriptors.d.ts')>;

/** An instance of one of these modules. */
export type DescriptorInstance = WasmInstance<DescriptorExports>;
