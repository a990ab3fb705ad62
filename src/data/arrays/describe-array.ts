import { InvalidArgumentError } from '../../core/errors.ts';
import { type FileArray, isNumericKind } from './file-array.ts';
import type { NumericArray } from './numeric.ts';

/** What an array holds, in numbers. */
export interface ArrayDescription {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its element type, or what it is. */
  readonly dtype: string;
  /** Of the finite values; null if there are none, or it is no array of numbers. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Values that are NaN or infinite, where there are any. */
  readonly notFinite?: number;
  /** Why a sound array of numbers can't be read, where that is so. */
  readonly notRead?: string;
}

/** Reads an array and describes it; what holds no numbers is described by name and kind. */
export async function describeArray(array: FileArray): Promise<ArrayDescription> {
  const { name, shape, kind } = array;
  const about = { name, shape };
  const none = { min: null, max: null, mean: null };
  if (array.readTexts) return { ...about, dtype: kind, ...none };
  const isComplex = 'complex' in array && array.complex === true;
  if (!isNumericKind(kind) || isComplex) {
    return { ...about, dtype: `${isComplex ? 'complex ' : ''}${kind} (not read)`, ...none };
  }
  try {
    return { ...about, dtype: kind, ...summarise(await array.read()) };
  } catch (error) {
    // A sound array that can't be read: others of its file may be.
    if (!(error instanceof InvalidArgumentError)) throw error;
    return { ...about, dtype: `${kind} (not read)`, ...none, notRead: error.message };
  }
}

/** Least, greatest and mean of the finite values, in float64. Cost: one pass. */
export function summarise({ values }: Pick<NumericArray, 'values'>) {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let notFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (value - value !== 0) {
      notFinite++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const count = values.length - notFinite;
  const found =
    count === 0 ? { min: null, max: null, mean: null } : { min, max, mean: sum / count };
  return notFinite > 0 ? { ...found, notFinite } : found;
}
