import type { Preparation } from '../../api.ts';
import type { ModuleExports, WasmInstance } from '../../runtime/instantiate.ts';
import type { BaseExports } from '../exports.ts';

/** A preparation whose mean lies in linear memory: at address 0 there is none. */
export interface StoredPreparation {
  readonly normalise: boolean;
  readonly mean: number;
}

/** An instance of a module that prepares points. */
type PreparingInstance = WasmInstance<ModuleExports & Pick<BaseExports, 'prepareRows'>>;

/** Puts the mean of a preparation into linear memory; null if there is nothing to prepare. */
export function storePreparation(
  { memory }: PreparingInstance,
  preparation: Preparation | null,
  allocate: (bytes: number) => number,
): StoredPreparation | null {
  if (!preparation) return null;
  const { normalise, mean } = preparation;
  if (!mean) return { normalise, mean: 0 };
  const pointer = allocate(mean.byteLength);
  memory.f32(pointer, mean.length).set(mean);
  return { normalise, mean: pointer };
}

/**
 * Copies whole rows of points into linear memory and prepares them there. Returns whether they are
 * finite; without a preparation nobody looks, and it returns true.
 */
export function copyPrepared(
  { kernels, memory }: PreparingInstance,
  points: Float32Array,
  cols: number,
  preparation: StoredPreparation | null,
  to: number,
): boolean {
  memory.f32(to, points.length).set(points);
  if (!preparation) return true;
  const { normalise, mean } = preparation;
  return kernels.prepareRows(to, points.length / cols, cols, Number(normalise), mean) !== 0;
}
