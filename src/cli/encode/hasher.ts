import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { RandomRotations } from '../../models/random-rotations.ts';
import { inFile } from '../../node/in-file.ts';
import { readFileBytes } from '../../node/read-file.ts';
import { UsageError } from '../errors.ts';

/** What `--model` says for hyperplanes that are drawn on the spot. */
const DRAWN: Readonly<Record<string, typeof RandomHyperplanes | typeof RandomRotations>> = {
  lsh: RandomHyperplanes,
  rotation: RandomRotations,
};

/** Whether `--model` names hyperplanes that are drawn on the spot. */
export function isDrawn(model: string): boolean {
  return Object.hasOwn(DRAWN, model);
}

/** Options that make a hasher; one that was saved has them in its file. */
export interface HasherOptions {
  readonly model: string;
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
}

const FIXED_BY_FILE: readonly [keyof HasherOptions, string][] = [
  ['bits', '--bits'],
  ['seed', '--seed'],
  ['normalise', '--no-normalise'],
  ['centre', '--no-centre'],
];

/** Throws UsageError for options that contradict the file of a hasher. */
export function checkHasherOptions({ model }: HasherOptions, given: (name: string) => boolean) {
  if (isDrawn(model)) return;
  const extra = FIXED_BY_FILE.find(([name]) => given(name));
  if (extra) {
    throw new UsageError(
      `${extra[1]} is for --model lsh and rotation: a hasher in a file has its own`,
    );
  }
}

/** The hasher in the file, or drawn hyperplanes with the mean of `rows`. */
export async function hasherFor(
  kernels: Kernels,
  options: HasherOptions,
  rows: () => AsyncIterable<Matrix>,
): Promise<HyperplaneHasher> {
  const { model, bits, seed, normalise, centre } = options;
  if (isDrawn(model)) {
    return new DRAWN[model]({ kernels, bits, seed, normalise, centre }).fitBatches(rows());
  }
  const bytes = await readFileBytes(model);
  return inFile(model, () => loadHasher(kernels, bytes));
}
