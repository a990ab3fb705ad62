import type { ModuleExports, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of multi-index hashing export; pointers are byte addresses. */
export interface MultiIndexExports extends ModuleExports {
  countSubstrings(
    codes: number,
    count: number,
    stride: number,
    offset: number,
    width: number,
    starts: number,
  ): void;
  addUp(counters: number, count: number): void;
  placeSubstrings(
    codes: number,
    first: number,
    count: number,
    stride: number,
    offset: number,
    width: number,
    starts: number,
    positions: number,
    copies: number,
  ): void;
  searchMultiIndex(
    tables: number,
    tableCount: number,
    codes: number,
    stride: number,
    query: number,
    wanted: number,
    limit: number,
    hits: number,
    capacity: number,
    lookupCost: number,
    work: number,
  ): number;
}

export type MultiIndexInstance = WasmInstance<MultiIndexExports>;
