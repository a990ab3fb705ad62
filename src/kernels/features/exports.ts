import type { ModuleExports, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of features export; pointers are byte addresses. */
export interface FeatureExports extends ModuleExports {
  project(
    points: number,
    rows: number,
    dimensions: number,
    packed: number,
    bits: number,
    out: number,
  ): void;
  rbfFeatures(
    points: number,
    rows: number,
    dimensions: number,
    inverseWidth: number,
    values: number,
    stride: number,
  ): void;
  fourierFeatures(values: number, count: number, scale: number): void;
  addGramBlock(packed: number, rows: number, panels: number, sums: number): void;
  factorise(matrix: number, rows: number, size: number, stride: number, scratch: number): number;
}

export type FeatureInstance = WasmInstance<FeatureExports>;
