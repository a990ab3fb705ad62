import scalar from '../../../build/wasm/rotation-scalar.wasm';
import simd from '../../../build/wasm/rotation-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { RotationKernels } from './api.ts';
import type { RotationInstance } from './exports.ts';
import { TypeScriptRotation } from './typescript/rotation.ts';
import { WasmRotation } from './wasm/rotation.ts';

/** Pseudo-random rotations, as an extension of a backend. */
export const ROTATION: KernelExtension<RotationKernels> = {
  name: 'rotation',
  module: (withSimd) => (withSimd ? simd() : scalar()),
  typescript: () => ({ createRotation: (...given) => new TypeScriptRotation(...given) }),
  webAssembly: (given) => ({
    createRotation: (...rest) => new WasmRotation(given as RotationInstance, ...rest),
  }),
};

/** The kernels of rotations on the backend of `kernels`. */
export function rotationKernels(kernels: Kernels): RotationKernels {
  return kernels.extend(ROTATION);
}
