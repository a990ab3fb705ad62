import learningScalar from '../../../build/wasm/learning-scalar.wasm';
import learningSimd from '../../../build/wasm/learning-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { LearningKernels } from './api.ts';
import type { LearningInstance } from './exports.ts';
import { TypeScriptDualCoordinateDescent } from './typescript/dual-coordinate-descent.ts';
import * as typescript from './typescript/graph.ts';
import { TypeScriptPassiveAggressive } from './typescript/passive-aggressive.ts';
import { TypeScriptPegasos } from './typescript/pegasos.ts';
import { WasmDualCoordinateDescent } from './wasm/dual-coordinate-descent.ts';
import * as wasm from './wasm/graph.ts';
import { WasmPassiveAggressive } from './wasm/passive-aggressive.ts';
import { WasmPegasos } from './wasm/pegasos.ts';

/** The kernels for learning, as an extension of a backend. */
export const LEARNING: KernelExtension<LearningKernels> = {
  name: 'learning',
  module: (simd) => (simd ? learningSimd() : learningScalar()),
  typescript: () => ({
    createDualCoordinateDescent: (problem) => new TypeScriptDualCoordinateDescent(problem),
    createPegasos: (problem) => new TypeScriptPegasos(problem),
    createPassiveAggressive: (problem) => new TypeScriptPassiveAggressive(problem),
    addGroupSums: typescript.addGroupSums,
    neighbourSums: typescript.neighbourSums,
  }),
  webAssembly: (instance) => forWebAssembly(instance as LearningInstance),
};

function forWebAssembly(instance: LearningInstance): LearningKernels {
  return {
    createDualCoordinateDescent: (problem) => new WasmDualCoordinateDescent(instance, problem),
    createPegasos: (problem) => new WasmPegasos(instance, problem),
    createPassiveAggressive: (problem) => new WasmPassiveAggressive(instance, problem),
    addGroupSums: (...given) => wasm.addGroupSums(instance, ...given),
    neighbourSums: (...given) => wasm.neighbourSums(instance, ...given),
  };
}

/** The kernels for learning on the backend of `kernels`. */
export function learningKernels(kernels: Kernels): LearningKernels {
  return kernels.extend(LEARNING);
}
