import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import type { FittedModel } from './fitted-model.ts';
import { joinModels, splitCodes } from './joint-encoding.ts';
import type { CodeMethod, FittedLength, MethodInput, MethodSettings } from './method.ts';

/** Points are prepared by whoever runs the methods. */
export const PREPARED = { normalise: false, centre: false } as const;

/** Seconds that `action` takes, beside its result. */
export async function timed<T>(
  action: () => T | Promise<T>,
): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await action();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** What was chosen, and what all lengths share. */
export interface Shared {
  readonly settings: MethodSettings;
  readonly tuneSeconds: number;
  readonly tuningCutShort?: boolean;
  /** Seconds of training that every length needs and that was done once. */
  readonly trainSeconds?: number;
}

/** Fits a hasher of its own for each code length. */
export async function fitEach(
  input: MethodInput,
  shared: Shared,
  fit: (bits: number) => FittedModel | Promise<FittedModel>,
): Promise<CodeMethod> {
  const { trainSeconds = 0, ...chosen } = shared;
  const hashers: FittedModel[] = [];
  const lengths: FittedLength[] = [];
  const dispose = () => {
    for (const hasher of hashers) hasher.dispose();
  };
  try {
    for (const [i, bits] of input.bits.entries()) {
      input.onProgress?.(`${bits} bits`, i / input.bits.length);
      await pause(input.signal);
      const { result, seconds } = await timed(() => fit(bits));
      hashers.push(result);
      lengths.push({ bits, trainSeconds: trainSeconds + seconds, ...chosen });
    }
  } catch (error) {
    dispose();
    throw error;
  }
  const encode = (points: Matrix) => encodeTogether(input, hashers, points);
  return { kind: 'codes', lengths, encode, dispose, hasher: (bits) => ofLength(hashers, bits) };
}

function ofLength(hashers: readonly FittedModel[], bits: number): FittedModel {
  const found = hashers.find((hasher) => hasher.bits === bits);
  if (found) return found;
  throw new InvalidArgumentError(`bits must be one of the lengths that were fitted, not ${bits}`);
}

/** Codes by each hasher; features that several of them see are computed once. */
async function encodeTogether(
  { kernels, executor, signal }: MethodInput,
  hashers: readonly FittedModel[],
  points: Matrix,
): Promise<HashCodes[]> {
  const lengths = hashers.map(({ bits }) => bits);
  const all: HashCodes[] = [];
  for (const model of joinModels(hashers)) {
    const codes = executor
      ? await executor.encode(model, points, { signal })
      : encodeHere(new FittedHasher(kernels, model), points);
    // As many lengths as make up the bits of this model.
    const own = lengths.slice(all.length);
    let bits = 0;
    const count = own.findIndex((length) => {
      bits += length;
      return bits === codes.bits;
    });
    all.push(...splitCodes(codes, own.slice(0, count + 1)));
  }
  return all;
}

function encodeHere(hasher: FittedHasher, points: Matrix): HashCodes {
  try {
    return hasher.encode(points);
  } finally {
    hasher.dispose();
  }
}
