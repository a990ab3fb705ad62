import { InvalidArgumentError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { Kernels } from '../../kernels/api.ts';
import { describeHasher } from '../../models/describe-hasher.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import { inFile } from '../../node/in-file.ts';
import { readFileBytes } from '../../node/read-file.ts';

/** A hasher that was saved, before there is a backend to run it on. */
export interface SavedModel {
  /** How it was made. */
  readonly method: string;
  /** The hasher. @throws InvalidArgumentError unless it hashes vectors of so many values. */
  load(kernels: Kernels, dimensions: number): Hasher;
}

/** The hasher in a file of `hashplane train`: what is wrong with the file is told at once. */
export async function readModel(path: string): Promise<SavedModel> {
  const bytes = await readFileBytes(path);
  const { method } = await inFile(path, () => describeHasher(bytes));
  return {
    method,
    load(kernels, dimensions) {
      const hasher = loadHasher(kernels, bytes);
      if (hasher.dimensions === dimensions) return hasher;
      throw new InvalidArgumentError(
        `${path} hashes vectors of ${hasher.dimensions} values, not of ${dimensions}`,
      );
    },
  };
}
