import type { ModuleExports, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules for learning export; pointers are byte addresses. */
export interface LearningExports extends ModuleExports {
  squaredNorms(points: number, rows: number, stride: number, out: number): void;
  hyperplanesFromDual(
    points: number,
    rows: number,
    stride: number,
    signs: number,
    dual: number,
    bits: number,
    hyperplanes: number,
  ): void;
  dualEpoch(
    points: number,
    stride: number,
    norms: number,
    signs: number,
    dual: number,
    bits: number,
    flags: number,
    flagStride: number,
    hyperplanes: number,
    state: number,
    order: number,
    count: number,
  ): void;
  pegasosEpoch(
    points: number,
    stride: number,
    signs: number,
    bits: number,
    lambda: number,
    first: number,
    sums: number,
    weighted: number,
    order: number,
    count: number,
    scratch: number,
  ): void;
  passiveAggressiveSteps(
    points: number,
    rows: number,
    stride: number,
    signs: number,
    bits: number,
    limit: number,
    slack: number,
    hyperplanes: number,
    norms: number,
  ): void;
  addGroupSums(signs: number, rows: number, stride: number, groups: number, sums: number): void;
  neighbourSums(
    offsets: number,
    neighbours: number,
    rows: number,
    signs: number,
    stride: number,
    sums: number,
  ): void;
}

export type LearningInstance = WasmInstance<LearningExports>;
