import learningScalar from '../../../build/wasm/learning-scalar.wasm';
import learningSimd from '../../../build/wasm/learning-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type {
  DualCoordinateDescent,
  DualProblem,
  LearningKernels,
  PassiveAggressive,
  PassiveAggressiveProblem,
  Pegasos,
  PegasosProblem,
} from './api.ts';
import type { LearningInstance } from './exports.ts';
import { TypeScriptDualCoordinateDescent } from './typescript/dual-coordinate-descent.ts';
import * as typescript from './typescript/graph.ts';
import { TypeScriptPassiveAggressive } from './typescript/passive-aggressive.ts';
import { TypeScriptPegasos } from './typescript/pegasos.ts';
import { WasmDualCoordinateDescent } from './wasm/dual-coordinate-descent.ts';
import * as wasm from './wasm/graph.ts';
import { WasmPassiveAggressive } from './wasm/passive-aggressive.ts';
import { WasmPegasos } from './wasm/pegasos.ts';

/**
 * The kernels for learning, as an extension of a backend: the instance of their module, null in
 * TypeScript. They are functions below, one by one, so that apps carry those that they call.
 */
export const LEARNING: KernelExtension<{ readonly instance: object | null }> = {
  name: 'learning',
  module: (simd) => (simd ? learningSimd() : learningScalar()),
  typescript: () => ({ instance: null }),
  webAssembly: (instance) => ({ instance }),
};

function instanceOn(kernels: Kernels): LearningInstance | null {
  return kernels.extend(LEARNING).instance as LearningInstance | null;
}

/** See LearningKernels, as for the functions that follow. */
export function createDualCoordinateDescent(
  kernels: Kernels,
  problem: DualProblem,
): DualCoordinateDescent {
  const instance = instanceOn(kernels);
  return instance
    ? new WasmDualCoordinateDescent(instance, problem)
    : new TypeScriptDualCoordinateDescent(problem);
}

export function createPegasos(kernels: Kernels, problem: PegasosProblem): Pegasos {
  const instance = instanceOn(kernels);
  return instance ? new WasmPegasos(instance, problem) : new TypeScriptPegasos(problem);
}

export function createPassiveAggressive(
  kernels: Kernels,
  problem: PassiveAggressiveProblem,
): PassiveAggressive {
  const instance = instanceOn(kernels);
  return instance
    ? new WasmPassiveAggressive(instance, problem)
    : new TypeScriptPassiveAggressive(problem);
}

export function addGroupSums(
  kernels: Kernels,
  ...given: Parameters<LearningKernels['addGroupSums']>
): void {
  const instance = instanceOn(kernels);
  if (instance) wasm.addGroupSums(instance, ...given);
  else typescript.addGroupSums(...given);
}

export function neighbourSums(
  kernels: Kernels,
  ...given: Parameters<LearningKernels['neighbourSums']>
): void {
  const instance = instanceOn(kernels);
  if (instance) wasm.neighbourSums(instance, ...given);
  else typescript.neighbourSums(...given);
}

/** All kernels for learning on the backend of `kernels`. */
export function learningKernels(kernels: Kernels): LearningKernels {
  return {
    createDualCoordinateDescent: (problem) => createDualCoordinateDescent(kernels, problem),
    createPegasos: (problem) => createPegasos(kernels, problem),
    createPassiveAggressive: (problem) => createPassiveAggressive(kernels, problem),
    addGroupSums: (...given) => addGroupSums(kernels, ...given),
    neighbourSums: (...given) => neighbourSums(kernels, ...given),
  };
}
